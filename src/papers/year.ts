import type { AppraisalWorkbook } from "../documents/appraisal-workbook.ts";
import type { AwardWorkbook } from "../documents/award-workbook.ts";
import type { Certificate } from "../documents/certificate.ts";
import type { EligibilityWorkbook } from "../documents/eligibility-workbook.ts";
import type { KeepsakeWorkbook } from "../documents/keepsake-workbook.ts";
import type { Winner, YearGrowth, YearTable } from "../documents/year-lines.ts";
import { type BranchYear, type Eligibility, isPreferred } from "../domain/awards.ts";
import { type Day, type Instant, minuteOf } from "../domain/calendar.ts";
import { clauseOf, type ParameterName, type Policy } from "../domain/policy.ts";
import { undecidedReason } from "../messages/year.ts";

/** A version of a year with the names of today, or a preview of it. */
export interface YearPaper {
  readonly school: string;
  readonly year: number;
  readonly policy: Policy;
  /** The last day of the count; null before it has closed. */
  readonly countedOn: Day | null;
  /** Null: computed for looking at, not stored. */
  readonly version: number | null;
  readonly madeAt: Instant;
  /** Why there is a version after the first. */
  readonly reason: string | null;
  readonly members: readonly YearPaperMember[];
  readonly branches: readonly BranchYear[];
}

export interface YearPaperMember extends Winner {
  readonly memberId: number;
  /** Quarters of the year with a report. */
  readonly reports: number;
  readonly doubtful: boolean;
  /** In the year; null where it cannot be told. */
  readonly year: YearGrowth | null;
  readonly eligibility: Eligibility;
  /** In the award's span, of a winner; null for all others. */
  readonly award: YearGrowth | null;
}

type Winning = YearPaperMember & { readonly award: YearGrowth };

/** 积极分子.xlsx. */
export function awardTableData(paper: YearPaper): AwardWorkbook {
  const { over } = paper.policy.parameters.award.activeLearner;
  const begun =
    over === "the year"
      ? ""
      : `累计自 ${paper.policy.parameters.award.activeLearner.since} 起，此后才有积分的自首次积分起。`;
  return {
    ...tableOf(paper, ["award.activeLearner", "award.bestBranch"], [begun, MARKS, PRIVATE]),
    over,
    winners: winning(paper).map((member) => ({
      ...nameOf(member),
      award: member.award,
      standing: member.eligibility.kind,
      preferred: isPreferred(member),
      doubtful: member.doubtful,
    })),
    bestBranches: paper.branches.flatMap(({ awarded, branch, average }) =>
      awarded && average !== null ? [{ branch, average }] : [],
    ),
  };
}

/** 评优资格.xlsx. */
export function eligibilityTableData(paper: YearPaper): EligibilityWorkbook {
  const preferred = "同等条件下优先：获得奖励且可以参评。";
  return {
    ...tableOf(paper, ["eligibility.yearlyGrowth"], [preferred, MARKS, PRIVATE]),
    members: paper.members.map((member) => ({
      ...nameOf(member),
      standing: member.eligibility.kind,
      growth: member.year,
      preferred: isPreferred(member),
      doubtful: member.doubtful,
      reason: member.eligibility.kind === "undecided" ? undecidedReason(member.eligibility.reason) : null,
    })),
  };
}

/** 绩效考核.xlsx. */
export function appraisalTableData(paper: YearPaper): AppraisalWorkbook {
  const best = new Set(paper.branches.flatMap(({ awarded, branch }) => (awarded ? branch : [])));
  return {
    ...tableOf(paper, ["appraisal.columns"], [MARKS, PRIVATE]),
    columns: paper.policy.parameters.appraisal.columns,
    members: paper.members.map((member) => ({
      ...nameOf(member),
      growth: member.year,
      reports: member.reports,
      standing: member.eligibility.kind,
      doubtful: member.doubtful,
      awards: [
        ...(member.award === null ? [] : ["学习积极分子"]),
        ...(best.has(member.branch) ? ["最佳组织奖（党支部）"] : []),
      ],
    })),
  };
}

/** 纪念品签收表.xlsx. */
export function keepsakeTableData(paper: YearPaper): KeepsakeWorkbook {
  const { school, year } = paper;
  const notes = [basisText(paper, ["award.activeLearner"]), versionText(paper)];
  return { school, year, winners: winnersOf(paper), notes };
}

/** An 奖状 of a winner. Throws for who has won nothing. */
export function certificateData(
  { school, year, policy, members, branches }: YearPaper,
  winner: { readonly memberId: number } | { readonly branchId: number },
  date: Day,
): Certificate {
  const common = { year, issuer: issuerOf(school), date };
  if ("branchId" in winner) {
    const branch = branches.find(({ branchId, awarded }) => awarded && branchId === winner.branchId);
    if (branch === undefined) throw new Error(`branch ${winner.branchId} has no award of ${year}`);
    return { ...common, winner: { kind: "branch", name: branch.branch } };
  }
  const member = members.find(({ memberId }) => memberId === winner.memberId);
  if (member === undefined || member.award === null)
    throw new Error(`member ${winner.memberId} has no award of ${year}`);
  const { over } = policy.parameters.award.activeLearner;
  return { ...common, winner: { kind: "member", name: member.name, growth: member.award.growth, over } };
}

/** Names and branches, nothing else of a person. */
export function winnersOf(paper: Pick<YearPaper, "members">): Winner[] {
  return winning(paper).map(nameOf);
}

export const issuerOf = (school: string) => `中共${school}委员会`;

function winning({ members }: Pick<YearPaper, "members">): Winning[] {
  return members.filter((member): member is Winning => member.award !== null);
}

const nameOf = ({ name, branch }: Winner): Winner => ({ name, branch });

const MARKS =
  "估算：起始积分不在年初前后，应达积分按已知起点的天数折算；扣除天数：病假、产假等按办法不计的天数；存疑：所依据的积分有疑问。";
const PRIVATE = "本表含党员个人积分，仅限学校党办和学校党委使用，请勿在群内转发。";

function tableOf(paper: YearPaper, parameters: readonly ParameterName[], notes: readonly string[]): YearTable {
  const { school, year, countedOn } = paper;
  const all = [basisText(paper, parameters), ...notes.filter((note) => note !== ""), versionText(paper)];
  return { school, year, countedOn, notes: all };
}

function basisText({ policy }: YearPaper, parameters: readonly ParameterName[]): string {
  const clauses = parameters.map((parameter) => clauseOf(policy, parameter));
  return `依据：《${policy.title}》（${policy.document}）${[...new Set(clauses)].join("、")}。`;
}

function versionText({ version, madeAt, reason }: YearPaper): string {
  const which = version === null ? "预览" : `第 ${version} 版`;
  return `${which}，${minuteOf(madeAt)} 生成${reason === null ? "" : `；更正理由：${reason.replace(/。$/, "")}`}。`;
}
