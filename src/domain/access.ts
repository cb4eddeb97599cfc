import type { Duty } from "./roster.ts";

/** Who asks for a right: the duties held and the branch belonged to today. */
export interface Holder {
  readonly duties: readonly Duty[];
  readonly branchId: number | null;
}

type Duties = readonly Duty[];
export const SECRETARY: Duties = ["支部书记"];
/** The branch's secretary, and its publicity commissioner (二（三）). */
export const BRANCH_ADMINS: Duties = ["支部书记", "宣传委员"];
/** Whom the party committee talks with: 党支部委员, the secretary and the commissioner among them (四（四）). */
export const BRANCH_COMMITTEE: Duties = ["支部书记", "宣传委员", "支委"];
/** Who sees a branch's talk list and holds its talks, never the own (四（三）). */
export const TALKERS: Duties = BRANCH_COMMITTEE;
export const OFFICE: Duties = ["总管理", "执行管理", "学习管理员"];
export const COMMITTEE: Duties = ["党委书记", "党委委员"];
export const COMMITTEE_SECRETARY: Duties = ["党委书记"];

/** Who approves a summary, by the policy's word on committee members (四（四）). */
export function approvers(membersApprove: boolean): Duties {
  return membersApprove ? COMMITTEE : COMMITTEE_SECRETARY;
}

/** By right: the duties it comes with, every member where there are none, and whether it is one of a branch. */
const table = {
  "own record": { duties: [], branch: false },
  "branch progress": { duties: [...BRANCH_COMMITTEE, ...OFFICE], branch: true },
  "branch talks": { duties: TALKERS, branch: true },
  "confirm for branch": { duties: BRANCH_ADMINS, branch: true },
  "school administration": { duties: OFFICE, branch: false },
  "school summary": { duties: [...OFFICE, ...COMMITTEE], branch: false },
  "submit and publish": { duties: OFFICE, branch: false },
  "approve and return": { duties: COMMITTEE_SECRETARY, branch: false },
  "low branches' talks": { duties: COMMITTEE_SECRETARY, branch: false },
  standings: { duties: [], branch: false },
} as const satisfies Record<string, { duties: Duties; branch: boolean }>;

export type Right = keyof typeof table;
export const rights = Object.keys(table) as Right[];

/** The duties that come with a right, and whether it is one of a branch; every member's where there are none. */
export function dutiesWith(
  right: Right,
  membersApprove: boolean,
): { readonly duties: Duties; readonly branch: boolean } {
  return right === "approve and return" ? { duties: approvers(membersApprove), branch: false } : table[right];
}

/** Who has a right where nobody can be named. */
export function whoHas(right: Right, membersApprove: boolean): string {
  return right === "approve and return" && membersApprove ? "党委书记或党委委员" : holders[right];
}

const holders: Readonly<Record<Right, string>> = {
  "own record": "每位党员",
  "branch progress": "支部书记、宣传委员、支委和学校党办",
  "branch talks": "支部书记、宣传委员和支委",
  "confirm for branch": "支部书记和宣传委员",
  "school administration": "学校党办",
  "school summary": "学校党办和党委",
  "submit and publish": "学校党办",
  "approve and return": "党委书记",
  "low branches' talks": "党委书记",
  standings: "每位党员",
};

/**
 * Whether `holder` has `right`, in `branchId` where the right is a branch's. A branch's right holds for the own branch
 * only, except for the office, which sees every branch's progress.
 */
export function may(
  holder: Holder,
  right: Right,
  { branchId, membersApprove = false }: { branchId?: number; membersApprove?: boolean } = {},
): boolean {
  const { branch, duties } = dutiesWith(right, membersApprove);
  if (duties.length === 0) return true;
  const here = !branch || branchId === undefined || branchId === holder.branchId;
  return duties.some((duty) => holder.duties.includes(duty) && (here || OFFICE.includes(duty)));
}
