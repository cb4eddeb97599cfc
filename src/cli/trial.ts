import { actOf } from "../acts/act.ts";
import { endTrial, openTrial as open } from "../acts/run-trial.ts";
import { dayOf, firstDay, quarterOf } from "../domain/calendar.ts";
import { trialState, trialToOpen } from "../messages/trial.ts";
import { type Database, transaction } from "../store/database.ts";
import { affiliation, type Member, memberByAccount } from "../store/members.ts";
import { policyOn } from "../store/policies.ts";
import { roundsIn } from "../store/rounds.ts";
import { openTrial as openTrialOf, type Trial } from "../store/trials.ts";
import { type Arguments, type CommandContext, CommandFailed, confirmed, InputError, result } from "./command.ts";
import { timeText } from "./values.ts";
import { windowFrom } from "./window.ts";

/** `round open --trial`: asks only those named. The quarter is neither drawn nor touched. */
export async function openTrial(context: CommandContext, args: Arguments): Promise<void> {
  const { db } = context;
  const { members, close, branch, "replaces-quarter": replaces } = args.options;
  if (branch !== undefined || replaces === true) {
    throw new InputError("试运行按 --members 指定人员，不能与 --branch、--replaces-quarter 同用。");
  }
  const now = context.now();
  const named = membersNamed(db, members, dayOf(now));
  refuseWhileOpen(db);
  const { policy } = policyOn(db, firstDay(quarterOf(dayOf(now))));
  const { closesAt } = windowFrom(policy, now, close);
  const names = named.map(({ name }) => name);
  await confirmed(context, args, trialToOpen(names, closesAt), "是");

  const ids = named.map(({ id }) => id);
  transaction(db, () => {
    refuseWhileOpen(db);
    open(actOf(context, policy, "operator"), ids, closesAt);
  });
  print(context, args, openTrialOf(db)!);
}

function membersNamed(db: Database, given: string | boolean | undefined, today: ReturnType<typeof dayOf>): Member[] {
  const accounts = [
    ...new Set(
      String(given ?? "")
        .split(/[\s,，、;；]+/)
        .filter((account) => account !== ""),
    ),
  ];
  if (accounts.length === 0) throw new InputError("请用 --members 写明参加试运行的账号，用逗号隔开。");
  const found = accounts.map((account) => ({ account, member: memberByAccount(db, account) }));
  const missing = found.filter(({ member }) => member === undefined || affiliation(db, member.id, today) === undefined);
  if (missing.length > 0) {
    const unknown = missing.map(({ account }) => `“${account}”`).join("、");
    throw new InputError(`账号${unknown}不在名册里，请用 bot roster list 查看。`);
  }
  return [...new Map(found.map(({ member }) => [member!.id, member!])).values()];
}

function refuseWhileOpen(db: Database): void {
  const open = roundsIn(db, "open");
  if (open.length > 0) throw new CommandFailed("有正式的考核正在进行，结束后才能试运行。");
  if (openTrialOf(db) !== undefined) throw new CommandFailed("已有进行中的试运行，请先用 bot round close 结束。");
}

/** `round close` where only a trial is open; false when none is. */
export function closeTrialNow(context: CommandContext, args: Arguments): boolean {
  const closed = transaction(context.db, () => endTrial(actOf(context, undefined, "operator")));
  if (closed !== undefined) print(context, args, closed);
  return closed !== undefined;
}

function print(
  context: CommandContext,
  args: Arguments,
  { id, openedAt, closesAt, closedAt, members, reported }: Trial,
) {
  const state = closedAt === null ? "open" : "closed";
  const day = dayOf(openedAt);
  const round = { id, branch: null, day, opensAt: timeText(openedAt), closesAt: timeText(closesAt), state };
  const value = {
    quarter: quarterOf(day),
    policy: policyOn(context.db, firstDay(quarterOf(day))).policy.id,
    commitment: null,
    trial: true,
    rounds: [{ ...round, members, reported, late: 0, origin: "trial" }],
  };
  result(context, args, value, () => trialState(state, members, reported, closesAt));
}
