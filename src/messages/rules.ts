import { BRANCH_COMMITTEE, COMMITTEE, OFFICE, whoHas } from "../domain/access.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import type { Duty } from "../domain/roster.ts";
import { advised } from "./advice.ts";

/** 办法: what the policy in force says to a member with these duties, clause by clause; not what it has switched off. */
export function rules(policy: Policy, duties: readonly Duty[]): string {
  const holds = (some: readonly Duty[]) => some.some((duty) => duties.includes(duty));
  return [
    `${policy.document}中与您有关的规定：`,
    ...forMembers(policy),
    ...(holds(BRANCH_COMMITTEE) ? forBranch(policy) : []),
    ...(holds(OFFICE) ? forOffice(policy) : []),
    ...(holds(COMMITTEE) ? forCommittee(policy) : []),
  ].join("\n");
}

/** A clause and what it says; nothing when the policy has switched it off. */
function clause(policy: Policy, parameter: Parameters<typeof clauseOf>[1], text: string, isOn = true): string[] {
  return isOn ? [`${clauseOf(policy, parameter)}：${text}`] : [];
}

function forMembers(policy: Policy): string[] {
  const { advice, eligibility, award, round, spotCheck } = policy.parameters;
  const { since, yearlyGrowth } = award.activeLearner;
  return [
    ...clause(policy, "draw.scope", `每季度随机抽取一天，本人填报成长总积分（当天 ${round.ask} 至 ${round.close}）。`),
    ...clause(
      policy,
      "spotCheck.share",
      "填报后抽查部分党员的实时积分页面。",
      spotCheck.share > 0 || spotCheck.atLeast > 0,
    ),
    ...clause(
      policy,
      "advice.daily",
      `建议${advised(policy)}（只是建议）。`,
      advice.daily + advice.weekly + advice.yearly > 0,
    ),
    ...clause(
      policy,
      "eligibility.yearlyGrowth",
      `年度增长达不到 ${eligibility.yearlyGrowth} 分的，不能参加校级及以上党内评优评先。`,
      eligibility.yearlyGrowth > 0,
    ),
    ...clause(
      policy,
      "award.activeLearner",
      `自 ${since} 起每年累计增长 ${yearlyGrowth} 分，可评为学习积极分子。`,
      yearlyGrowth > 0,
    ),
  ];
}

/** The document's words on who manages what have no parameter. */
const BRANCH_MANAGEMENT = "二（三）";
const SCHOOL_MANAGEMENT = "二（二）";

function forBranch(policy: Policy): string[] {
  const { lowest } = policy.parameters.talk;
  return [
    `${BRANCH_MANAGEMENT}：宣传委员协助支部书记做好本支部的学习管理，定期统计党员积分。`,
    ...clause(
      policy,
      "talk.lowest",
      `支部书记组织支委与每季度积分排名后 ${lowest} 名的党员谈话教育，谈后由书记、宣传委员或支委回复“已谈 姓名”登记。`,
      lowest > 0,
    ),
    ...clause(policy, "talk.lowest", "支部统计表由书记或宣传委员核对后回复“确认统计表”，交学校党办备案。"),
  ];
}

function forOffice(policy: Policy): string[] {
  const { kind, days } = policy.parameters.notice;
  const posted = kind === "公示" ? `公示 ${days} 个工作日` : "通报";
  return [
    `${SCHOOL_MANAGEMENT}：学校党办负责日常管理、使用、考核和信息上报，定期统计和通报各党支部情况。`,
    ...clause(policy, "notice.kind", `每季度汇总各党支部积分，报学校党委审核后${posted}。`),
  ];
}

function forCommittee(policy: Policy): string[] {
  const { lowBranches, committee } = policy.parameters;
  const approvers = whoHas("approve and return", committee.membersApprove);
  return [
    ...clause(policy, "committee.membersApprove", `季度汇总由${approvers}审核。`),
    ...clause(
      policy,
      "lowBranches",
      "党委书记组织党委委员与每季度积分较低的党支部委员谈话教育。",
      lowBranches.some(({ lowest }) => lowest > 0),
    ),
  ];
}
