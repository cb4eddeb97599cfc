import type { Instant, Quarter } from "../domain/calendar.ts";
import type { Arrival } from "../simulator/record.ts";
import { EXPIRED } from "../store/due-batches.ts";
import { outboxLines } from "../store/outbox.ts";
import { roundsOf } from "../store/rounds.ts";
import { checkDocuments } from "./documents.ts";
import { type RecomputedBranch, recompute } from "./recompute.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { checkRights } from "./rights.ts";

/** What a quarter came to, and whether everything said of it holds. */
export interface QuarterResult {
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
  readonly talks: number;
  readonly spotChecks: number;
  readonly objections: number;
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
 * `known`: everybody's last total before the quarter; brought up to date.
 */
export async function checkQuarter(
  rehearsal: Rehearsal,
  quarter: Quarter,
  from: Instant,
  known: Map<string, number>,
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
  const corrections = correctionsIn(rehearsal, closedAt);
  const expected = recompute(school, cast, known, openedAt, closedAt, corrections);
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
      const before = cast.get(account)?.acknowledged.some((ack) => ack.at >= openedAt && ack.at < at) ?? false;
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

  await checkResults(rehearsal, quarter, expected.branches, expect);
  const posts = checkPosts(rehearsal, from, expected.branches, expect);
  const documents = await checkDocuments(rehearsal, quarter, from, expected.branches, expect);
  checkCases(rehearsal, quarter, expect);
  await checkRights(rehearsal, expect);
  await rehearsal.passUntil(rehearsal.now() + 10 * 60_000);

  const open = outboxLines(services.db).filter(
    ({ state, error, notBefore }) => state !== "sent" && error !== EXPIRED && notBefore <= rehearsal.now(),
  );
  expect(open.length === 0, `deliveries are left over: ${open.map(({ key, state }) => `${key} ${state}`).join(", ")}`);
  expect(record.violations.length === 0, `the workspace complains: ${record.violations.slice(0, 3).join("; ")}`);
  expect(record.dropped.length === 0, `${record.dropped.length} messages were dropped for their number`);

  return {
    quarter,
    day,
    members: expected.counted.length,
    reported: expected.counted.filter(({ account }) => expected.reported.has(account)).length,
    late: stored.filter(({ current, reportedAt }) => current && reportedAt > closesAt).length,
    questions: [...questions.values()].reduce((sum, count) => sum + count, 0),
    reminders: [...reminders.values()].reduce((sum, list) => sum + list.length, 0),
    corrections: stored.filter(({ current }) => !current).length,
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

const isQuestion = ({ text }: Arrival) => text?.startsWith("同志您好") === true && text.includes("成长总积分");
const isReminder = ({ text }: Arrival) => text?.startsWith("温馨提醒") === true;

type Expect = (holds: boolean, sentence: string) => void;

async function checkResults(
  { command, school }: Rehearsal,
  quarter: Quarter,
  branches: readonly RecomputedBranch[],
  expect: Expect,
): Promise<void> {
  const summary = JSON.parse(await command("summary", "show", quarter, "--json")) as SummaryJson;
  const talks = JSON.parse(await command("talk", "list", quarter, "--json")) as TalkJson;
  expect(summary.state === "archived", `the summary is ${summary.state} instead of archived`);
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
  const published = told.filter(({ via, text }) => via === "passive" && text?.includes("汇总：已发布") === true).length;
  let posts = 0;
  for (const group of [schoolGroup, robotGroup]) {
    const arrivals = workspace.record.toGroup(group).filter(({ at }) => at >= from);
    posts += arrivals.length;
    const which = group.split(":")[0];
    const count = (kind: Arrival["kind"]) => arrivals.filter((arrival) => arrival.kind === kind).length;
    const seen = [count("text"), count("image"), count("file")].join();
    const wanted = [published + 1, published, published + 1].join();
    expect(published > 0 && seen === wanted, `${which} got ${seen} instead of ${wanted} (texts, pictures, files)`);
    const closing = arrivals.findLast(({ kind }) => kind === "text")?.text ?? "";
    expect(closing.startsWith("【通报】"), `${which} was not told the closing 通报 last: ${closing.slice(0, 40)}`);
    for (const { branch, members, reported, rank } of branches) {
      const lines = closing.split("\n").filter((line) => line.includes(` ${branch}：`));
      const place = rank === null ? "不参与排名" : `第 ${rank} 名`;
      const right =
        lines.length === 1 && lines[0]!.startsWith(place) && lines[0]!.includes(`已报 ${reported}/${members} 人`);
      expect(right, `${which} was shown of ${branch}: ${lines.join(" | ")}`);
    }
    const text = arrivals.map((arrival) => arrival.text ?? "").join("\n");
    const named = school.everybody.filter(({ name }) => text.includes(name));
    expect(named.length === 0, `${which} was shown ${named.map(({ name }) => name).join()}`);
  }
  return posts;
}

/** What somebody was told has been corrected since the closing, as the workspace remembers it; the last word counts. */
function correctionsIn({ workspace, school }: Rehearsal, closedAt: Instant): Map<string, number> {
  const told = school.everybody
    .flatMap((by) => workspace.record.toMember(by.account).map((arrival) => ({ by, arrival })))
    .filter(({ arrival }) => arrival.at >= closedAt && arrival.via === "passive")
    .sort((a, b) => a.arrival.at - b.arrival.at);
  const corrections = new Map<string, number>();
  for (const { by, arrival } of told) {
    const spot = /^已登记：(\S+?)同志 .* → (\d+) 分/.exec(arrival.text ?? "");
    const objection = /^已办结：编号 \d+，(\S+?)同志 .* → (\d+) 分/.exec(arrival.text ?? "");
    const [, name, total] = spot ?? objection ?? [];
    const member = school.everybody.find((one) => one.name === name && (spot === null || one.branch === by.branch));
    if (member !== undefined) corrections.set(member.account, Number(total));
  }
  return corrections;
}

/** Of talks, spot checks and objections: how many there were. */
function casesOf(
  { services }: Rehearsal,
  quarter: Quarter,
): Pick<QuarterResult, "talks" | "spotChecks" | "objections"> {
  const count = (sql: string) => services.db.$client.prepare(sql).pluck().get(quarter) as number;
  return {
    talks: count(
      "select count(*) from talks t join rounds r on r.id = t.round_id where r.quarter = ? and t.state = 'held'",
    ),
    spotChecks: count("select count(*) from spot_checks s join rounds r on r.id = s.round_id where r.quarter = ?"),
    objections: count("select count(*) from objections where quarter = ?"),
  };
}

/** Everything that was begun has been brought to its end by people. */
function checkCases(rehearsal: Rehearsal, quarter: Quarter, expect: Expect): void {
  const count = (sql: string) => rehearsal.services.db.$client.prepare(sql).pluck().get(quarter) as number;
  const of = (table: string) => `from ${table} x join rounds r on r.id = x.round_id where r.quarter = ?`;
  const none = (what: string, sql: string) => expect(count(sql) === 0, `${count(sql)} ${what}`);
  none("talks are still owed", `select count(*) ${of("talks")} and x.state = 'owed'`);
  none("held talks have no record", `select count(*) ${of("talks")} and x.state = 'held' and x.record is null`);
  none("talks with branches are still owed", "select count(*) from branch_talks where quarter = ? and state = 'owed'");
  none("spot checks are open", `select count(*) ${of("spot_checks")} and x.state in ('asked', 'shown')`);
  none("objections are open", "select count(*) from objections where quarter = ? and state = 'open'");
  none(
    "pictures were kept",
    `select count(*) from spot_pictures p join spot_checks x on x.id = p.spot_check_id
     join rounds r on r.id = x.round_id where r.quarter = ?`,
  );
  none(
    "branch tables are not confirmed",
    `select count(*) from branch_tables x join rounds r on r.id = x.round_id where r.quarter = ? and x.confirmed_at is null
     and x.version = (select max(version) from branch_tables where round_id = x.round_id)`,
  );
  for (const [what, sql] of [
    ["spot check", `select count(*) ${of("spot_checks")}`],
    ["corrected spot check", `select count(*) ${of("spot_checks")} and x.state = 'corrected'`],
    [
      "corrected figure after an objection",
      "select count(*) from objections where quarter = ? and state = 'corrected'",
    ],
    ["held talk", `select count(*) ${of("talks")} and x.state = 'held'`],
    ["talk confirmed by its member", `select count(*) ${of("talks")} and x.member_confirmed_at is not null`],
  ] as const) {
    expect(count(sql) > 0, `there was no ${what}`);
  }
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
