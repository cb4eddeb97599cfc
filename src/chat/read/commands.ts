import { answerCommand, wholeCommand } from "./aliases.ts";
import { memberIn, quarterAt, type Words, wordsFrom } from "./arguments.ts";
import type { Said } from "./clean.ts";
import { Lexicon } from "./lexicon.ts";
import { nameAt } from "./names.ts";
import type { Command, ReadContext } from "./reading.ts";
import { exactTotal, reportIn } from "./report.ts";

/** Polite words before a command, and what is said between them and the command. */
const LEAD_IN = /^(?:[您你]好|请问?|麻烦[您你]?|帮[我忙]|给我|我[要想]|想|查(?:一下|[下询看])?|看(?:一下|[下看])?)/;
const MOST_LEAD_INS = 4;

/** The command that the whole message is; «我的积分12345» and «不对，是12354» are none. */
export function commandIn(message: Said, context: ReadContext): Command | undefined {
  const answer = answerCommand(message.text);
  if (answer !== undefined) return { name: answer };
  let words: Words = { text: message.text, written: message.written, parted: false };
  for (let leadIns = 0; leadIns <= MOST_LEAD_INS; leadIns++) {
    const whole = wholeCommand(words.text);
    if (whole !== undefined) return { name: whole };
    const command = withArguments(words, context) ?? operandFirst(words, context);
    if (command !== undefined) return command;
    const leadIn = LEAD_IN.exec(words.text)?.[0];
    if (leadIn === undefined) return undefined;
    words = wordsFrom(words, leadIn.length);
  }
  return undefined;
}

/** What is not accepted is no command. */
type Parse = (rest: Words, context: ReadContext) => Command | undefined;

interface Row {
  /** Separated by blanks. */
  readonly aliases: string;
  readonly parse: Parse;
  /** What the command is about may come first: 张伟属实, 四季度汇总. */
  readonly after?: "name" | "quarter";
}

const ROWS: readonly Row[] = [
  { aliases: "谈话名单 谈心谈话名单 支部谈话名单", parse: ofBranch("talk_list") },
  { aliases: "统计表 支部统计表 本支部统计表 学习情况统计表", parse: ofBranch("branch_table") },
  quarterly("summary", "汇总 汇总表 导出汇总 导出汇总表 季度汇总 季度汇总表"),
  quarterly("submit", "提交 提交汇总 提交汇总表"),
  quarterly("publish", "发布 发布汇总 发布汇总表 发布通报 发布公示"),
  quarterly("approve", "通过 审核通过 审批通过 批准"),
  { aliases: "退回 驳回", parse: returned },
  { aliases: "申诉 异议 有异议 提异议", parse: appeal },
  { aliases: "意见建议 意见和建议 意见与建议 意见反馈 提意见 提建议 提个意见 提个建议", parse: feedback },
  { aliases: "意见 建议", parse: (rest) => (rest.parted ? feedback(rest) : undefined) },
  { aliases: "请假 请病假 请事假 病假 事假", parse: leave },
  { aliases: "代报 代填 代为填报 代为上报", parse: memberAndTotal("proxy_report") },
  { aliases: "代 替 帮", parse: reportFor },
  { aliases: "不符 不属实 不相符", parse: spotWrong, after: "name" },
  { aliases: "属实 相符", parse: spotRight, after: "name" },
  { aliases: "已谈 已谈话 已谈心 谈话完成", parse: talkHeld, after: "name" },
  { aliases: "答复", parse: objectionAnswer },
];
const ALIASES = new Lexicon(ROWS.map((row) => [row.aliases, row]));

function withArguments(words: Words, context: ReadContext): Command | undefined {
  const alias = ALIASES.at(words.text, 0);
  return alias?.kind.parse(wordsFrom(words, alias.text.length), context);
}

function operandFirst(words: Words, context: ReadContext): Command | undefined {
  const name = nameAt(words.written, 0, context.names);
  const end = name?.end ?? quarterAt(words.text, context.today)?.end;
  if (end === undefined) return undefined;
  const behind = wordsFrom(words, end);
  const alias = ALIASES.at(behind.text, 0);
  if (alias === undefined || alias.kind.after !== (name === undefined ? "quarter" : "name")) return undefined;
  const rest = wordsFrom(behind, alias.text.length);
  const turned = (form: "text" | "written") => `${words[form].slice(0, end)} ${rest[form]}`;
  return alias.kind.parse({ text: turned("text"), written: turned("written"), parted: true }, context);
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
function quarterly(name: "summary" | "submit" | "publish" | "approve", aliases: string): Row {
  const parse: Parse = ({ text }, { today }) => {
    const found = quarterAt(text, today);
    return AFTER_QUARTER.test(text.slice(found?.end ?? 0)) ? { name, quarter: found?.quarter } : undefined;
  };
  return { aliases, parse, after: "quarter" };
}

function returned(rest: Words, { today }: ReadContext): Command {
  const found = quarterAt(rest.text, today);
  const reason = found === undefined ? rest : wordsFrom(rest, found.end);
  return { name: "return", quarter: found?.quarter, reason: reason.written };
}

function appeal({ written }: Words): Command {
  return { name: "appeal", text: written };
}

function feedback({ written }: Words): Command {
  return { name: "feedback", text: written };
}

/** «请假期间也学了，总积分12345» is a report, «请假怎么办理？» a question. */
function leave(rest: Words, context: ReadContext): Command | undefined {
  if (/[?吗]|怎么/.test(rest.text)) return undefined;
  const reading = reportIn(rest, context);
  const reports = reading.kind === "score" || (reading.kind === "ask" && reading.candidates.length > 0);
  return reports ? undefined : { name: "leave", text: rest.written.replace(/^了[\s，,]*/, "") };
}

function memberAndTotal(name: "proxy_report" | "spot_wrong"): Parse {
  return (argument, context) => {
    const { member, rest } = memberIn(argument, context);
    return { name, member, total: exactTotal(rest, context) };
  };
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
  return argument.text.startsWith("合") ? undefined : memberAndTotal("spot_wrong")(argument, context);
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
