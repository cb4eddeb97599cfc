import { type Act, actOf, record } from "../acts/act.ts";
import { closeRound } from "../acts/close-round.ts";
import { drawQuarter } from "../acts/draw-quarter.ts";
import { followUp } from "../acts/follow-up.ts";
import { openExtra } from "../acts/open-round.ts";
import { type Day, dayOf, firstDay, type Quarter, quarterOf } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import { meaningOf } from "../domain/roster.ts";
import { roundToOpen } from "../messages/office.ts";
import { type Database, transaction } from "../store/database.ts";
import { allBranches, type Branch, hasMembers, membersOfBranch } from "../store/members.ts";
import { policyById, policyOn } from "../store/policies.ts";
import { policyOfQuarter, quarterRow } from "../store/quarters.ts";
import { hasResult, openRoundOf, progressOf, type RoundWithBranch, roundById, roundsIn } from "../store/rounds.ts";
import { closedProgress } from "../store/tables.ts";
import {
  type Arguments,
  type Command,
  type CommandContext,
  CommandFailed,
  confirmed,
  InputError,
  inSteps,
  JSON_OPTION,
  result,
  table,
  YES_OPTION,
} from "./command.ts";
import { closeTrialNow, openTrial } from "./trial.ts";
import { branchValue, timeText } from "./values.ts";
import { windowFrom } from "./window.ts";

/** A quarter and its rounds, as programs read them (`--json`); what is not known yet is null. */
export function quarterValueOf(db: Database, quarter: Quarter, rounds: readonly RoundWithBranch[]) {
  const row = quarterRow(db, quarter);
  const policy = row === undefined ? policyOn(db, firstDay(quarter)) : policyById(db, row.policyId);
  return {
    quarter,
    policy: policy.policy.id,
    commitment: row?.commitment ?? null,
    rounds: rounds.map((round) => {
      const progress = round.state === "closed" ? closedProgress(db, round.id) : progressOf(db, round.id);
      return {
        id: round.id,
        branch: round.branch,
        day: round.day,
        opensAt: timeText(round.opensAt),
        closesAt: timeText(round.closesAt),
        state: round.state,
        members: round.state === "planned" ? null : progress.members,
        reported: progress.reported,
        late: progress.late,
        origin: round.origin,
        redrawnOn: round.redrawnOn,
        reason: round.reason ?? round.redrawReason,
        ...(round.apart ? { apart: true } : {}),
      };
    }),
  };
}

export function roundsText(value: ReturnType<typeof quarterValueOf>): string {
  const head = `${value.quarter}（${value.policy}）承诺值：${value.commitment ?? "未抽取"}`;
  const states = { planned: "待考核", open: "进行中", closed: "已结束", missed: "已错过" } as const;
  const rows = value.rounds.map(({ id, branch, day, closesAt, state, members, reported, late, apart }) => [
    String(id),
    branch,
    `${states[state]}${apart === true ? "（单独成表）" : ""}`,
    day ?? "保密",
    closesAt?.slice(0, 16).replace("T", " ") ?? "",
    members === null ? "" : `${reported}/${members}${late > 0 ? `（迟报 ${late}）` : ""}`,
  ]);
  return rows.length === 0
    ? head
    : `${head}\n${table([["编号", "党支部", "状态", "考核日", "截止", "已报"], ...rows])}`;
}

export const roundOpen: Command = {
  usage: "round open [--branch NAME] [--close TIME] --reason TEXT [--replaces-quarter] [--yes] [--json]",
  what: "立即加开一次考核；--trial --members 账号,账号 [--close TIME] 为试运行：只问这些人，不计入任何结果",
  options: {
    branch: { type: "string" },
    close: { type: "string" },
    reason: { type: "string" },
    "replaces-quarter": { type: "boolean" },
    trial: { type: "boolean" },
    members: { type: "string" },
    ...YES_OPTION,
    ...JSON_OPTION,
  },
  async run(context, args) {
    const { trial, members } = args.options;
    if (trial === true) return openTrial(context, args);
    if (members !== undefined) throw new InputError("--members 只用于试运行，请同时写 --trial。");
    return openExtras(context, args);
  },
};

