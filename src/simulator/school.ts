import { schoolNames } from "./names.ts";
import { integer, pick, type Random, seeded, shuffled } from "./random.ts";
import type { WorkspaceMember } from "./wecom-directory.ts";
import { hanNumeral } from "./wordings.ts";

export interface SchoolOptions {
  readonly seed: number;
  readonly branches: number;
  /** Members of each branch. */
  readonly members: number;
  /** The day of the starting totals, `2025-12-31`. */
  readonly asOf: string;
}

export interface Branch {
  readonly name: string;
  readonly kind: "working" | "retired";
}

export interface SchoolMember {
  readonly account: string;
  readonly name: string;
  readonly branch: string;
  /** As the roster writes them: 支部书记, 宣传委员, … */
  readonly duties: readonly string[];
  readonly state: "在职" | "离退休" | "长期病假" | "未注册" | "产假" | "借调";
  /** The true total at the end of the day `asOf`. */
  readonly startTotal: number;
  /** Whether the office knows that total: new members have none on its list. */
  readonly startKnown: boolean;
  /** Points on a usual day. */
  readonly pace: number;
}

export interface School extends SchoolOptions {
  readonly name: string;
  readonly list: readonly Branch[];
  readonly everybody: readonly SchoolMember[];
}

const BRANCHES = ["机关", "纺织系", "服装系", "机电系", "信息系", "经管系", "艺术系", "基础部", "学工", "后勤"];
const RETIRED: Branch = { name: "离退休党支部", kind: "retired" };
const BRANCH_DUTIES = ["支部书记", "宣传委员", "支委", "支委"];
const SCHOOL_DUTIES = ["党委书记", "总管理", "执行管理", "学习管理员", "党委委员", "党委委员"];
const AWAY = ["长期病假", "未注册", "产假", "借调"] as const;
const APP_START = "2019-01-01";
const DAY_MS = 86_400_000;

/** A school of believable people, the same for the same seed. From four branches on, one is the retired members'. */
export function sampleSchool(options: SchoolOptions): School {
  const { seed, members, asOf } = options;
  const random = seeded(seed, "school");
  const list = branches(options.branches);
  const names = schoolNames(random, options.branches * members);
  const duties = assignDuties(list, members);
  const away = assignAbsence(random, list, members, duties);
  const everybody = list.flatMap((branch, place) =>
    names.slice(place * members, (place + 1) * members).map((name, within): SchoolMember => {
      const index = place * members + within;
      const state = branch.kind === "retired" ? "离退休" : (away.get(index) ?? "在职");
      const points = startingPoints(random, state, asOf);
      const held = duties.get(index) ?? [];
      return { account: accountOf(index), name, branch: branch.name, duties: held, state, ...points };
    }),
  );
  return { ...options, name: "南方纺织职业学校", list, everybody };
}

/** The roster file, as the office writes it. */
export function rosterCsv(school: School): string {
  const rows = school.everybody.map((member) => {
    const since = member.state === "在职" || member.state === "离退休" ? "" : school.asOf;
    return [member.name, member.branch, member.account, member.duties.join("、"), member.state, since, ""];
  });
  return csv([["姓名", "党支部", "账号", "职务", "状态", "起", "止"], ...rows]);
}

/** The file of past totals, true at the end of `asOf`. */
export function pastTotalsCsv(school: School): string {
  const known = school.everybody.filter(({ startKnown }) => startKnown);
  return csv([["账号", "成长总积分"], ...known.map(({ account, startTotal }) => [account, String(startTotal)])]);
}

export function workspaceMembers(school: School): WorkspaceMember[] {
  return school.everybody.map(({ account, name, branch }) => ({ account, name, department: branch }));
}

function branches(count: number): Branch[] {
  const working = count >= 4 ? count - 1 : count;
  const list = Array.from({ length: working }, (_, index): Branch => {
    return { name: `${BRANCHES[index] ?? `第${hanNumeral(index + 1)}`}党支部`, kind: "working" };
  });
  return count >= 4 ? [...list, RETIRED] : list;
}

/**
 * By index in the school. The school's duties go to working members of different branches without a duty in
 * theirs; in a school too small for that people hold several.
 */
function assignDuties(list: readonly Branch[], size: number): Map<number, string[]> {
  const duties = new Map<number, string[]>();
  const give = (index: number, duty: string) => duties.set(index, [...new Set([...(duties.get(index) ?? []), duty])]);
  for (const branch of list.keys()) {
    for (const [place, duty] of BRANCH_DUTIES.entries()) give(branch * size + (place % size), duty);
  }
  const working = list.filter(({ kind }) => kind === "working").length;
  for (const [place, duty] of SCHOOL_DUTIES.entries()) {
    const within = BRANCH_DUTIES.length + Math.floor(place / working);
    give((place % working) * size + (within % size), duty);
  }
  return duties;
}

/** A few working members without a duty are away or not registered: each kind once, and again every 400 members. */
function assignAbsence(
  random: Random,
  list: readonly Branch[],
  size: number,
  duties: ReadonlyMap<number, unknown>,
): Map<number, (typeof AWAY)[number]> {
  const working = list.filter(({ kind }) => kind === "working").length * size;
  const free = Array.from({ length: working }, (_, index) => index).filter((index) => !duties.has(index));
  const wanted = AWAY.length * (1 + Math.floor(working / 400));
  const chosen = shuffled(random, free).slice(0, Math.min(wanted, Math.floor(free.length / 3)));
  return new Map(chosen.map((index, place) => [index, AWAY[place % AWAY.length] ?? "借调"]));
}

/** User ids as schools have them: staff numbers, some with leading zeros, some in mixed case. */
function accountOf(index: number): string {
  const number = String(index + 1).padStart(5, "0");
  return pick(seeded(index, "account"), [`gf${number}`, `gf${number}`, `00${number}`, `Teacher${number}`]);
}

type Points = Pick<SchoolMember, "startTotal" | "startKnown" | "pace">;

/** Sizes and paces as found in the field: 3 to 58 points a day, three to six digits in total. */
function startingPoints(random: Random, state: SchoolMember["state"], asOf: string): Points {
  const [least, most] = pick(random, [
    [3, 11],
    [12, 20],
    [14, 24],
    [16, 26],
    [20, 40],
    [42, 58],
  ]);
  const pace = integer(random, least, most);
  const age = (Date.parse(asOf) - Date.parse(APP_START)) / DAY_MS;
  const isNew = random() < 0.03;
  const days = isNew ? integer(random, 30, 90) : integer(random, Math.floor(age * 0.5), age);
  const startTotal = Math.max(67, Math.floor(pace * days * (0.85 + random() * 0.1)));
  if (state === "未注册") return { startTotal: 0, startKnown: false, pace: 0 };
  return { startTotal, startKnown: !isNew, pace };
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
