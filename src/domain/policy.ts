import * as z from "zod";
import { parseDay } from "./calendar.ts";
import { memberStates } from "./roster.ts";

/** The clause of the school's document that each parameter comes from. */
const clauses = {
  "draw.scope": "四（二）",
  "draw.days": "四（二）",
  "draw.blackout": "四（二）",
  "draw.minDistance": "四（二）",
  "round.ask": "四（二）",
  "round.close": "四（二）",
  "round.grace": "四（二）",
  "round.reminders": "四（二）",
  quietHours: "学校执行说明",
  "spotCheck.share": "四（二）",
  "spotCheck.atLeast": "四（二）",
  "talk.lowest": "四（三）",
  "talk.metric": "四（三）",
  "talk.ties": "四（三）",
  "talk.states": "四（三）",
  "talk.minDays": "四（三）",
  "branchRank.metric": "五（三）2",
  "branchRank.denominator": "五（三）2",
  "branchRank.missing": "四（四）",
  "branchRank.post": "四（四）",
  lowBranches: "四（四）",
  "advice.daily": "四（五）",
  "advice.weekly": "四（五）",
  "advice.yearly": "四（五）",
  "eligibility.yearlyGrowth": "四（五）",
  "eligibility.proRata": "四（五）",
  "award.activeLearner": "五（三）1",
  "award.bestBranch": "五（三）2",
  "year.count": "五（二）、五（三）2",
  "year.unknownStart": "四（五）、五（三）",
  "appraisal.columns": "六（二）",
  "notice.kind": "四（四）",
  "notice.days": "四（四）",
  "members.counted": "三、四（一）",
  "committee.membersApprove": "四（四）",
} as const;

export type ParameterName = keyof typeof clauses;
/** What a policy may cite a clause for. */
export const parameterNames = Object.keys(clauses) as ParameterName[];

export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "应为 24 小时制的时间，如 09:07");
export const count = z.int("应为整数").min(0, "不能为负数");
const day = z.string().refine(isDay, "应为日期，如 2021-01-01");
const dayOrDate = z
  .string()
  .refine((text) => isDay(text) || isDay(`2000-${text}`), "应为日期，如 2027-01-18，或每年重复的月日，如 07-10");

function isDay(text: string): boolean {
  try {
    return parseDay(text) === text;
  } catch {
    return false;
  }
}

/** A stretch of days that the draw avoids (寒暑假), both ends included: of one year, or of every year. */
const blackout = z
  .strictObject({ from: dayOrDate, until: dayOrDate })
  .refine(({ from, until }) => from.length === until.length, {
    path: ["until"],
    message: "应与 from 一样写年份，或都不写",
  })
  .refine(({ from, until }) => from.length !== until.length || from.length === 5 || from <= until, {
    path: ["until"],
    message: "不应早于 from",
  });
export type Blackout = z.infer<typeof blackout>;

const dayOfDecember = z.string().regex(/^12-(0[1-9]|[12]\d|3[01])$/, "应为 12 月的日期，如 12-26");

/** When the year is counted: on this day or the workday before, until so many workdays later, at the latest on `latest`. */
const yearCount = z
  .strictObject({ day: dayOfDecember, workdays: count, latest: dayOfDecember })
  .refine(({ day, latest }) => day <= latest, { path: ["latest"], message: "不应早于 day" });

export const appraisalColumns = ["姓名", "党支部", "年度增长", "季度填报次数", "评优资格", "奖项"] as const;
export type AppraisalColumn = (typeof appraisalColumns)[number];

/**
 * The form of a policy. The names are the file format: `draw.scope` in a clause list or a message is
 * `parameters.draw.scope` in the file.
 */
export const policyForm = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "应为小写字母、数字与连字符"),
  title: z.string().min(1),
  document: z.string().min(1),
  clauses: z.record(z.string(), z.string().min(1)).superRefine((cited, context) => {
    for (const name of Object.keys(cited)) {
      if (!Object.hasOwn(clauses, name)) context.addIssue({ code: "custom", path: [name], message: "没有这个参数" });
    }
  }),
  parameters: z.strictObject({
    draw: z.strictObject({
      scope: z.enum(["school", "branch"]),
      /** First candidate: the n-th day of the quarter; last: n days before its end. */
      days: z.strictObject({ from: count.min(1), beforeEnd: count, workdaysOnly: z.boolean() }),
      /** Left out of the draw; a 公示 goes on through them. */
      blackout: z.array(blackout),
      /** Days at least from the day on which the school was last asked to the next one. */
      minDistance: count,
    }),
    round: z.strictObject({
      ask: timeOfDay,
      close: timeOfDay,
      /** On the day after; until then answers are taken and marked late. */
      grace: timeOfDay,
      reminders: z.array(timeOfDay).max(4, "每次考核提醒不超过 4 次"),
    }),
    quietHours: z.strictObject({ from: timeOfDay, until: timeOfDay }),
    spotCheck: z.strictObject({ share: z.number().min(0).max(1), atLeast: count }),
    talk: z.strictObject({
      lowest: count,
      metric: z.enum(["total", "growth"]),
      ties: z.enum(["all"]),
      /** Who can be listed, by the state on the day of the round. */
      states: z.array(z.enum(memberStates)).min(1),
      /** Who is on the roster, or back from leave, for fewer days is not listed. */
      minDays: count,
    }),
    branchRank: z.strictObject({
      metric: z.enum(["averageTotal"]),
      denominator: z.enum(["counted"]),
      missing: z.enum(["last", "zero", "exclude"]),
      /** What groups are shown: the ranking, or only how many of each branch have reported. */
      post: z.enum(["ranking", "completion"]),
    }),
    /** From so many ranked branches on, so many of the lowest are the committee's talk list. */
    lowBranches: z.array(z.strictObject({ from: count.min(1), lowest: count })),
    advice: z.strictObject({ daily: count, weekly: count, yearly: count }),
    eligibility: z.strictObject({
      yearlyGrowth: count,
      /** States whose days lessen what is asked. */
      proRata: z.array(z.enum(memberStates)),
    }),
    award: z.strictObject({
      /** Growth since a day, a year's for each year, or growth in the year alone: both readings of the clause. */
      activeLearner: z.strictObject({ since: day, yearlyGrowth: count, over: z.enum(["all years", "the year"]) }),
      /** Branches of fewer counted members are shown and not awarded. */
      bestBranch: z.strictObject({ count: count.min(1), minMembers: count.min(1) }),
    }),
    year: z.strictObject({
      count: yearCount,
      /** Where no total near the start is known: ask by days from the known one, or leave it open. */
      unknownStart: z.enum(["pro-rata", "undecided"]),
    }),
    appraisal: z.strictObject({ columns: z.array(z.enum(appraisalColumns)).min(1) }),
    notice: z.strictObject({ kind: z.enum(["公示", "通报"]), days: count }),
    members: z.strictObject({ counted: z.array(z.enum(memberStates)).min(1) }),
    committee: z.strictObject({ membersApprove: z.boolean() }),
  }),
});

