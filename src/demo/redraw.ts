import { createHash, createHmac } from "node:crypto";
import { addDays, type Day, dayOf, type Instant, instantAt, lastDay, type Quarter } from "../domain/calendar.ts";
import { drawDay } from "../domain/draw.ts";
import type { Arrival } from "../simulator/record.ts";
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
 * The members were asked on the day that comes of what people were shown: the commitment and the candidates in the
 * school's group when the quarter was drawn, and the seed that a member is told when it is over. Computed here anew, as
 * the guide has it for `openssl`.
 */
export async function checkDraw(
  { workspace, school, schoolGroup, say, now }: Rehearsal,
  quarter: Quarter,
  from: Instant,
  missed: MissedDay | undefined,
  expect: (holds: boolean, sentence: string) => void,
): Promise<void> {
  const since = (account: string) => workspace.record.toMember(account).filter(({ at }) => at >= from);
  for (const { account } of school.everybody.filter(({ duties }) => duties.some((duty) => OFFICE.includes(duty)))) {
    const redraws = since(account).filter(({ text }) => text?.includes("已重新抽取") === true).length;
    const wanted = missed === undefined ? 0 : 1;
    expect(redraws === wanted, `${account} was told ${redraws} times instead of ${wanted} that the day is drawn anew`);
  }
  const isQuestion = ({ via, text }: Arrival) =>
    via === "message" && text?.startsWith("同志您好") === true && text.includes("本季度");
  const asked = school.everybody.flatMap(({ account }) => since(account).filter(isQuestion));
  const days = [...new Set(asked.map(({ at }) => dayOf(at)))].join();

  const posted = workspace.record
    .toGroup(schoolGroup)
    .find(({ text }) => text?.includes("承诺值") === true && text.includes(`验证抽取 ${quarter}`))?.text;
  const commitment = /承诺值：([0-9a-f]{64})/.exec(posted ?? "")?.[1];
  const candidates = /候选日（\d+ 天）：([\d -]+)/
    .exec(posted ?? "")?.[1]
    ?.trim()
    .split(" ") as Day[] | undefined;
  expect(commitment !== undefined && candidates !== undefined, `the school's group was shown of the draw: ${posted}`);
  const proof = (await say(school.everybody[0]!.account, `验证抽取 ${quarter}`)) ?? "";
  expect(proof.includes(commitment ?? "?"), `who checks the draw is told ${proof}`);
  const hex = /种子：([0-9a-f]{64})/.exec(proof)?.[1];
  const isOver = dayOf(now()) > lastDay(quarter);
  expect((hex !== undefined) === isOver, `the seed is ${hex ?? "not"} shown on ${dayOf(now())}`);
  if (hex === undefined || candidates === undefined) return;

  const seed = Buffer.from(hex, "hex");
  const committed = createHash("sha256").update(seed).update(`guifang-2020-58${quarter}`).digest("hex");
  expect(committed === commitment, `the seed gives the commitment ${committed} instead of ${commitment}`);
  const first = dayBy(seed, quarter, 0, candidates);
  expect(missed === undefined || first === missed.day, `the day that was missed is ${missed?.day}, not ${first}`);
  const left = candidates.filter((day) => missed === undefined || day > addDays(missed.day, 1));
  const day = missed === undefined ? first : dayBy(seed, quarter, 1, left);
  expect(days === day, `members were asked on ${days} instead of ${day}`);
}

const OFFICE = ["总管理", "执行管理", "学习管理员"];

function dayBy(seed: Buffer, quarter: Quarter, draw: 0 | 1, candidates: readonly Day[]): Day {
  const most = Math.floor(2 ** 48 / candidates.length) * candidates.length;
  for (let attempt = 0; ; attempt += 1) {
    const hex = createHmac("sha256", seed).update(`school\n${quarter}\n${draw}\n${attempt}`).digest("hex");
    const number = Number.parseInt(hex.slice(0, 12), 16);
    if (number < most) return candidates[number % candidates.length]!;
  }
}
