import type { Duty } from "./roster.ts";

/** Who asks: the duties held and the branch belonged to today. */
export interface Actor {
  readonly duties: readonly Duty[];
  readonly branchId: number | null;
}

const groups = {
  member: [],
  secretary: ["支部书记"],
  commissioner: ["宣传委员"],
  branchCommittee: ["支委"],
  office: ["总管理", "执行管理", "学习管理员"],
  committee: ["党委委员", "党委书记"],
  committeeSecretary: ["党委书记"],
} as const satisfies Record<string, readonly Duty[]>;
type Group = keyof typeof groups;

/** design.md §7, row by row. `branch` rights hold for the own branch only, except for the office. */
const table = {
  "own record": { groups: ["member"], branch: false },
  "branch progress": { groups: ["secretary", "commissioner", "branchCommittee", "office"], branch: true },
  "branch talks": { groups: ["secretary", "branchCommittee"], branch: true },
  "confirm for branch": { groups: ["secretary", "commissioner"], branch: true },
  "school administration": { groups: ["office"], branch: false },
  "school summary": { groups: ["office", "committee"], branch: false },
  "submit and publish": { groups: ["office"], branch: false },
  "approve and return": { groups: ["committeeSecretary"], branch: false },
  "low branches' talks": { groups: ["committeeSecretary"], branch: false },
  standings: { groups: ["member"], branch: false },
} as const satisfies Record<string, { groups: readonly Group[]; branch: boolean }>;

export type Right = keyof typeof table;
export const rights = Object.keys(table) as Right[];

/** Who has a right, as a refusal says it. */
export function holdersOf(right: Right, membersApprove: boolean): string {
  return right === "approve and return" && membersApprove ? "党委书记或党委委员" : holders[right];
}

const holders: Readonly<Record<Right, string>> = {
  "own record": "每位党员",
  "branch progress": "支部书记、宣传委员、支委和学校党办",
  "branch talks": "支部书记和支委",
  "confirm for branch": "支部书记和宣传委员",
  "school administration": "学校党办",
  "school summary": "学校党办和党委",
  "submit and publish": "学校党办",
  "approve and return": "党委书记",
  "low branches' talks": "党委书记",
  standings: "每位党员",
};

/**
 * Whether `actor` has `right`, in `branchId` where the right is a branch's. The office sees every branch's progress;
 * `membersApprove` is the policy's word on committee members (四（四）).
 */
export function may(
  actor: Actor,
  right: Right,
  options: { branchId?: number; membersApprove?: boolean } = {},
): boolean {
  const row: { groups: readonly Group[]; branch: boolean } = table[right];
  const granted =
    right === "approve and return" && options.membersApprove ? [...row.groups, "committee" as const] : row.groups;
  return granted.some((group) => {
    if (group === "member") return true;
    if (!groups[group].some((duty) => actor.duties.includes(duty))) return false;
    const anyBranch = !row.branch || group === "office";
    return anyBranch || options.branchId === undefined || options.branchId === actor.branchId;
  });
}
