import { drawingOf } from "../acts/draw-quarter.ts";
import { addDays, type Day, dayOf, lastDay, UnknownHolidays, type WorkCalendar } from "../domain/calendar.ts";
import { candidateDays, commitmentTo, digestOfDays } from "../domain/draw.ts";
import { step } from "../messages/draw.ts";
import { auditOf, verifyAudit } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import { policyById } from "../store/policies.ts";
import { type QuarterRow, quarterRow } from "../store/quarters.ts";
import { lastDrawnDay, type RoundWithBranch, roundsOf } from "../store/rounds.ts";
import { type Command, CommandFailed } from "./command.ts";
import { quarterValue } from "./values.ts";

type Drawn = QuarterRow & { seed: Buffer; commitment: string; candidates: Day[]; drawnAt: number };

/**
 * Recomputes a draw: the commitment from the seed and from the audit chain, the candidates from policy and calendar, the
 * days from both, each redraw with its reason. The seed itself is shown only when the quarter is over; before, it would
 * give away the days still to come.
 */
export const quarterVerify: Command = {
  usage: "quarter verify QUARTER",
  what: "核验抽取：由种子和审计记录重算承诺值、考核日与每次重抽",
  positionals: 1,
  run({ db, now, print, calendar }, { positionals }) {
    const quarter = quarterValue(positionals[0]);
    const row = quarterRow(db, quarter);
    if (row?.seed == null || row.commitment === null || row.candidates === null || row.drawnAt === null)
      throw new CommandFailed(`${quarter} 没有抽取。`);
    const drawn = row as Drawn;
    const rounds = roundsOf(db, quarter).filter(({ origin }) => origin === "drawn");
    const faults = [...drawFaults(db, drawn, calendar()), ...roundFaults(db, drawn, rounds)];
    if (faults.length > 0)
      throw new CommandFailed(`${quarter} 核验不通过：\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    const isOver = dayOf(now()) > lastDay(quarter);
    print([...summaryLines(drawn, rounds), ...redrawLines(db, drawn, rounds)].join("\n"));
    print(isOver ? recipe(db, drawn, rounds).join("\n") : `种子将于 ${addDays(lastDay(quarter), 1)} 起公布。`);
  },
};

function drawFaults(db: Database, row: Drawn, calendar: WorkCalendar): string[] {
  const { quarter, seed, commitment, candidates, policyId } = row;
  const { policy } = policyById(db, policyId);
  const broken = verifyAudit(db).fault;
  const records = auditOf(db, "quarter.draw").filter(({ subject }) => subject === `quarter:${quarter}`);
  const [record] = records;
  const faults: string[] = [];
  if (broken !== null) faults.push(`审计记录第 ${broken.id} 条起不完好，不能作为依据（请用 bot audit verify 检查）`);
  if (record === undefined) faults.push("审计记录里没有这次抽取");
  else if (record.detail.commitment !== commitment) faults.push(`承诺值与审计记录第 ${record.id} 条不符`);
  if (records.length > 1) faults.push(`审计记录里有 ${records.length} 次抽取`);
  if (record !== undefined && record.detail.policy !== policyId) faults.push("抽取时的办法与审计记录不符");
  if (commitmentTo(seed, policy.id, quarter) !== commitment) faults.push("承诺值与种子不符");
  const recorded = record?.detail.days;
  // Holidays that became known later change no draw: what was recorded decides.
  if (recorded === undefined) {
    if (candidatesNow(db, row, calendar) !== candidates.join()) faults.push("候选日与办法和日历不符");
  } else if (recorded !== digestOfDays(candidates)) faults.push("候选日与办法和日历不符：与审计记录里的不同");
  return faults;
}

function candidatesNow(db: Database, { quarter, policyId, drawnAt }: Drawn, calendar: WorkCalendar): string {
  const { draw } = policyById(db, policyId).policy.parameters;
  const before = { after: dayOf(drawnAt), last: lastDrawnDay(db, quarter) };
  try {
    return candidateDays(quarter, draw, calendar, before).join();
  } catch (error) {
    if (error instanceof UnknownHolidays) return "";
    throw error;
  }
}

interface RoundRecords {
  readonly redraw: Redraw | undefined;
  /** Of the last word on the round: the day that was missed, or on which it opened. */
  readonly missed: unknown;
  readonly opened: unknown;
}
interface Redraw {
  readonly id: number;
  readonly day: unknown;
  readonly reason: unknown;
  readonly after: unknown;
}

function recordsOf(db: Database, { policyId }: Drawn, rounds: readonly RoundWithBranch[]): Map<number, RoundRecords> {
  const subjects = new Set(rounds.map(({ id }) => `round:${id}`));
  const [redraws, misses, openings] = ["round.redraw", "round.miss", "round.open"].map((act) => {
    const rows = auditOf(db, act).filter(({ subject }) => subjects.has(subject));
    return new Map(rows.map((row) => [row.subject, row]));
  }) as [AuditRows, AuditRows, AuditRows];
  const isOneDay = policyById(db, policyId).policy.parameters.draw.scope === "school";
  const first = [...redraws.values()].map(({ at }) => dayOf(at)).sort()[0];
  return new Map(
    rounds.map(({ id }) => {
      const subject = `round:${id}`;
      const redraw = redraws.get(subject);
      // An earlier version did not write it down: the day of the record, or of the school's first one.
      const after = redraw && (redraw.detail.after ?? (isOneDay ? first : dayOf(redraw.at)));
      return [
        id,
        {
          redraw: redraw && { id: redraw.id, day: redraw.detail.day, reason: redraw.detail.reason, after },
          missed: misses.get(subject)?.detail.day,
          opened: openings.get(subject)?.detail.day,
        },
      ];
    }),
  );
}
type AuditRows = Map<string, ReturnType<typeof auditOf>[number]>;

function roundFaults(db: Database, row: Drawn, rounds: readonly RoundWithBranch[]): string[] {
  if (row.candidates.length === 0) return ["没有候选日"];
  const records = recordsOf(db, row, rounds);
  return rounds.flatMap((round) => {
    const { id, branch, state, day, redrawnOn, redrawReason } = round;
    const { redraw, missed, opened } = records.get(id)!;
    const faults: string[] = [];
    const first = drawingOf(db, row, { branch, redrawnOn: null }).day;
    if (redrawnOn === null && redraw !== undefined)
      faults.push(`${branch}曾重新抽取（审计记录第 ${redraw.id} 条），现在却没有`);
    if (redrawnOn !== null) {
      if (redraw === undefined) return [`${branch}的重新抽取不在审计记录里`];
      const { id: at } = redraw;
      if (redraw.day !== first) faults.push(`${branch}的原定日 ${first} 与审计记录第 ${at} 条不符`);
      if (redraw.after !== redrawnOn) faults.push(`${branch}重新抽取的日子 ${redrawnOn} 与审计记录第 ${at} 条不符`);
      if (state !== "missed" && redraw.reason !== redrawReason)
        faults.push(`${branch}重新抽取的原因与审计记录第 ${at} 条不符`);
      if (!row.candidates.some((candidate) => candidate > redrawnOn))
        return [...faults, `${branch}在 ${redrawnOn} 之后已没有候选日`];
    }
    const expected = drawingOf(db, row, round).day;
    if (state === "missed" && missed !== expected) faults.push(`${branch}未能开启的日子与审计记录不符`);
    if (day !== null && day !== expected) faults.push(`${branch}的考核日 ${day} 与重算的 ${expected} 不符`);
    else if (day !== null && opened !== day) faults.push(`${branch}的考核日 ${day} 与审计记录不符`);
    return faults;
  });
}

function summaryLines(
  { quarter, commitment, candidates, drawnAt }: Drawn,
  rounds: readonly RoundWithBranch[],
): string[] {
  const opened = rounds.filter(({ day }) => day !== null).length;
  return [
    `${quarter} 核验通过：承诺值与种子、审计记录相符，${opened} 个已开启的考核日与重算一致。`,
    `承诺值：${commitment}`,
    `候选日（${candidates.length} 天，抽取于 ${dayOf(drawnAt)}）：${candidates.join(" ")}`,
  ];
}

/** What differs from the plain draw, whoever of the branches it was. */
function redrawLines(db: Database, row: Drawn, rounds: readonly RoundWithBranch[]): string[] {
  const redrawn = rounds.filter(({ redrawnOn }) => redrawnOn !== null);
  return grouped(redrawn, ({ branch, redrawnOn }) => {
    const { day } = drawingOf(db, row, { branch, redrawnOn: null });
    return `重新抽取：原定 ${day} 未能开启（系统未运行或另有加开的考核），在 ${redrawnOn} 之后的候选日里重抽一次`;
  });
}

function recipe(db: Database, row: Drawn, rounds: readonly RoundWithBranch[]): string[] {
  const { quarter, seed, candidates, policyId } = row;
  const held = rounds.filter(({ state }) => state !== "planned");
  return [
    `种子：${seed.toString("hex")}`,
    `承诺值 = SHA-256(种子 ‖ "${policyById(db, policyId).policy.id}" ‖ "${quarter}")`,
    ...grouped(held, (round) => {
      if (round.redrawnOn === null) return `考核日 = 候选日[n mod ${candidates.length}]，${stepOf(db, row, round)}`;
      const { left } = drawingOf(db, row, round);
      return [
        `原定日 = 候选日[n mod ${candidates.length}]，${stepOf(db, row, { ...round, redrawnOn: null })}`,
        `剩余候选日（${round.redrawnOn} 之后 ${left.length} 天）：${left.join(" ")}`,
        `考核日 = 剩余候选日[n mod ${left.length}]，${stepOf(db, row, round)}`,
      ].join("\n");
    }),
  ];
}

function stepOf(db: Database, row: Drawn, round: Pick<RoundWithBranch, "branch" | "redrawnOn">): string {
  const { left, ...drawing } = drawingOf(db, row, round);
  return step(drawing, left.length);
}

/** What is said of several branches alike is said once, with their names. */
function grouped(rounds: readonly RoundWithBranch[], say: (round: RoundWithBranch) => string): string[] {
  const branches = new Map<string, string[]>();
  for (const round of rounds) {
    const said = say(round);
    branches.set(said, [...(branches.get(said) ?? []), round.branch]);
  }
  const isOne = branches.size === 1;
  return [...branches].map(([said, names]) => (isOne ? said : `${names.join("、")}：\n${said}`));
}