async function openExtras(context: CommandContext, args: Arguments): Promise<void> {
  const { db } = context;
  const { branch, close, reason, "replaces-quarter": replaces } = args.options;
  if (typeof reason !== "string" || reason.trim() === "") throw new InputError("请用 --reason 写明加开的理由。");
  const now = context.now();
  const today = dayOf(now);
  const quarter = quarterOf(today);
  const replacesQuarter = replaces === true;
  const one = typeof branch === "string" ? branchValue(db, branch) : undefined;
  const { closed: branches, open } = branchesToAsk(db, one, today);
  const known = quarterRow(db, quarter);
  const { policy } = known === undefined ? policyOn(db, firstDay(quarter)) : policyById(db, known.policyId);
  const window = windowFrom(policy, now, close);
  const asked = { quarter, closesAt: window.closesAt, branches: branches.length, replacesQuarter };
  const members = branches.reduce((sum, each) => sum + peopleToAsk(db, policy, each, today), 0);
  const having = branches.flatMap(({ id, name }) => (hasResult(db, quarter, id) ? name : []));
  if (open.length > 0) context.say(staysOpen(open));
  await confirmed(context, args, roundToOpen({ ...asked, members, having }), "是");

  // Somebody may have thought for a while, and between two steps the clock goes on: what is open by then stays.
  transaction(db, () => {
    branchesToAsk(db, one, today);
    drawQuarter(actOf(context), quarter);
  });
  const act = actOf(context, policyOfQuarter(db, quarter), "operator");
  const opened: RoundWithBranch[] = [];
  const passed: Branch[] = [];
  const steps = branches.map((each) => (by: Act) => {
    const round = openExtra(by, { quarter, branchId: each.id, reason }, today, window, { replacesQuarter });
    if (round === undefined) passed.push(each);
    else opened.push(round);
  });
  await inSteps(db, steps, act);
  if (opened.length === 0) throw new CommandFailed(allOpen(passed));
  if (passed.length > 0) context.say(staysOpen(passed));
  const value = quarterValueOf(db, quarter, opened);
  result(context, args, value, () => roundsText(value));
}

export function peopleToAsk(db: Database, { parameters }: Policy, { id, kind }: Branch, today: Day): number {
  const { counted } = parameters.members;
  return membersOfBranch(db, id, today).filter(({ state }) => meaningOf(state, kind, counted).asked).length;
}

/** Branches with members: those to be asked now, and those that are being asked already. Throws when that is all of them. */
function branchesToAsk(db: Database, one: Branch | undefined, today: Day) {
  const branches = (one === undefined ? allBranches(db) : [one]).filter(({ id }) => hasMembers(db, today, id));
  if (branches.length === 0) throw new InputError("没有可考核的党员，请先用 bot roster import 导入名册。");
  const { open = [], closed = [] } = Object.groupBy(branches, ({ id }) =>
    openRoundOf(db, id) === undefined ? "closed" : "open",
  );
  if (closed.length === 0) throw new CommandFailed(allOpen(open));
  return { open, closed };
}

const namesOf = (branches: readonly Branch[]) => branches.map(({ name }) => name).join("、");
const allOpen = (open: readonly Branch[]) => `${namesOf(open)}已有进行中的考核，请先用 bot round close 结束。`;
const staysOpen = (open: readonly Branch[]) => `${namesOf(open)}已有进行中的考核，保持不变。`;

/** What the clock would do, because the operator says so. */
function* closing(context: CommandContext, open: readonly RoundWithBranch[]): Generator<(act: Act) => void> {
  const { db } = context;
  const clock = ({ quarter }: RoundWithBranch) => actOf(context, policyOfQuarter(db, quarter));
  for (const round of open) {
    yield (operator) => {
      if (closeRound(clock(round), round)) record(operator, "round.close-now", `round:${round.id}`);
    };
  }
  for (const round of open) {
    for (const step of followUp(roundById(db, round.id))) yield () => step(clock(round));
  }
}

export const roundClose: Command = {
  usage: "round close [--branch NAME] [--json]",
  what: "立即结束进行中的考核",
  options: { branch: { type: "string" }, ...JSON_OPTION },
  async run(context, args) {
    const { db } = context;
    const { branch } = args.options;
    const branchId = typeof branch === "string" ? branchValue(db, branch).id : undefined;
    const open = roundsIn(db, "open").filter((round) => branchId === undefined || round.branchId === branchId);
    await inSteps(db, closing(context, open), actOf(context, undefined, "operator"));
    const closed = open.map(({ id }) => roundById(db, id));
    const [first] = closed;
    if (first === undefined) {
      if (branchId === undefined && closeTrialNow(context, args)) return;
      throw new CommandFailed("没有进行中的考核。");
    }
    const value = quarterValueOf(db, first.quarter, closed);
    result(context, args, value, () => roundsText(value));
  },
};
