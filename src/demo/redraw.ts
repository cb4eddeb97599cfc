import { createHash, createHmac } from "node:crypto";
import { addDays, type Day, dayOf, type Instant, instantAt, type Quarter } from "../domain/calendar.ts";
import { drawDay } from "../domain/draw.ts";
import { quarterRow } from "../store/quarters.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** The drawn day on which the machine was off. */
export interface MissedDay {
  readonly quarter: Quarter;
  readonly day: Day;
}

/** Lets time pass to the drawn day and switches the machine off for all of it. Undefined where no other day is left. */
export async function missTheDay(rehearsal: Rehearsal, quarter: Quarter): Promise<MissedDay | undefined> {
  await rehearsal.passUntil(rehearsal.now() + 60_000);
  const { seed, candidates } = quarterRow(rehearsal.services.db, quarter) ?? {};
  if (seed == null || candidates == null) return undefined;
  const day = drawDay(seed, "school", quarter, false, candidates);
  const restart = addDays(day, 1);
  if (!candidates.some((candidate) => candidate > restart)) return undefined;
  await rehearsal.passUntil(instantAt(addDays(day, -1), "22:00"));
  await rehearsal.powerCut(instantAt(restart, "08:00"));
  return { quarter, day };
}

/**
 * The members were asked on the day that seed and candidates give, and the seed is the one that was committed to when
 * the office was told; computed here anew, as the guide has it for `openssl`.
 */
export async function checkDraw(
  { services, workspace, school }: Rehearsal,
  quarter: Quarter,
  from: Instant,
  missed: MissedDay | undefined,
  expect: (holds: boolean, sentence: string) => void,
): Promise<void> {
  const office = school.everybody.filter(({ duties }) => duties.some((duty) => OFFICE.includes(duty)));
  const since = (account: string) => workspace.record.toMember(account).filter(({ at }) => at >= from);
  const asked = school.everybody.flatMap(({ account }) =>
    since(account).flatMap(({ at, via, text }) =>
      via === "message" && text?.startsWith("同志您好") === true ? dayOf(at) : [],
    ),
  );
  const days = [...new Set(asked)];
  const { seed, candidates } = quarterRow(services.db, quarter)!;
  const policy = "guifang-2020-58";
  const commitment = createHash("sha256").update(seed!).update(policy).update(quarter).digest("hex");
  for (const { account } of office) {
    const told = workspace.record.toMember(account).some(({ text }) => text?.includes(commitment) === true);
    expect(told, `${account} was not told the commitment ${commitment}`);
    const redraws = since(account).filter(({ text }) => text?.includes("已重新抽取") === true).length;
    const wanted = missed === undefined ? 0 : 1;
    expect(redraws === wanted, `${account} was told ${redraws} times instead of ${wanted} that the day is drawn anew`);
  }
  const left = missed === undefined ? candidates! : candidates!.filter((day) => day > addDays(missed.day, 1));
  const day = dayBy(seed!, quarter, missed !== undefined, left);
  expect(days.join() === day, `members were asked on ${days.join()} instead of ${day}`);
  expect(missed === undefined || day > missed.day, `the day drawn anew, ${day}, is not after ${missed?.day}`);
}

const OFFICE = ["总管理", "执行管理", "学习管理员"];

function dayBy(seed: Buffer, quarter: Quarter, anew: boolean, candidates: readonly Day[]): Day {
  for (let attempt = 0; ; attempt += 1) {
    const hex = createHmac("sha256", seed)
      .update(`school\n${quarter}\n${anew ? 1 : 0}\n${attempt}`)
      .digest("hex");
    const number = Number.parseInt(hex.slice(0, 12), 16);
    const round = Math.floor(2 ** 48 / candidates.length);
    if (number < round * candidates.length) return candidates[number % candidates.length]!;
  }
}
