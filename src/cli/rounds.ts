import { type Act, actOf, record } from "../acts/act.ts";
import { closeRound } from "../acts/close-round.ts";
import { drawQuarter } from "../acts/draw-quarter.ts";
import { followUp } from "../acts/follow-up.ts";
import { openExtra, type RoundWindow } from "../acts/open-round.ts";
import { addDays, dayOf, firstDay, type Instant, instantAt, type Quarter, quarterOf } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import { type Database, transaction } from "../store/database.ts";
import { allBranches, type Branch, membersOfBranch } from "../store/members.ts";
import { policyById, policyOn } from "../store/policies.ts";
import { policyOfQuarter, quarterRow } from "../store/quarters.ts";
import { openRoundOf, progressOf, type RoundWithBranch, roundById, roundsIn } from "../store/rounds.ts";
import { closedProgress } from "../store/tables.ts";
import {
  type Command,
  type CommandContext,
  CommandFailed,
  InputError,
  inSteps,
  JSON_OPTION,
  result,
  table,
} from "./command.ts";
import { branchValue, timeText, timeValue } from "./values.ts";

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
      };
    }),
  };
}

export function roundsText(value: ReturnType<typeof quarterValueOf>): string {
  const head = `${value.quarter}（${value.policy}）承诺值：${value.commitment ?? "未抽取"}`;
  const states = { planned: "待考核", open: "进行中", closed: "已结束", missed: "已错过" } as const;
  const rows = value.rounds.map(({ id, branch, day, closesAt, state, members, reported, late }) => [
    String(id),
    branch,
    states[state],
    day ?? "保密",
    closesAt?.slice(0, 16).replace("T", " ") ?? "",
    members === null ? "" : `${reported}/${members}${late > 0 ? `（迟报 ${late}）` : ""}`,
  ]);
  return rows.length === 0
    ? head
    : `${head}\n${table([["编号", "党支部", "状态", "考核日", "截止", "已报"], ...rows])}`;
}

export const roundOpen: Command = {
  usage: "round open [--branch NAME] [--close TIME] --reason TEXT [--json]",
  what: "立即加开一次考核",
  options: { branch: { type: "string" }, close: { type: "string" }, reason: { type: "string" }, ...JSON_OPTION },
  async run(context, args) {
    const { db } = context;
    const { branch, close, reason } = args.options;
    if (typeof reason !== "string" || reason.trim() === "") throw new InputError("请用 --reason 写明加开的理由。");
    const now = context.now();
    const today = dayOf(now);
    const quarter = quarterOf(today);
    const { policy, branches, window } = transaction(db, () => {
      const { policy } = policyById(db, drawQuarter(actOf(context), quarter).policyId);
      const window = windowFrom(policy, now, close);
      const one = typeof branch === "string" ? branchValue(db, branch) : undefined;
      return { policy, window, branches: branchesToAsk(db, one, today) };
    });
    const act = actOf(context, policy, "operator");
    const opened: RoundWithBranch[] = [];
    const steps = branches.map(({ id: branchId }) => (by: Act) => {
      opened.push(openExtra(by, { quarter, branchId, reason }, today, window));
    });
    await inSteps(db, steps, act);
    const value = quarterValueOf(db, quarter, opened);
    result(context, args, value, () => roundsText(value));
  },
};

function windowFrom(policy: Policy, now: Instant, close: string | boolean | undefined): RoundWindow {
  if (typeof close !== "string") {
    const closesAt = usualClose(policy, now);
    const graceUntil = instantAt(addDays(dayOf(closesAt), 1), policy.parameters.round.grace);
    return { opensAt: now, closesAt, graceUntil };
  }
  const closesAt = timeValue(close, now);
  if (closesAt <= now) throw new InputError("截止时间已经过去，请写一个将来的时间，如 +30m。");
  // Who names a time means it: the grace of the policy belongs to its own closing time.
  return { opensAt: now, closesAt, graceUntil: closesAt };
}

/** The policy's closing time today when it is at least an hour off, else two hours from now. */
function usualClose({ parameters }: Policy, now: Instant): Instant {
  const usual = instantAt(dayOf(now), parameters.round.close);
  return usual - now >= 3_600_000 ? usual : now + 2 * 3_600_000;
}

function branchesToAsk(db: Database, one: Branch | undefined, today: ReturnType<typeof dayOf>): Branch[] {
  const branches = (one === undefined ? allBranches(db) : [one]).filter(
    ({ id }) => membersOfBranch(db, id, today).length > 0,
  );
  if (branches.length === 0) throw new InputError("没有可考核的党员，请先用 bot roster import 导入名册。");
  const busy = branches.filter(({ id }) => openRoundOf(db, id) !== undefined);
  if (busy.length > 0) {
    throw new CommandFailed(
      `${busy.map(({ name }) => name).join("、")}已有进行中的考核，请先用 bot round close 结束。`,
    );
  }
  return branches;
}

/** What the clock would do, because the operator says so. */
function* closing(context: CommandContext, open: readonly RoundWithBranch[]): Generator<(act: Act) => void> {
  const { db } = context;
  const clock = ({ quarter }: RoundWithBranch) => actOf(context, policyOfQuarter(db, quarter));
  for (const round of open) {
    yield (operator) => {
      record(operator, "round.close-now", `round:${round.id}`);
      closeRound(clock(round), round);
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
    if (first === undefined) throw new CommandFailed("没有进行中的考核。");
    const value = quarterValueOf(db, first.quarter, closed);
    result(context, args, value, () => roundsText(value));
  },
};
