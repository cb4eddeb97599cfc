import { actOf } from "../acts/act.ts";
import { announceCount, openCount, planCount } from "../acts/count-year.ts";
import type { GrowthLine, MemberYear } from "../domain/awards.ts";
import { addDays, countOf, dayOf, yearOf } from "../domain/calendar.ts";
import { NEAR_DAYS } from "../domain/growth.ts";
import { formatAverage } from "../domain/ranking.ts";
import type { NamedYear } from "../domain/year-overview.ts";
import { cannotAct } from "../messages/summary.ts";
import { noYearYet, undecidedReason, yearNotCounted, yearText } from "../messages/year.ts";
import { countAlready, countAsked, countOutOfTime } from "../messages/year-count.ts";
import { transaction } from "../store/database.ts";
import { allBranches } from "../store/members.ts";
import { policyOn } from "../store/policies.ts";
import { policyOfQuarter, quarterRow } from "../store/quarters.ts";
import { roundsOf } from "../store/rounds.ts";
import { standingSummary } from "../store/summaries.ts";
import { overviewOf } from "../store/year-overview.ts";
import { yearSoFar } from "../store/years.ts";
import {
  type Command,
  type CommandContext,
  CommandFailed,
  confirmed,
  InputError,
  inSteps,
  JSON_OPTION,
  result,
  YES_OPTION,
} from "./command.ts";
import { peopleToAsk, quarterValueOf, roundsText } from "./rounds.ts";
import { summaryMove } from "./summary.ts";
import { memberValue, timeText, yearValue } from "./values.ts";
import { windowFrom } from "./window.ts";

export const yearPreview: Command = {
  usage: "year preview YEAR [--json]",
  what: "年度评选：学习积极分子、最佳组织奖、评优资格；年终统计结束前只是进度",
  options: JSON_OPTION,
  positionals: 1,
  run(context, args) {
    const year = yearValue(args.positionals[0]);
    const overview = overviewOfYear(context, year);
    const { policy, state, members, branches } = overview;
    const final = state !== undefined;
    const which = (kind: MemberYear["eligibility"]["kind"]) =>
      members.filter(({ eligibility }) => eligibility.kind === kind);
    const value = {
      year,
      policy: policy.id,
      state: state ?? "preview",
      countedAt: final ? (overview.ends ?? null) : null,
      activeLearners: members.flatMap((one) => (one.award === null ? [] : { ...person(one), ...figures(one.award) })),
      bestBranches: branches
        .filter(({ awarded }) => awarded)
        .map(({ branch, average }) => ({ branch, average: Number(formatAverage(average!)) })),
      notEligible: which("not eligible").map((one) => ({ ...person(one), ...figures(one.year!), final })),
      reachable: which("reachable").map((one) => ({ ...person(one), ...figures(one.year!) })),
      undecided: which("undecided").map((one) => ({ ...person(one), reason: reasonOf(one) })),
    };
    result(context, args, value, () => yearText(overview));
  },
};

function overviewOfYear({ db, now, calendar }: CommandContext, year: number) {
  const summary = standingSummary(db, countOf(year), now());
  if (summary !== undefined) return overviewOf(db, summary);
  const soFar = yearSoFar(db, year, dayOf(now()), calendar);
  if (soFar === undefined) throw new CommandFailed(noYearYet(year));
  return overviewOf(db, soFar);
}

const person = ({ account, name, branch, doubtful }: NamedYear) => ({ account, name, branch, doubtful });

const figures = ({ growth, required, estimated, daysOff, start, last }: GrowthLine) => {
  return { growth, required, estimated, daysOff, from: start.day, asOf: last.day };
};

const reasonOf = ({ eligibility }: MemberYear) =>
  eligibility.kind === "undecided" ? undecidedReason(eligibility.reason) : "";

export const yearCount: Command = {
  usage: "year count YEAR [--close TIME] --reason TEXT [--yes] [--json]",
  what: "立即进行年终统计；平时到了日子会自动进行",
  options: { close: { type: "string" }, reason: { type: "string" }, ...YES_OPTION, ...JSON_OPTION },
  positionals: 1,
  async run(context, args) {
    const { db } = context;
    const year = yearValue(args.positionals[0]);
    const { close, reason } = args.options;
    if (typeof reason !== "string" || reason.trim() === "") throw new InputError("请用 --reason 写明理由。");
    const now = context.now();
    const today = dayOf(now);
    if (yearOf(today) !== year && yearOf(addDays(today, -NEAR_DAYS)) !== year) {
      throw new InputError(countOutOfTime(year));
    }
    if (quarterRow(db, countOf(year)) !== undefined) throw new CommandFailed(countAlready(year));
    const { id, policy } = policyOn(db, today);
    const window = windowFrom(policy, now, close);
    const asked = allBranches(db).reduce((sum, branch) => sum + peopleToAsk(db, policy, branch, today), 0);
    await confirmed(context, args, countAsked(year, asked, window.closesAt), "是");

    const act = actOf(context, policy, "operator");
    if (!transaction(db, () => planCount(act, year, id, window, reason))) throw new CommandFailed(countAlready(year));
    const steps = roundsOf(db, countOf(year)).map((round) => () => openCount(act, round));
    await inSteps(db, steps, act);
    transaction(db, () => announceCount(actOf(context, policyOfQuarter(db, countOf(year))), year));
    const value = quarterValueOf(db, countOf(year), roundsOf(db, countOf(year)));
    result(context, args, { ...value, opensAt: timeText(window.opensAt) }, () => roundsText(value));
  },
};

export const yearSubmit = summaryMove("submit", "year");
export const yearApprove = summaryMove("approve", "year");
export const yearReturn = summaryMove("return", "year");
export const yearPublish = summaryMove("publish", "year");

/** The last step: the 表彰通报, once the 公示 is over. */
export const yearClose: Command = {
  ...yearPublish,
  usage: "year close YEAR --by ACCOUNT [--yes]",
  what: "公示期满后发布表彰通报，年度归档",
  run(context, args) {
    const year = yearValue(args.positionals[0]);
    memberValue(context.db, args.options.by);
    const state = standingSummary(context.db, countOf(year), context.now())?.state;
    if (state === undefined) throw new CommandFailed(yearNotCounted(year));
    if (state !== "published") throw new CommandFailed(cannotAct(countOf(year), state, ["published"]));
    return yearPublish.run(context, args);
  },
};
