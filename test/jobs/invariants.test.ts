import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawnDay } from "../../src/acts/draw-quarter.ts";
import { addDays, type Day, dayOf, minuteOf } from "../../src/domain/calendar.ts";
import { memberStates } from "../../src/domain/roster.ts";
import { openDatabase } from "../../src/store/database.ts";
import { branchNamed } from "../../src/store/members.ts";
import { quarterRow } from "../../src/store/quarters.ts";
import { openRoundOf, roundsIn } from "../../src/store/rounds.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { closeRound } from "../support/close-round.ts";
import { anOpenRound } from "../support/open-round.ts";

const accounts = Object.keys(aSchool);
const MINUTE_MS = 60_000;
/** 200 in `npm run test:long`. */
const RUNS = Number(process.env.RUNS ?? 30);

type Step =
  | { readonly kind: "tick" }
  | { readonly kind: "restart" }
  /** To a moment of the next round's day, or of the day after. */
  | { readonly kind: "to the round"; readonly time: string; readonly days: number }
  /** To the day after the last one of the newest 公示. */
  | { readonly kind: "after the notice" }
  | { readonly kind: "jump"; readonly minutes: number }
  | { readonly kind: "say"; readonly account: string; readonly text: string }
  | { readonly kind: "import"; readonly account: string; readonly branch: string; readonly state: number }
  | { readonly kind: "past"; readonly account: string; readonly total: number; readonly daysAgo: number }
  | { readonly kind: "extra" | "close"; readonly branch: string };

const account = fc.constantFrom(...accounts, "new");
const branch = fc.constantFrom("第一党支部", "第二党支部");
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ kind: "tick" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "restart" }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("to the round" as const),
      time: fc.constantFrom("08:00", "09:07", "14:10", "19:40", "20:59", "21:00", "23:00"),
      days: fc.constantFrom(0, 0, 0, 1, -1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("jump" as const),
      minutes: fc.oneof(fc.integer({ min: -1500, max: 1500 }), fc.integer({ min: -50_000, max: 50_000 })),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("say" as const),
      account,
      text: fc.constantFrom(
        "12345",
        "12400",
        "10980",
        "大概12000",
        "是",
        "否",
        "撤回",
        "确认撤回",
        "请假",
        "代报 李明 12333",
        "代报 唐洁 12333",
      ),
    }),
  },
  { weight: 3, arbitrary: fc.constantFrom(...["he:提交", "ma:通过", "ma:退回 有误", "he:发布"].map(saying)) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "after the notice" }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        "wang:确认统计表",
        "zhang:已谈 李明 学习安排",
        "zhang:属实 李明",
        "wang:不符 李明 12300 当面核对",
        "su:不符 唐洁 12333 当面核对",
        "li:异议 有误",
        "tang:异议 有误",
        "he:答复 1 登记无误",
        "he:答复 1 更正 12322 录入有误",
        "lin:答复 2 更正 12344",
      ].map(saying),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("import" as const),
      account,
      branch,
      state: fc.nat({ max: memberStates.length - 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("past" as const),
      account,
      total: fc.integer({ min: 0, max: 20_000 }),
      daysAgo: fc.nat({ max: 200 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("extra" as const, "close" as const), branch }) },
);

function saying(words: string): Step {
  const [account, text] = words.split(":") as [string, string];
  return { kind: "say", account, text };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "study-points-"));
  openDatabase(join(folder, "empty.sqlite")).$client.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

test("whatever the clock, the people, the office and the machine do, the rows keep their promises", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 60, size: "max" }),
      fc.nat({ max: 1000 }),
      fc.constantFrom("drawn", "reported", "published"),
      async (steps, seed, beginning) => {
        const file = join(folder, `run-${(run += 1)}.sqlite`);
        copyFileSync(join(folder, "empty.sqlite"), file);
        let bot = open(file, "2026-10-01 08:00", seed);
        let said = 0;
        try {
          bot.roster(aSchool);
          setSetting(bot.db, "schoolGroup", "appchat:school");
          await bot.tick();
          if (beginning !== "drawn") await report(bot);
          if (beginning === "published") await publish(bot);
          let before = rowsOf(bot);
          for (const each of steps) {
            if (each.kind === "restart") {
              const now = bot.clock.now();
              bot.db.$client.close();
              bot = open(file, minuteOf(now), seed);
            } else if (each.kind === "say") {
              await bot.say(each.account, each.text, `said-${(said += 1)}`);
            } else {
              await take(bot, each);
            }
            const after = rowsOf(bot);
            expectPromisesKept(before, after);
            before = after;
          }
        } finally {
          bot.db.$client.close();
          rmSync(file);
        }
      },
    ),
    { numRuns: RUNS },
  );
}, 600_000);

