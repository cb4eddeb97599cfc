import type { Instant, Quarter } from "../domain/calendar.ts";
import type { Arrival } from "../simulator/record.ts";
import { EXPIRED } from "../store/due-batches.ts";
import { outboxLines } from "../store/outbox.ts";
import { roundsOf } from "../store/rounds.ts";
import { type Cases, casesOf, checkCases } from "./cases.ts";
import { checkDocuments } from "./documents.ts";
import { checkPublications, type Memory, publicationsSince } from "./published.ts";
import { type RecomputedBranch, recompute } from "./recompute.ts";
import { checkDraw, type MissedDay } from "./redraw.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { checkRights } from "./rights.ts";
import { checkTheDot, checkTheLonely } from "./scenes.ts";
import { correctedSince, isOfYear, recordedIn } from "./told.ts";

/** What a quarter came to, and whether everything said of it holds. */
export interface QuarterResult extends Cases {
  readonly quarter: Quarter;
  readonly day: string;
  readonly members: number;
  readonly reported: number;
  readonly late: number;
  readonly questions: number;
  readonly reminders: number;
  readonly corrections: number;
  readonly posts: number;
  /** Files and pictures, sent or exported, that were opened. */
  readonly documents: number;
  /** Sentences; empty when every check holds. */
  readonly faults: readonly string[];
}

interface SummaryJson {
  readonly state: string;
  readonly branches: readonly {
    branch: string;
    ranked: boolean;
    members: number;
    reported: number;
    total: number | null;
    average: number | null;
    rank: number | null;
  }[];
}

interface TalkJson {
  readonly talks: readonly { account: string; total: number; branch: string }[];
  readonly unreported: readonly { account: string; branch: string }[];
}

/**
 * Compares what the bot says of a quarter with the workspace's own record and with results recomputed from it.
 * `memory`: what was known before the quarter; brought up to date.
 */
