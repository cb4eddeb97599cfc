import type { Quarter } from "../domain/calendar.ts";
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
