export const summaryStates = ["draft", "submitted", "approved", "returned", "published", "archived"] as const;
export type SummaryState = (typeof summaryStates)[number];

export const summaryActs = ["submit", "approve", "return", "publish", "archive"] as const;
export type SummaryAct = (typeof summaryActs)[number];

const steps: Readonly<Record<SummaryAct, { from: readonly SummaryState[]; to: SummaryState }>> = {
  submit: { from: ["draft", "returned"], to: "submitted" },
  approve: { from: ["submitted"], to: "approved" },
  return: { from: ["submitted"], to: "returned" },
  publish: { from: ["approved"], to: "published" },
  archive: { from: ["published"], to: "archived" },
};

/** The state after an act (四（四）), or undefined when the act is not possible in this state. */
export function stateAfter(state: SummaryState, act: SummaryAct): SummaryState | undefined {
  return steps[act].from.includes(state) ? steps[act].to : undefined;
}

/** The states in which an act is possible, for the message that refuses it. */
export function statesBefore(act: SummaryAct): readonly SummaryState[] {
  return steps[act].from;
}

export const summaryStateNames: Readonly<Record<SummaryState, string>> = {
  draft: "草稿",
  submitted: "待审核",
  approved: "已通过",
  returned: "已退回",
  published: "已发布",
  archived: "已归档",
};
