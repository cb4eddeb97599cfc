import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Day, type Instant, instantAt } from "../domain/calendar.ts";
import type { SchoolMember } from "../simulator/school.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { correctedSince, recordedIn, type Told } from "./told.ts";

/** What the year came to, for the table of the rehearsal. */
export interface CountResult {
  readonly counted: number;
  readonly winners: number;
  readonly notEligible: number;
  readonly undecided: number;
  readonly certificates: number;
  readonly faults: readonly string[];
}

interface PreviewJson {
  readonly state: string;
  readonly countedAt: string;
  readonly activeLearners: readonly Line[];
  readonly bestBranches: readonly { readonly branch: string; readonly average: number }[];
  readonly notEligible: readonly Line[];
  readonly reachable: readonly Line[];
  readonly undecided: readonly { readonly account: string }[];
}

interface Line {
  readonly account: string;
  readonly growth: number;
  readonly required: number;
}

/** A year of 365 days asks for 6000 points of whoever was there from its first day. */
const ASKED = 6000;
const MOST_A_DAY = 66;

/**
 * The year by the workspace's own record: `start` is everybody's total at New Year by account, and growth the steps up
 * in what people were told. Written apart from the rules, and shares none of their code.
 */
export async function checkYear(
  rehearsal: Rehearsal,
  year: number,
  start: ReadonlyMap<string, number>,
): Promise<CountResult> {
  const { school, workspace, command, schoolGroup, folder } = rehearsal;
  const faults: string[] = [];
  const expect = (holds: boolean, sentence: string) => void (holds || faults.push(`${year}: ${sentence}`));

  const asked = school.everybody.flatMap(({ account }) =>
    workspace.record
      .toMember(account)
      .flatMap(({ at, via, text }) =>
        via === "message" && text?.includes(`${year}年度“学习强国”年终统计`) ? [{ account, at }] : [],
      ),
  );
  const opened = Math.min(...asked.map(({ at }) => at));
  const ends = endOf(year);
  const meant = school.everybody.filter(
    ({ state, branch }) => state === "在职" || (state === "离退休" && isRetired(rehearsal, branch)),
  );
  for (const { account } of meant) {
    const times = asked.filter((each) => each.account === account).length;
    expect(times === 1, `${account} was asked ${times} times by the year-end count`);
  }
  expect(asked.length === meant.length, `${asked.length} were asked by the count instead of ${meant.length}`);

  const said = recordedIn(rehearsal, instantAt(`${year}-01-01` as Day), ends);
  const told = [...said, ...correctedSince(rehearsal, opened)];
  const inCount = new Set(said.flatMap(({ account, at }) => (at >= opened ? account : [])));
  const shown = JSON.parse(await command("year", "preview", String(year), "--json")) as PreviewJson;
  expect(shown.state === "archived", `the year is ${shown.state}`);
  expect(shown.reachable.length === 0, "somebody can still reach something after the count");

  const own = new Map(meant.map((member) => [member.account, yearOf(member, start, told, inCount, ends)]));
  const accounts = (lines: readonly { account: string }[]) =>
    lines
      .map(({ account }) => account)
      .sort()
      .join();
  const which = (of: (one: OwnYear) => boolean) =>
    [...own]
      .flatMap(([account, one]) => (of(one) ? account : []))
      .sort()
      .join();
  expect(
    accounts(shown.activeLearners) === which(({ growth, required }) => growth !== undefined && growth >= required),
    `active learners are ${accounts(shown.activeLearners)}`,
  );
  expect(
    accounts(shown.notEligible) === which(({ verdict }) => verdict === "short"),
    `not eligible are ${accounts(shown.notEligible)} instead of ${which(({ verdict }) => verdict === "short")}`,
  );
  // Whoever is on leave is on the list too, and was not asked.
  const undecided = shown.undecided.filter(({ account }) => own.has(account));
  expect(
    accounts(undecided) === which(({ verdict }) => verdict === "unknown"),
    `undecided are ${accounts(undecided)} instead of ${which(({ verdict }) => verdict === "unknown")}`,
  );
  for (const line of [...shown.activeLearners, ...shown.notEligible]) {
    const { growth, required } = own.get(line.account)!;
    const right = growth === line.growth && required === line.required;
    expect(right, `${line.account}: ${line.growth} of ${line.required} instead of ${growth} of ${required}`);
  }

  const posts = workspace.record.toGroup(schoolGroup).flatMap(({ text }) => text ?? []);
  const notice = posts.filter((text) => text.startsWith("【公示】") && text.includes(`${year}年度`));
  const praise = posts.filter((text) => text.startsWith("【表彰通报】") && text.includes(`${year}年度`));
  expect(notice.length === 1 && praise.length === 1, `${notice.length} 公示 and ${praise.length} 表彰通报 of the year`);
  const shownToAll = posts.slice(posts.findIndex((text) => text === notice[0])).join("\n");
  for (const { account, name } of meant) {
    const awarded = shown.activeLearners.some((line) => line.account === account);
    expect(shownToAll.includes(name) === awarded, `${name} is ${awarded ? "not " : ""}named in the year's notice`);
  }

  const out = join(folder, `年度-${year}`);
  await command("export", String(year), "--out", out);
  const certificates = readdirSync(join(out, "奖状"));
  const wanted = shown.activeLearners.length + shown.bestBranches.length;
  expect(certificates.length === wanted, `${certificates.length} certificates instead of ${wanted}`);
  for (const name of [
    "积极分子.xlsx",
    "评优资格.xlsx",
    "绩效考核.xlsx",
    "纪念品签收表.xlsx",
    "表彰通报.docx",
    "趋势.png",
  ])
    expect(readdirSync(out).includes(name), `${name} was not exported`);
  return {
    counted: meant.length,
    winners: shown.activeLearners.length,
    notEligible: shown.notEligible.length,
    undecided: shown.undecided.length,
    certificates: certificates.length,
    faults,
  };
}

