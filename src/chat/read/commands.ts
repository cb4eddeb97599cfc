import { answerCommand, type PlainCommand, wholeCommand } from "./aliases.ts";
import { memberIn, quarterAt, type Words, wordsFrom } from "./arguments.ts";
import type { Said } from "./clean.ts";
import { Lexicon } from "./lexicon.ts";
import { nameAt } from "./names.ts";
import type { Command, CommandName, ReadContext } from "./reading.ts";
import { exactTotal, reportIn } from "./report.ts";

/** Polite words before a command, and what is said between them and the command. */
const LEAD_INS = new Lexicon({
  leadIn:
    "您好 你好 请问 请 麻烦 麻烦您 麻烦你 帮我 帮忙 给我 我要 我想 想 查一下 查下 查询 查看 查 看一下 看下 看看 看",
});
const MOST_LEAD_INS = 4;

/** The command that the whole message is (domain.md §8.2); «我的积分12345» and «不对，是12354» are none. */
export function commandIn(message: Said, context: ReadContext): Command | undefined {
  const answer = answerCommand(message.text);
  if (answer !== undefined) return { name: answer };
  let words: Words = { text: message.text, written: message.written, parted: false };
  for (let leadIns = 0; leadIns <= MOST_LEAD_INS; leadIns++) {
    const whole = wholeCommand(words.text);
    if (whole !== undefined) return { name: whole };
    const command = withArguments(words, context) ?? operandFirst(words, context);
    if (command !== undefined) return command;
    const leadIn = LEAD_INS.at(words.text, 0);
    if (leadIn === undefined) return undefined;
    words = wordsFrom(words, leadIn.text.length);
  }
  return undefined;
}

type WithArguments = Exclude<CommandName, PlainCommand>;
type Parse = (rest: Words, context: ReadContext) => Command | undefined;

type AliasKind = WithArguments | "parted_feedback" | "report_for";

const ALIASES = new Lexicon<AliasKind>({
  talk_list: "谈话名单 谈心谈话名单 支部谈话名单",
  branch_table: "统计表 支部统计表 本支部统计表 学习情况统计表",
  summary: "汇总 汇总表 导出汇总 导出汇总表 季度汇总 季度汇总表",
  submit: "提交 提交汇总 提交汇总表",
  publish: "发布 发布汇总 发布汇总表 发布通报 发布公示",
  approve: "通过 审核通过 审批通过 批准",
  return: "退回 驳回",
  appeal: "申诉 异议 有异议 提异议",
  feedback: "意见建议 意见和建议 意见与建议 意见反馈 提意见 提建议 提个意见 提个建议",
  parted_feedback: "意见 建议",
  leave: "请假 请病假 请事假 病假 事假",
  proxy_report: "代报 代填 代为填报 代为上报",
  report_for: "代 替 帮",
  spot_wrong: "不符 不属实 不相符",
  spot_right: "属实 相符",
  talk_held: "已谈 已谈话 已谈心 谈话完成",
  objection_answer: "答复",
});

/** What a parser does not accept is no command. */
const PARSERS: Readonly<Record<AliasKind, Parse>> = {
  talk_list: ofBranch("talk_list"),
  branch_table: ofBranch("branch_table"),
  summary: quarterly("summary"),
  submit: quarterly("submit"),
  publish: quarterly("publish"),
  approve: quarterly("approve"),
  return: returned,
  appeal: ({ written }) => ({ name: "appeal", text: written }),
  feedback: ({ written }) => ({ name: "feedback", text: written }),
  parted_feedback: ({ written, parted }) => (parted ? { name: "feedback", text: written } : undefined),
  leave,
  proxy_report: proxyReport,
  report_for: reportFor,
  spot_wrong: spotWrong,
  spot_right: spotRight,
  talk_held: talkHeld,
  objection_answer: objectionAnswer,
};

function withArguments(words: Words, context: ReadContext): Command | undefined {
  const alias = ALIASES.at(words.text, 0);
  return alias === undefined ? undefined : PARSERS[alias.kind](wordsFrom(words, alias.text.length), context);
}

const AFTER_A_NAME = new Set<AliasKind>(["spot_wrong", "spot_right", "talk_held"]);
const AFTER_A_QUARTER = new Set<AliasKind>(["summary", "submit", "publish", "approve"]);

