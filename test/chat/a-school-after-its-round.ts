import type { Policy } from "../../src/domain/policy.ts";
import { branchNamed, updateBranch } from "../../src/store/members.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { passToDrawnDay } from "../support/drawn-day.ts";
import { aSchool, rows } from "./a-school.ts";

export const totals = {
  zhang: 15_000,
  wang: 14_000,
  li: 12_345,
  wu: 13_000,
  su: 20_001,
  tang: 20_002,
  gao: 20_003,
  he: 20_004,
  lin: 20_005,
  shi: 20_006,
  fang: 20_007,
  ma: 20_009,
};
export const SCHOOL_GROUP = "appchat:school";
export const BRANCH_GROUP = "webhook:branch";

/** A school whose drawn round is over, 陈静 alone silent; `policy` is in force from the beginning. */
export async function aSchoolAfterItsRound(policy?: Policy): Promise<Bot> {
  const bot = aBot({ time: "2026-10-08 08:00" });
  bot.roster(aSchool);
  if (policy !== undefined) {
    rows(
      bot,
      "insert into policies (policy, from_day, approved_by, adopted_at) values (?, '2026-01-01', '何翠芬', 0) returning id",
      JSON.stringify(policy),
    );
  }
  await bot.tick();
  await passToDrawnDay(bot, "09:07");
  for (const [account, total] of Object.entries(totals)) await bot.say(account, String(total));
  await passToDrawnDay(bot, "09:00", 1);
  setSetting(bot.db, "schoolGroup", SCHOOL_GROUP);
  updateBranch(bot.db, branchNamed(bot.db, "第一党支部")!.id, { groupTarget: BRANCH_GROUP });
  return bot;
}

/** `"he:提交"`: who says what, one after the other; the last answer. */
export async function said(bot: Bot, ...steps: readonly string[]): Promise<string> {
  let reply: string | undefined;
  for (const step of steps) reply = await bot.say(...(step.split(":") as [string, string]));
  return reply ?? "";
}

export const PUBLISHED = ["he:提交", "ma:通过", "he:发布"] as const;