export type Policy = z.infer<typeof policyForm>;
export type Parameters = Policy["parameters"];

const YEAR_COUNT: Parameters["year"]["count"] = { day: "12-26", workdays: 2, latest: "12-30" };

type Part<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Part<T[K]> } : T;

/**
 * The parameters that came after version 0.1.0, each with the value by which everything comes out as before it came,
 * say `{ talk: { minDays: 0 } }`: a policy that was stored without them keeps its results. What a school gets that
 * begins today stands in the built-in policies.
 */
const formerValues: Part<Parameters> = {
  draw: { blackout: [], minDistance: 0 },
  talk: { states: [...memberStates], minDays: 0 },
  eligibility: { proRata: [] },
  award: { activeLearner: { over: "all years" }, bestBranch: { minMembers: 1 } },
  // Without a count no year could ever end.
  year: { count: YEAR_COUNT, unknownStart: "pro-rata" },
  appraisal: { columns: [...appraisalColumns] },
};

/** A policy as this or an earlier version stored it. Throws when it is none. */
export function storedPolicy(stored: unknown, former = formerValues): Policy {
  return policyForm.parse(completed(stored, { parameters: former }));
}

/** What is written and, where nothing is, what was so before; group by group. */
function completed(written: unknown, former: unknown): unknown {
  if (written === undefined) return former;
  if (!isGroup(written) || !isGroup(former)) return written;
  const names = Object.keys({ ...written, ...former });
  return Object.fromEntries(names.map((name) => [name, completed(written[name], former[name])]));
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const guifang: Policy = {
  id: "guifang-2020-58",
  title: "广西纺织工业学校“学习强国”学习管理和激励办法",
  document: "桂纺校党字〔2020〕58号",
  clauses,
  parameters: {
    draw: {
      scope: "school",
      days: { from: 10, beforeEnd: 10, workdaysOnly: true },
      blackout: [],
      minDistance: 0,
    },
    round: { ask: "09:07", close: "21:00", grace: "09:00", reminders: ["14:10", "19:40"] },
    quietHours: { from: "21:30", until: "07:30" },
    spotCheck: { share: 0.05, atLeast: 1 },
    talk: { lowest: 3, metric: "total", ties: "all", states: ["在职"], minDays: 0 },
    branchRank: { metric: "averageTotal", denominator: "counted", missing: "last", post: "ranking" },
    lowBranches: [
      { from: 3, lowest: 1 },
      { from: 10, lowest: 3 },
    ],
    advice: { daily: 20, weekly: 150, yearly: 6000 },
    eligibility: { yearlyGrowth: 6000, proRata: ["长期病假", "产假"] },
    award: {
      activeLearner: { since: "2021-01-01", yearlyGrowth: 6000, over: "all years" },
      bestBranch: { count: 1, minMembers: 3 },
    },
    year: { count: YEAR_COUNT, unknownStart: "pro-rata" },
    appraisal: { columns: [...appraisalColumns] },
    notice: { kind: "公示", days: 5 },
    members: { counted: ["在职"] },
    committee: { membersApprove: false },
  },
};

/** For schools that must follow the later rules on burden. */
export const lowBurden: Policy = {
  ...guifang,
  id: "low-burden",
  title: "“学习强国”学习管理办法（减负版）",
  parameters: {
    ...guifang.parameters,
    round: { ...guifang.parameters.round, reminders: ["19:40"] },
    spotCheck: { share: 0, atLeast: 0 },
    talk: { ...guifang.parameters.talk, lowest: 0, minDays: 30 },
    branchRank: { ...guifang.parameters.branchRank, post: "completion" },
    lowBranches: [],
  },
};

export const builtInPolicies: readonly Policy[] = [guifang, lowBurden];
export const defaultPolicy = guifang;

export function clauseOf({ clauses: own }: Pick<Policy, "clauses">, parameter: ParameterName): string {
  return own[parameter] ?? clauses[parameter];
}

/**
 * The clause of whatever a policy's parameters hold at `path`: `talk.lowest`, `quietHours.from` or a whole group,
 * `talk`, whose clauses are named one by one.
 */
export function clauseAt(policy: Pick<Policy, "clauses">, path: string): string | undefined {
  const holder = parameterNames.find((name) => path === name || path.startsWith(`${name}.`));
  const held = holder === undefined ? parameterNames.filter((name) => name.startsWith(`${path}.`)) : [holder];
  return [...new Set(held.map((name) => clauseOf(policy, name)))].join("、") || undefined;
}