interface OwnYear {
  /** Undefined: it cannot be told. */
  readonly growth: number | undefined;
  readonly required: number;
  readonly verdict: "eligible" | "short" | "unknown" | "retired";
}

/**
 * Who was not known at New Year is asked from the first report on, by days. In the retired branch nobody is judged; who
 * was silent in the count is short only where the days since could not help.
 */
function yearOf(
  { account, state }: SchoolMember,
  start: ReadonlyMap<string, number>,
  told: readonly Told[],
  inCount: ReadonlySet<string>,
  ends: Instant,
): OwnYear {
  const totals = told.filter((each) => each.account === account).sort((a, b) => a.at - b.at);
  const last = totals.at(-1);
  const known = start.get(account);
  // What was mistaken in the first round was corrected in it.
  const firstRound = totals.filter(({ at }) => at <= totals[0]!.at + 1.5 * DAY_MS);
  const first = known === undefined ? firstRound.at(-1) : { at: ends, total: known };
  if (first === undefined || last === undefined || (known === undefined && dateOf(first.at) === dateOf(last.at))) {
    return { growth: undefined, required: ASKED, verdict: state === "在职" ? "unknown" : "retired" };
  }
  const growth = last.total - first.total;
  const required = known === undefined ? Math.ceil((ASKED * (YEAR_DAYS - dayOfYear(first.at) + 1)) / YEAR_DAYS) : ASKED;
  if (state !== "在职") return { growth, required, verdict: "retired" };
  if (growth >= required) return { growth, required, verdict: "eligible" };
  const days = dateOf(ends) - 1 - dateOf(last.at);
  const isShort = inCount.has(account) || required - growth > MOST_A_DAY * days;
  return { growth, required, verdict: isShort ? "short" : "unknown" };
}

const DAY_MS = 86_400_000;
/** Days since 1970 in Shanghai. */
const dateOf = (at: Instant) => Math.floor((at + 8 * 3_600_000) / DAY_MS);
const YEAR_DAYS = 365;
const dayOfYear = (at: Instant) => dateOf(at) - Date.UTC(new Date(at).getUTCFullYear(), 0, 1) / DAY_MS + 1;

/** 26 December or the workday before, and two workdays more; by hand for the years that are played. */
const ENDS: Readonly<Record<number, string>> = { 2026: "2026-12-30", 2027: "2027-12-29" };

function endOf(year: number): Instant {
  return instantAt(ENDS[year] as Day, "09:00");
}

function isRetired({ school }: Rehearsal, branch: string): boolean {
  return school.list.some(({ name, kind }) => name === branch && kind === "retired");
}