function open(file: string, time: string, seed: number): Bot {
  const bot = aBot({ file, time, seed });
  // What a power cut leaves is not the question here.
  bot.db.$client.pragma("synchronous = off");
  return bot;
}

/** The first round is held, and most have answered. */
async function report(bot: Bot): Promise<void> {
  await take(bot, { kind: "to the round", time: "09:07", days: 0 });
  for (const [index, who] of ["zhang", "wang", "li", "chen", "su", "tang", "he", "fang"].entries()) {
    await bot.say(who, String(12_000 + index), `first-${who}`);
  }
  await take(bot, { kind: "to the round", time: "10:00", days: 1 });
}

async function publish(bot: Bot): Promise<void> {
  for (const [who, words] of [
    ["he", "提交"],
    ["ma", "通过"],
    ["he", "发布"],
  ] as const) {
    await bot.say(who, words, `first-${words}`);
  }
}

async function take(bot: Bot, step: Exclude<Step, { kind: "restart" | "say" }>): Promise<void> {
  const { db, clock } = bot;
  switch (step.kind) {
    case "tick":
      return await bot.tick();
    case "to the round": {
      const round = roundsIn(db, "open")[0] ?? roundsIn(db, "planned")[0];
      if (round === undefined) return;
      const day = round.day ?? drawnDay(db, quarterRow(db, round.quarter)!, round);
      clock.set(`${addDays(day, step.days)} ${step.time}`);
      return await bot.tick();
    }
    case "after the notice": {
      const [notice] = bot.db.$client
        .prepare("select notice_until as until from summaries where state = 'published' order by notice_until desc")
        .all() as { until: Day | null }[];
      if (notice?.until) clock.set(`${addDays(notice.until, 1)} 10:00`);
      return await bot.tick();
    }
    case "jump":
      return clock.pass(step.minutes * MINUTE_MS);
    case "import": {
      const { account, branch, state } = step;
      return bot.roster({ [account]: { ...aSchool[account], branch, state: memberStates[state]! } });
    }
    case "past":
      if (step.account === "new") return;
      return bot.past(step.account, step.total, addDays(dayOf(clock.now()), -step.daysAgo));
    case "extra":
      if (openRoundOf(db, branchNamed(db, step.branch)!.id) === undefined) anOpenRound(bot, step.branch);
      return;
    case "close": {
      const round = openRoundOf(db, branchNamed(db, step.branch)!.id);
      if (round !== undefined) closeRound(bot.services, round);
      return;
    }
    default:
      return step satisfies never;
  }
}

interface Row {
  readonly [column: string]: string | number | null;
}
interface Rows {
  readonly rounds: readonly Row[];
  readonly reports: readonly Row[];
  readonly deliveries: readonly Row[];
  readonly audit: readonly Row[];
  readonly inbox: readonly Row[];
  readonly tables: readonly Row[];
  readonly confirmations: readonly Row[];
  readonly rows: readonly Row[];
  readonly talks: readonly Row[];
  readonly summaries: readonly Row[];
  readonly summaryBranches: readonly Row[];
  readonly questions: readonly Row[];
  readonly roundMembers: readonly Row[];
  readonly posts: readonly Row[];
}

function rowsOf({ db }: Bot): Rows {
  const all = (sql: string) => db.$client.prepare(sql).all() as Row[];
  return {
    rounds: all("select * from rounds order by id"),
    reports: all("select * from reports order by id"),
    deliveries: all("select * from deliveries order by id"),
    audit: all("select * from audit order by id"),
    // A text is deleted after 30 days; the row stays for its id.
    inbox: all("select id, member_id, received_at from inbox order by rowid"),
    tables: all(
      `select round_id, version, made_at, members, reported, sum, denominator, reason from branch_tables
       order by round_id, version`,
    ),
    confirmations: all(
      "select round_id, version, confirmed_by, confirmed_at from branch_tables where confirmed_at is not null",
    ),
    rows: all("select * from table_rows order by round_id, version, member_id"),
    talks: all("select * from talks order by id"),
    summaries: all("select * from summaries order by quarter, version"),
    summaryBranches: all("select * from summary_branches order by quarter, version, branch_id"),
    questions: all("select q.*, r.state from questions q join rounds r on r.id = q.round_id"),
    roundMembers: all("select * from round_members order by round_id, member_id"),
    posts: all(
      "select m.message from deliveries d join messages m on m.id = d.message_id where group_target is not null",
    ),
  };
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  planned: ["planned", "open", "missed"],
  open: ["open", "closed"],
  closed: ["closed"],
  missed: ["missed"],
};
const SUMMARY_NEXT: Readonly<Record<string, readonly string[]>> = {
  draft: ["draft", "submitted"],
  submitted: ["submitted", "approved", "returned"],
  returned: ["returned", "submitted"],
  approved: ["approved", "published"],
  published: ["published", "archived"],
  archived: ["archived"],
};
/** A correction takes somebody off the talk list or puts somebody on it; what was held stays. */
const TALK_NEXT: Readonly<Record<string, readonly string[]>> = {
  owed: ["owed", "held", "lifted", "unheld"],
  lifted: ["lifted", "owed"],
  held: ["held"],
  unheld: ["unheld", "held", "lifted"],
};

