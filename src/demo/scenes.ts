import type { Instant, Quarter } from "../domain/calendar.ts";
import type { RecomputedBranch } from "./recompute.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Told } from "./told.ts";

/** Reported for and corrected under the member's own name, and nothing of it taken for the colleague's. */
export function checkTheDot(
  { script: { dotted }, cast, now }: Rehearsal,
  quarter: Quarter,
  recorded: readonly Told[],
  expect: (holds: boolean, sentence: string) => void,
): void {
  if (dotted === undefined) return;
  const { account, name, colleague } = dotted;
  const totals = recorded.filter((told) => told.account === account).map(({ total }) => total);
  const wanted = Number(quarter.slice(5)) % 2 === 1 ? 2 : 1;
  expect(totals.length === wanted, `${name} was recorded ${totals.length} times instead of ${wanted}`);
  const meant = cast.get(account)!.totalAt(recorded.at(-1)?.at ?? now());
  expect(Math.abs((totals.at(-1) ?? 0) - meant) < 100, `${name} stands at ${totals.at(-1)} instead of about ${meant}`);
  const own = cast.get(colleague)!.acknowledged.map(({ total }) => total);
  const taken = recorded.filter((told) => told.account === colleague && !own.includes(told.total));
  expect(taken.length === 0, `${colleague} was told ${taken.map(({ total }) => total).join()}, which is ${name}'s`);
}

/**
 * The branch's one officer confirms its table and holds its talks, but for the own: of that the officer is shown
 * nothing, and the committee's secretary holds it, without a figure.
 */
export function checkTheLonely(
  { script: { lonely }, school, workspace }: Rehearsal,
  from: Instant,
  branches: readonly RecomputedBranch[],
  expect: (holds: boolean, sentence: string) => void,
): void {
  if (lonely === undefined) return;
  const { branch, secretary } = lonely;
  const told = (account: string) =>
    workspace.record.toMember(account).filter(({ at, text }) => at >= from && text !== undefined);
  const texts = told(secretary).map(({ text }) => text!);
  const name = school.everybody.find(({ account }) => account === secretary)!.name;
  expect(
    texts.some((text) => text.startsWith("已登记：与")),
    `${name} held no talk of ${branch}`,
  );
  expect(
    texts.some((text) => text.startsWith("已确认：") && text.includes("统计表")),
    `${name} confirmed no table of ${branch}`,
  );
  const listed = branches.find((one) => one.branch === branch)!.talks.includes(secretary);
  expect(listed, `${name} is not on the talk list of ${branch}`);
  const own = texts.filter((text) => /谈话(?:教育)?名单|谈话提醒/.test(text) && text.includes(name));
  expect(own.length === 0, `${name} is listed to ${name}: ${own[0]}`);
  const committee = school.everybody.find(({ duties }) => duties.includes("党委书记"))!.account;
  const heard = told(committee).flatMap(({ text, via }) => (via === "message" && text!.includes(name) ? text! : []));
  expect(
    heard.some((text) => text.includes(branch)),
    `党委书记 does not know of the talk with ${name}`,
  );
  const total = new Map(branches.flatMap(({ totals }) => totals)).get(secretary);
  const figures = heard.filter(
    (text) => text.includes(`${total} 分`) || (text.includes("【谈话提示】") && /\d+ 分/.test(text)),
  );
  expect(figures.length === 0, `党委书记 is shown a figure with ${name}: ${figures[0]}`);
  const held = texts.some((text) => text.includes("请回复“确认谈话”"));
  expect(held, `nobody held the talk with ${name}`);
}