export async function checkQuarter(
  rehearsal: Rehearsal,
  quarter: Quarter,
  from: Instant,
  memory: Memory,
  missed?: MissedDay,
): Promise<QuarterResult> {
  const { school, workspace, services, cast } = rehearsal;
  const { record } = workspace;
  const faults: string[] = [];
  const expect = (holds: boolean, sentence: string) => {
    if (!holds) faults.push(`${quarter}: ${sentence}`);
  };

  const rounds = roundsOf(services.db, quarter);
  const [first] = rounds;
  if (first?.day == null || first.closesAt === null || first.openedAt === null || first.closedAt === null) {
    return { quarter, day: "—", ...NOTHING, faults: [`${quarter}: no round was held`] };
  }
  const { day, openedAt, closesAt, closedAt } = first;
  await checkDraw(rehearsal, quarter, from, missed?.quarter === quarter ? missed : undefined, expect);
  const recorded = recordedIn(rehearsal, openedAt, closedAt);
  const told = [...recorded, ...correctedSince(rehearsal, closedAt)];
  const publications = publicationsSince(rehearsal, memory, from, told);
  const expected = recompute(school, memory.known, told);
  const countedAccounts = new Set(expected.counted.map(({ account }) => account));

  // Asked: every counted member once, nobody else.
  const questions = new Map<string, number>();
  const reminders = new Map<string, Arrival[]>();
  for (const { account } of school.everybody) {
    const texts = record.toMember(account).filter(({ at, via }) => via === "message" && at >= from);
    questions.set(account, texts.filter(isQuestion).length);
    reminders.set(account, texts.filter(isReminder));
    const times = countedAccounts.has(account) ? 1 : 0;
    expect(
      questions.get(account) === times,
      `${account} was asked ${questions.get(account)} times instead of ${times}`,
    );
  }

  // Reminded: only who had not reported by then.
  for (const [account, arrivals] of reminders) {
    expect(arrivals.length <= 2, `${account} was reminded ${arrivals.length} times`);
    for (const { at } of arrivals) {
      const before = recorded.some((told) => told.account === account && told.at < at);
      expect(!before, `${account} was reminded after having reported`);
    }
  }

  // Recorded: what was acknowledged, once, and nothing else.
  const stored = storedReports(rehearsal, quarter);
  for (const [account, total] of expected.reported) {
    const current = stored.filter((report) => report.account === account && report.current);
    expect(current.length === 1, `${account} has ${current.length} reports that count`);
    expect(current[0]?.total === total, `${account} was told ${total} and ${current[0]?.total} is stored`);
  }
  const silent = stored.filter(({ account, current }) => current && !expected.reported.has(account));
  expect(silent.length === 0, `reports of ${silent.map(({ account }) => account).join()} were never acknowledged`);
  for (const [account, { misread }] of cast)
    expect(misread.length === 0, `${account} was misread: ${JSON.stringify(misread)}`);

  checkTheDot(rehearsal, quarter, recorded, expect);
  checkTheLonely(rehearsal, from, expected.branches, expect);

  await checkResults(rehearsal, quarter, expected.branches, expect);
  const posts = school.members < 4 ? 0 : checkPosts(rehearsal, from, expected.branches, expect);
  checkPublications(publications, expect);
  // Where nobody may approve, nothing is published, and a draft keeps back what an average of one or two would tell.
  const last = publications.at(-1)?.branches ?? expected.branches.map((one) => ({ ...one, keptBack: one.members < 3 }));
  const keptBack = last.flatMap((one) => (one.keptBack ? one.branch : []));
  const documents = await checkDocuments(rehearsal, quarter, from, expected.branches, keptBack, expect);
  checkCases(rehearsal, quarter, expect);
  await checkRights(rehearsal, expect);
  await rehearsal.passUntil(rehearsal.now() + 10 * 60_000);

  const open = outboxLines(services.db).filter(
    ({ state, error, notBefore }) => state !== "sent" && error !== EXPIRED && notBefore <= rehearsal.now(),
  );
  expect(open.length === 0, `deliveries are left over: ${open.map(({ key, state }) => `${key} ${state}`).join(", ")}`);
  expect(record.violations.length === 0, `the workspace complains: ${record.violations.slice(0, 3).join("; ")}`);
  expect(record.dropped.length === 0, `${record.dropped.length} messages were dropped for their number`);

  const late = stored.filter(({ current, reportedAt }) => current && reportedAt > closesAt).length;
  const corrections = stored.filter(({ current }) => !current).length;
  const reminded = [...reminders.values()].reduce((sum, list) => sum + list.length, 0);
  if (rehearsal.script.leftOut.length === 0) {
    expect(late > 0 && corrections > 0 && reminded > 0, "nobody was late, corrected anything or was reminded");
  }
  return {
    quarter,
    day,
    members: expected.counted.length,
    reported: expected.counted.filter(({ account }) => expected.reported.has(account)).length,
    late,
    questions: [...questions.values()].reduce((sum, count) => sum + count, 0),
    reminders: reminded,
    corrections,
    posts,
    documents,
    ...casesOf(rehearsal, quarter),
    faults,
  };
}

const NOTHING = {
  members: 0,
  reported: 0,
  late: 0,
  questions: 0,
  reminders: 0,
  corrections: 0,
  posts: 0,
  documents: 0,
  talks: 0,
  spotChecks: 0,
  objections: 0,
};

/** Of a quarter; a year-end count asks too. */
const isQuestion = ({ text }: Arrival) => text?.startsWith("同志您好") === true && text.includes("本季度");
const isReminder = ({ text }: Arrival) => text?.startsWith("温馨提醒") === true && text.includes("本季度");

type Expect = (holds: boolean, sentence: string) => void;

