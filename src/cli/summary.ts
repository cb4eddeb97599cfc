import { actInName } from "../acts/act.ts";
import { moveSummary } from "../acts/move-summary.ts";
import { countOf, type Quarter } from "../domain/calendar.ts";
import { formatAverage } from "../domain/ranking.ts";
import type { Insisting, SummaryMove } from "../domain/summary.ts";
import { insistence, openMatters } from "../messages/open-matters.ts";
import { summaryMoved, summaryText } from "../messages/summary.ts";
import { transaction } from "../store/database.ts";
import { withDisclosure } from "../store/disclosure.ts";
import { groupsSet } from "../store/members.ts";
import { decisiveRounds } from "../store/rounds.ts";
import { detailsOf, standingSummary, storedSummary, summaryVersion } from "../store/summaries.ts";
import { missingFrom } from "../store/tables.ts";
import { talksOf } from "../store/talks.ts";
import {
  type Command,
  type CommandContext,
  CommandFailed,
  confirmed,
  InputError,
  JSON_OPTION,
  result,
  table,
  YES_OPTION,
} from "./command.ts";
import { branchValue, memberValue, quarterValue, yearValue } from "./values.ts";

export const summaryShow: Command = {
  usage: "summary show QUARTER [--json]",
  what: "季度汇总；加 --version N 查看以往的版本",
  options: { version: { type: "string" }, ...JSON_OPTION },
  positionals: 1,
  run(context, args) {
    const quarter = quarterValue(args.positionals[0]);
    const summary = shown(context, quarter, args.options.version);
    if (summary === undefined) throw new CommandFailed(`${quarter} 还没有已结束的考核。`);
    const branches = summary.branches.map(({ branch, ranked, members, reported, average, rank }) => ({
      branch,
      ranked,
      members,
      reported,
      total: average?.sum ?? null,
      average: average === null ? null : Number(formatAverage(average)),
      rank,
    }));
    const lowBranches = summary.branches.filter(({ low }) => low).map(({ branch }) => branch);
    const { state, version, note, policy, publishedOn, noticeUntil } = summary;
    const value = {
      quarter,
      policy: policy.id,
      state,
      version,
      note,
      publishedOn,
      noticeUntil,
      branches,
      lowBranches,
    };
    result(context, args, value, () =>
      summaryText(withDisclosure(context.db, summary), detailsOf(context.db, summary)),
    );
  },
};

function shown({ db, now }: CommandContext, quarter: Quarter, version: string | boolean | undefined) {
  if (version === undefined) return standingSummary(db, quarter, now());
  const newest = storedSummary(db, quarter)?.version;
  if (newest === undefined) throw new CommandFailed(`${quarter} 还没有生成过汇总。`);
  const number = /^[1-9]\d{0,5}$/.test(String(version)) ? Number(version) : 0;
  if (number === 0 || number > newest) throw new InputError(`--version 应为 1 至 ${newest} 的版本号。`);
  return summaryVersion(db, quarter, number);
}

interface Move {
  readonly says: string;
  readonly note?: string;
  readonly yes?: string;
}

const moves: Readonly<Record<SummaryMove, Move>> = {
  submit: { says: "提交党委审核；还有未了的事项时，在终端上会先询问", yes: " [--yes]" },
  publish: { says: "发布到群；公示期满后再次运行即发布通报并归档", yes: " [--yes]" },
  approve: { says: "审核通过", note: " [--note TEXT]" },
  return: { says: "退回修改，须写理由", note: " --note TEXT" },
};

/** What is moved: a quarter's summary, or a year's result. */
const subjects = {
  summary: { of: "QUARTER", value: quarterValue },
  year: { of: "YEAR", value: (text: string | undefined) => countOf(yearValue(text)) },
} as const;

/** What a person does, by that person's right: the same act as in chat. */
export function summaryMove(what: SummaryMove, subject: keyof typeof subjects = "summary"): Command {
  const { says, note: noteUsage, yes } = moves[what];
  const { of, value } = subjects[subject];
  return {
    usage: `${subject} ${what} ${of} --by ACCOUNT${noteUsage ?? yes ?? ""}`,
    what: says,
    options: {
      by: { type: "string" },
      ...(noteUsage === undefined ? {} : { note: { type: "string" } }),
      ...(yes === undefined ? {} : YES_OPTION),
    },
    positionals: 1,
    async run(context, args) {
      const { db, print } = context;
      const { positionals, options } = args;
      const quarter = value(positionals[0]);
      const sender = memberValue(db, options.by);
      const note = typeof options.note === "string" ? options.note.trim() : "";
      if (what === "return" && note === "") throw new InputError("请用 --note 写明退回的理由。");
      const by = actInName(context, sender);
      const move = (insisting: Insisting) => transaction(db, () => moveSummary(by, what, quarter, { note, insisting }));
      let moved = move("no");
      if (moved.kind === "open matters") {
        await confirmed(context, args, openMatters(quarter, moved.matters), insistence[what]!);
        moved = move(context.ask === undefined ? "on anything" : "on what was shown");
      }
      const text = summaryMoved(moved, { what, quarter, policy: by.policy, groups: groupsSet(db) });
      if (moved.kind !== "done") throw new CommandFailed(text);
      print(text);
    },
  };
}

export const summarySubmit = summaryMove("submit");
export const summaryPublish = summaryMove("publish");
export const summaryApprove = summaryMove("approve");
export const summaryReturn = summaryMove("return");

const talkStates = { owed: "待谈", held: "已谈", unheld: "未谈", lifted: "更正后取消" } as const;

export const talkList: Command = {
  usage: "talk list QUARTER [--branch NAME] [--json]",
  what: "谈话名单",
  options: { branch: { type: "string" }, ...JSON_OPTION },
  positionals: 1,
  run(context, args) {
    const { db } = context;
    const quarter = quarterValue(args.positionals[0]);
    const { branch } = args.options;
    const only = typeof branch === "string" ? branchValue(db, branch) : undefined;
    const rounds = decisiveRounds(db, quarter).filter(({ branchId }) => only === undefined || branchId === only.id);
    if (rounds.length === 0) throw new CommandFailed(`${quarter} 还没有已结束的考核。`);
    const talks = rounds.flatMap((round) =>
      talksOf(db, round.id).map(({ account, name, total, growth, rank, state }) => ({
        account,
        name,
        total,
        growth,
        rank,
        state,
        branch: round.branch,
      })),
    );
    const unreported = rounds.flatMap((round) =>
      missingFrom(db, round.id).map((member) => ({ ...member, branch: round.branch })),
    );
    const value = { quarter, branch: only?.name ?? null, talks, unreported };
    result(context, args, value, () =>
      [
        table([
          ["党支部", "姓名", "名次", "成长总积分", "增长", "状态"],
          ...talks.map((talk) => [
            talk.branch,
            talk.name,
            String(talk.rank),
            String(talk.total),
            talk.growth === null ? "—" : String(talk.growth),
            talkStates[talk.state],
          ]),
        ]),
        ...unreported.map(({ branch, name }) => `未填报：${branch} ${name}`),
      ].join("\n"),
    );
  },
};