/** 张伟属实, 张伟 已谈 状态很好, 四季度汇总: what the command is about may come first. */
function operandFirst(words: Words, context: ReadContext): Command | undefined {
  const name = nameAt(words.written, 0, context.names);
  const end = name?.end ?? quarterAt(words.text, context.today)?.end;
  if (end === undefined) return undefined;
  const behind = wordsFrom(words, end);
  const alias = ALIASES.at(behind.text, 0);
  if (alias === undefined || !(name === undefined ? AFTER_A_QUARTER : AFTER_A_NAME).has(alias.kind)) return undefined;
  const rest = wordsFrom(behind, alias.text.length);
  const turned = (form: "text" | "written") => `${words[form].slice(0, end)} ${rest[form]}`;
  return PARSERS[alias.kind]({ text: turned("text"), written: turned("written"), parted: true }, context);
}

const LONGEST_BRANCH = 30;
const AFTER_BRANCH = /[\s。.!！?？、,，~～]+$|(?:谢谢|一下|吧)$/;

function ofBranch(name: "talk_list" | "branch_table"): Parse {
  return ({ text, written, parted }) => {
    const asked = written.replace(AFTER_BRANCH, "");
    if (asked === "") return { name, branch: undefined };
    const isBranch = parted || /总?支部?[\s。.!]{0,3}$/.test(text);
    return isBranch && asked.length <= LONGEST_BRANCH ? { name, branch: asked } : undefined;
  };
}

const AFTER_QUARTER = /^[\s的]{0,3}(?:汇总表?|通报|公示|报表)?(?:一下|吧)?[\s。.!]{0,3}$/;

/** Nothing or a quarter must follow: «提交了，12345» is a report. */
function quarterly(name: "summary" | "submit" | "publish" | "approve"): Parse {
  return ({ text }, { today }) => {
    const found = quarterAt(text, today);
    return AFTER_QUARTER.test(text.slice(found?.end ?? 0)) ? { name, quarter: found?.quarter } : undefined;
  };
}

function returned(rest: Words, { today }: ReadContext): Command {
  const found = quarterAt(rest.text, today);
  const reason = found === undefined ? rest : wordsFrom(rest, found.end);
  return { name: "return", quarter: found?.quarter, reason: reason.written };
}

/** «请假期间也学了，总积分12345» is a report, «请假怎么办理？» a question. */
function leave(rest: Words, context: ReadContext): Command | undefined {
  if (/[?吗]|怎么/.test(rest.text)) return undefined;
  const reading = reportIn(rest, context);
  const reports = reading.kind === "score" || (reading.kind === "ask" && reading.candidates.length > 0);
  return reports ? undefined : { name: "leave", text: rest.written.replace(/^了[\s，,]*/, "") };
}

function proxyReport(argument: Words, context: ReadContext): Command {
  const { member, rest } = memberIn(argument, context);
  return { name: "proxy_report", member, total: exactTotal(rest, context) };
}

const REPORTS = /^(?:同志|老师)?(?:代报|代填|上报|填报|登记|报(?![名告])|填)(?:一下|了)?/;

/** 帮张伟报9876. */
function reportFor(argument: Words, context: ReadContext): Command | undefined {
  const name = nameAt(argument.written, 0, context.names);
  if (name === undefined) return undefined;
  const behind = wordsFrom(argument, name.end);
  const verb = REPORTS.exec(behind.text)?.[0];
  if (verb === undefined) return undefined;
  return { name: "proxy_report", member: name.name, total: exactTotal(wordsFrom(behind, verb.length), context) };
}

/** «不符合要求» is no command. */
function spotWrong(argument: Words, context: ReadContext): Command | undefined {
  if (argument.text.startsWith("合")) return undefined;
  const { member, rest } = memberIn(argument, context);
  return { name: "spot_wrong", member, total: exactTotal(rest, context) };
}

/** «属实，12345» is a report. */
function spotRight(argument: Words, context: ReadContext): Command | undefined {
  const { member } = memberIn(argument, context);
  return member === undefined && argument.text !== "" ? undefined : { name: "spot_right", member };
}

const BRANCH_ALONE = /^[^\s,:、;]{1,16}支部(?=[\s,:、;]|$)/;

/** The committee's talk is with a branch, whose name the handler knows. */
function talkHeld(argument: Words, context: ReadContext): Command {
  if (BRANCH_ALONE.test(argument.text)) return { name: "talk_held", member: undefined, note: argument.written };
  const { member, rest } = memberIn(argument, context);
  return { name: "talk_held", member, note: rest.written };
}

const NUMBER = /^(?:编号|第|#|no\.?)? ?(\d{1,9}) ?[号条]?/i;

/** «答复：12345» is a report: no number of an objection is that long. */
function objectionAnswer(rest: Words): Command | undefined {
  if (/^\d{4,}分?$/.test(rest.text)) return undefined;
  const number = NUMBER.exec(rest.text);
  const answer = number === null ? rest : wordsFrom(rest, number[0].length);
  return { name: "objection_answer", id: number === null ? undefined : Number(number[1]), text: answer.written };
}