function expectPromisesKept(before: Rows, after: Rows): void {
  // Append-only: what was written is still there, as it was.
  for (const table of ["audit", "inbox", "deliveries"] as const) {
    expect(after[table].slice(0, before[table].length)).toEqual(before[table]);
  }
  for (const table of ["tables", "rows", "summaryBranches"] as const) {
    const now = new Set(after[table].map((row) => JSON.stringify(row)));
    for (const row of before[table]) expect(now).toContain(JSON.stringify(row));
  }
  for (const confirmed of before.confirmations) expect(after.confirmations).toContainEqual(confirmed);

  // Rounds and summaries only move forward.
  const rounds = new Map(after.rounds.map((round) => [round.id, round]));
  for (const { id, state } of before.rounds) expect(NEXT[state as string]).toContain(rounds.get(id)?.state);
  for (const { quarter, version, state } of before.summaries) {
    const now = after.summaries.find((summary) => summary.quarter === quarter && summary.version === version);
    expect(SUMMARY_NEXT[state as string]).toContain(now?.state);
  }
  for (const { id, state } of before.talks) {
    expect(TALK_NEXT[state as string]).toContain(after.talks.find((talk) => talk.id === id)?.state);
  }

  // Of a report only whether it counts, and why no more, may change, and that once.
  for (const [index, report] of before.reports.entries()) {
    const { current, withdrawn_at, moved_to, ...same } = after.reports[index]!;
    expect({ ...report, current, withdrawn_at, moved_to }).toEqual({ ...same, current, withdrawn_at, moved_to });
    expect(current === 1 && report.current === 0).toBe(false);
    if (report.moved_to !== null) expect(moved_to).toBe(report.moved_to);
  }
  expectNone(
    repeated(
      after.reports.filter(({ current, round_id }) => current === 1 && round_id !== null),
      "round_id",
      "member_id",
    ),
  );
  expectNone(
    repeated(
      after.rounds.filter(({ state }) => state === "open"),
      "branch_id",
    ),
  );
  expectNone(
    repeated(
      after.rounds.filter(({ origin }) => origin === "drawn"),
      "quarter",
      "branch_id",
    ),
  );

  // Nobody is asked twice in a round, or reminded more often than the policy says; nobody learns of it in a group.
  const keys = after.deliveries.map(({ key }) => key as string);
  expect(new Set(keys).size).toBe(keys.length);
  for (const round of after.rounds) {
    const toEach = keys.filter((key) => key.startsWith(`remind-${round.id}-`)).map((key) => key.split("-").at(-1));
    for (const member of new Set(toEach))
      expect(toEach.filter((each) => each === member).length).toBeLessThanOrEqual(2);
  }
  const posts = JSON.stringify(after.posts);
  for (const { name } of Object.values(aSchool)) expect(posts).not.toContain(name);

  // A closed round has tables that add up, and a reason for each after the first; an open one has none.
  for (const { id, state } of after.rounds) {
    const tables = after.tables.filter(({ round_id }) => round_id === id);
    expect(tables.length > 0).toBe(state === "closed");
    for (const [index, { version, members, reported, reason }] of tables.entries()) {
      expect(version).toBe(index + 1);
      expect(reason === null).toBe(index === 0);
      const counted = after.rows.filter((row) => row.round_id === id && row.version === version && row.counted === 1);
      expect(members).toBe(counted.length);
      expect(reported).toBe(counted.filter(({ total }) => total !== null).length);
    }
  }
  // What is archived has had its 公示 to the end.
  for (const { state, notice_until, changed_at } of after.summaries) {
    if (state === "archived") expect(dayOf(changed_at as number) > (notice_until as string)).toBe(true);
  }
  // A question waits only while its round is open.
  for (const question of after.questions) expect(question.state).toBe("open");
  // What is planned to be sent within a window is planned before the window ends.
  for (const { planned_at, expires_at } of after.deliveries) {
    if (expires_at !== null) expect(planned_at as number).toBeLessThan(expires_at as number);
  }
}

function expectNone(rows: readonly unknown[]): void {
  expect(rows).toEqual([]);
}

/** Rows that are alike in these columns. */
function repeated(rows: readonly Row[], ...columns: readonly string[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(columns.map((column) => row[column]));
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
