import { actInName } from "../acts/act.ts";
import { closeYear } from "../acts/close-year.ts";
import { formatAverage } from "../domain/ranking.ts";
import { noYearYet, undecidedReason, yearClosed, yearNotClosed } from "../messages/year.ts";
import { type Database, transaction } from "../store/database.ts";
import { membersById } from "../store/members.ts";
import { type Year, yearOfRecord } from "../store/years.ts";
import { type Command, CommandFailed, InputError, JSON_OPTION, result, table } from "./command.ts";
import { memberValue, timeText } from "./values.ts";

export const yearPreview: Command = {
  usage: "year preview YEAR [--json]",
  what: "年度评选预览：学习积极分子、最佳组织奖、评优资格；结算后为固定的结果",
  options: JSON_OPTION,
  positionals: 1,
  run(context, args) {
    const year = yearValue(args.positionals[0]);
    const { db } = context;
    const found = yearOfRecord(db, year);
    if (found === undefined) throw new CommandFailed(noYearYet(year));
    const shown = namedResult(db, found);
    const { policy, closedAt } = found;
    const state = closedAt === null ? "preview" : "closed";
    const value = { year, policy: policy.id, state, closedAt: timeText(closedAt), ...shown };
    result(context, args, value, () => yearText(found, shown));
  },
};

export const yearClose: Command = {
  usage: "year close YEAR --by ACCOUNT",
  what: "年度结算：各季度归档后固定年度评选的结果",
  options: { by: { type: "string" } },
  positionals: 1,
  run(context, { positionals, options }) {
    const { db, print } = context;
    const year = yearValue(positionals[0]);
    const sender = memberValue(db, options.by);
    const by = actInName(context, sender);
    const outcome = transaction(db, () => closeYear(by, year));
    if (outcome !== "done") throw new CommandFailed(yearNotClosed(outcome, year, by.policy));
    print(yearClosed(year));
  },
};

function yearValue(text: string | undefined): number {
  if (!/^20\d{2}$/.test(text ?? "")) throw new InputError(`年份应写作 2026，而不是“${text ?? ""}”。`);
  return Number(text);
}

/** The result with the names of today: who was forgotten has a pseudonym. */
function namedResult(db: Database, { result: { activeLearners, bestBranches, notEligible, undecided } }: Year) {
  const ids = [...activeLearners, ...notEligible, ...undecided].map(({ memberId }) => memberId);
  const members = membersById(db, ids);
  const named = <T extends { readonly memberId: number }>({ memberId, ...line }: T) => {
    const { account, name } = members.get(memberId)!;
    return { account, name, ...line };
  };
  return {
    activeLearners: activeLearners.map(named),
    bestBranches: bestBranches.map(({ branch, average }) => ({ branch, average: Number(formatAverage(average)) })),
    notEligible: notEligible.map(named),
    undecided: undecided.map(named).map((line) => ({ ...line, reason: undecidedReason(line.reason) })),
  };
}

function yearText(
  { year, policy, closedAt, result: { bestBranches } }: Year,
  { activeLearners, notEligible, undecided }: ReturnType<typeof namedResult>,
): string {
  const growthLine = (line: { name: string; account: string; branch: string; growth: number; required: number }) => [
    line.branch,
    line.name,
    line.account,
    String(line.growth),
    String(line.required),
  ];
  const head = ["党支部", "姓名", "账号", "增长", "要求"];
  return [
    `${year}年度评选${closedAt === null ? "预览" : `（已结，${timeText(closedAt)}）`}，依据 ${policy.id}`,
    ...section(
      `学习积极分子 ${activeLearners.length} 人`,
      [...head, "说明"],
      activeLearners.map((line) => [...growthLine(line), marks(line)]),
    ),
    ...section(
      "最佳组织奖",
      ["党支部", "人均"],
      bestBranches.map(({ branch, average }) => [branch, formatAverage(average)]),
    ),
    ...section(
      `年度增长未达到评优要求 ${notEligible.length} 人`,
      [...head, "数据截至", "说明"],
      notEligible.map((line) => [...growthLine(line), line.asOf, marks(line)]),
    ),
    ...section(
      `暂不能判断 ${undecided.length} 人`,
      ["党支部", "姓名", "账号", "原因"],
      undecided.map(({ branch, name, account, reason }) => [branch, name, account, reason]),
    ),
  ].join("\n");
}

function marks({ estimated, doubtful }: { readonly estimated?: boolean; readonly doubtful?: true }): string {
  return [...(estimated ? ["自本年首次填报起算，为估算"] : []), ...(doubtful ? ["含存疑的导入积分"] : [])].join("；");
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? ["", `${title}：无`] : ["", title, table([head, ...rows])];
}