async function checkResults(
  { command, school }: Rehearsal,
  quarter: Quarter,
  branches: readonly RecomputedBranch[],
  expect: Expect,
): Promise<void> {
  const summary = JSON.parse(await command("summary", "show", quarter, "--json")) as SummaryJson;
  const talks = JSON.parse(await command("talk", "list", quarter, "--json")) as TalkJson;
  const whole = school.members >= 4;
  expect(!whole || summary.state === "archived", `the summary is ${summary.state} instead of archived`);
  expect(summary.branches.length === school.list.length, `the summary has ${summary.branches.length} branches`);
  for (const own of branches) {
    const line = summary.branches.find(({ branch }) => branch === own.branch);
    const figures = line && [line.members, line.reported, line.total, line.rank].join();
    const wanted = [own.members, own.reported, own.total, own.rank].join();
    expect(figures === wanted, `${own.branch} has ${figures} instead of ${wanted} (members, reported, total, rank)`);
    const listed = talks.talks.filter(({ branch }) => branch === own.branch).map(({ account }) => account);
    expect(
      listed.sort().join() === own.talks.join(),
      `${own.branch}'s talk list is ${listed.join()} instead of ${own.talks.join()}`,
    );
    const unreported = talks.unreported.filter(({ branch }) => branch === own.branch).map(({ account }) => account);
    expect(unreported.sort().join() === own.unreported.join(), `${own.branch}'s silent are ${unreported.join()}`);
  }
}

/**
 * In groups: text, picture and file of each publication, then the closing text and its file; the last figures are
 * those that count, and nobody's name is in any of them.
 */
function checkPosts(
  { workspace, school, schoolGroup, robotGroup }: Rehearsal,
  from: Instant,
  branches: readonly RecomputedBranch[],
  expect: Expect,
): number {
  const told = school.everybody
    .flatMap(({ account }) => workspace.record.toMember(account))
    .filter(({ at }) => at >= from);
  const published = told.filter(({ via, text }) => via === "passive" && text?.includes("汇总已发布") === true).length;
  let posts = 0;
  for (const group of [schoolGroup, robotGroup]) {
    const arrivals = workspace.record.toGroup(group).filter((arrival) => arrival.at >= from && !isOfYear(arrival));
    posts += arrivals.length;
    const which = group.split(":")[0];
    const texts = arrivals.flatMap((arrival) => arrival.text ?? []);
    const begun = (title: string) => texts.filter((text) => text.startsWith(title)).length;
    const count = (kind: Arrival["kind"]) => arrivals.filter((arrival) => arrival.kind === kind).length;
    const seen = [begun("【公示】"), begun("【更正公示】"), begun("【通报】"), count("image"), count("file")].join();
    const wanted = [1, published - 1, 1, published, published + 1].join();
    const what = "公示, 更正公示, 通报, pictures, files";
    expect(published > 0 && seen === wanted, `${which} got ${seen} instead of ${wanted} (${what})`);
    // A long text comes in pages.
    const closing = texts.slice(texts.findLastIndex((text) => text.startsWith("【通报】"))).join("\n");
    for (const { branch, members, reported, rank } of branches) {
      const lines = closing.split("\n").filter((line) => line.includes(` ${branch}：`));
      const place = rank === null ? "不参与排名" : `第 ${rank} 名`;
      const right =
        lines.length === 1 && lines[0]!.startsWith(place) && lines[0]!.includes(`已报 ${reported}/${members} 人`);
      expect(right, `${which} was shown of ${branch}: ${lines.join(" | ")}`);
    }
    const text = texts.join("\n");
    const named = school.everybody.filter(({ name }) => text.includes(name));
    expect(named.length === 0, `${which} was shown ${named.map(({ name }) => name).join()}`);
  }
  return posts;
}

function storedReports({ services }: Rehearsal, quarter: Quarter) {
  return services.db.$client
    .prepare(
      `select m.account_shown as account, r.total, r.current, r.reported_at as reportedAt
       from reports r join rounds o on o.id = r.round_id join members m on m.id = r.member_id where o.quarter = ?`,
    )
    .all(quarter)
    .map((row) => {
      const { account, total, current, reportedAt } = row as {
        account: string;
        total: number;
        current: number;
        reportedAt: number;
      };
      return { account, total, current: current === 1, reportedAt };
    });
}
