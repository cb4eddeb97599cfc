import { actOf } from "../../src/acts/act.ts";
import { drawQuarter } from "../../src/acts/draw-quarter.ts";
import { openExtra } from "../../src/acts/open-round.ts";
import { addDays, type Day, dayOf, instantAt, quarterOf } from "../../src/domain/calendar.ts";
import { transaction } from "../../src/store/database.ts";
import { branchNamed } from "../../src/store/members.ts";
import { policyOfQuarter } from "../../src/store/quarters.ts";
import type { Bot } from "./a-bot.ts";

/** Opens an extra round of a branch now, as `bot round open --replaces-quarter` does; closes today at 21:00, grace until 09:00. */
export function anOpenRound(
  { db, services }: Bot,
  branch = "第一党支部",
  { replacesQuarter = true }: { readonly replacesQuarter?: boolean } = {},
): number {
  const now = services.now();
  const today: Day = dayOf(now);
  const quarter = quarterOf(today);
  return transaction(db, () => {
    drawQuarter(actOf(services), quarter);
    const branchId = branchNamed(db, branch)!.id;
    const act = actOf(services, policyOfQuarter(db, quarter));
    const window = {
      opensAt: now,
      closesAt: instantAt(today, "21:00"),
      graceUntil: instantAt(addDays(today, 1), "09:00"),
    };
    return openExtra(act, { quarter, branchId, reason: "test" }, today, window, { replacesQuarter })!.id;
  });
}
