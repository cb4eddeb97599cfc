import { answerCommand, wholeCommand } from "./aliases.ts";
import { memberIn, quarterAt, type Words, wordsFrom } from "./arguments.ts";
import type { Message } from "./clean.ts";
import { nameAt } from "./names.ts";
import type { Command, ReadContext } from "./reading.ts";
import { exactTotal, reportIn } from "./report.ts";

/** Polite words before a command. */
const LEAD_IN =
  /^(?:您好|你好|请问|请|麻烦[您你]?|帮我|帮忙|给我|我要|我想|想|查一下|查下|查询|查看|查|看一下|看下|看看|看)[\s,。!]{0,3}/;
const MOST_LEAD_INS = 4;

/** The command that the whole message is (domain.md §8.2); «我的积分12345» and «不对，是12354» are none. */
export function commandIn(message: Message, context: ReadContext): Command | undefined {
  const answer = answerCommand(message.text);
  if (answer !== undefined) return { name: answer };
  let words: Words = { text: message.text, written: message.written, parted: false };
  for (let leadIns = 0; leadIns <= MOST_LEAD_INS; leadIns++) {
    const whole = wholeCommand(words.text);
    if (whole !== undefined) return { name: whole };
    const command = withArguments(words, context) ?? operandFirst(words, context);
    if (command !== undefined) return command;
    const leadIn = LEAD_IN.exec(words.text)?.[0].length;
    if (leadIn === undefined) return undefined;
    words = wordsFrom(words, leadIn);
  }
  return undefined;
}

type Parse = (rest: Words, context: ReadContext) => Command | undefined;

/** By alias; of two that fit the longer comes first. What a parser does not accept is no command. */
const WITH_ARGUMENTS: readonly (readonly [aliases: RegExp, parse: Parse])[] = [
  [/^谈(?:心谈)?话名单/, talkList],
  [/^(?:导出|季度)?汇总表?/, quarterly("summary")],
  [/^提交(?:汇总表?)?/, quarterly("submit")],
  [/^发布(?:汇总表?|通报|公示)?/, quarterly("publish")],
  [/^(?:审核|审批)?通过|^批准/, quarterly("approve")],
  [/^(?:退回|驳回)/, returned],
  [/^(?:申诉|[有提]?异议)/, ({ written }) => ({ name: "appeal", text: written })],
  [/^(?:意见[和与]?建议|意见反馈|提个?(?:意见|建议))/, ({ written }) => ({ name: "feedback", text: written })],
  [/^(?:意见|建议|反馈)/, ({ written, parted }) => (parted ? { name: "feedback", text: written } : undefined)],
  [/^(?:请病假|请事假|请假|病假|事假)了?/, leave],
  [/^(?:代报|代填|代为填报|代为上报)/, proxyReport],
  [/^[代替帮]/, reportFor],
  [/^(?:不符(?!合)|不属实|不相符)/, spotWrong],
  [/^(?:属实|相符)/, (rest, context) => ({ name: "spot_right", member: memberIn(rest, context).member })],
  [/^(?:已谈[话心]?|谈话完成)/, talkHeld],
  [/^答复/, objectionAnswer],
];

function withArguments(words: Words, context: ReadContext): Command | undefined {
  for (const [aliases, parse] of WITH_ARGUMENTS) {
    const alias = aliases.exec(words.text)?.[0];
    const command = alias === undefined ? undefined : parse(wordsFrom(words, alias.length), context);
    if (command !== undefined) return command;
  }
  return undefined;
}

const AFTER_OPERAND = /^(?:不符(?!合)|不属实|属实|已谈[话心]?|汇总表?$|提交$|发布$|通过$)/;

/** 张伟属实, 张伟 已谈 状态很好, 四季度汇总: what the command is about may come first. */
function operandFirst(words: Words, context: ReadContext): Command | undefined {
  const end = nameAt(words.written, 0, context.names)?.end ?? quarterAt(words.text, context.today)?.end;
  if (end === undefined) return undefined;
  const behind = wordsFrom(words, end);
  const alias = AFTER_OPERAND.exec(behind.text)?.[0];
  if (alias === undefined) return undefined;
  const { text, written } = wordsFrom(behind, alias.length);
  const turned = {
    text: `${alias} ${words.text.slice(0, end)} ${text}`,
    written: `${alias} ${words.written.slice(0, end)} ${written}`,
    parted: false,
  };
  return withArguments(turned, context);
}

const LONGEST_BRANCH = 30;

function talkList({ text, written, parted }: Words): Command | undefined {
  if (written === "") return { name: "talk_list", branch: undefined };
  const isBranch = parted || /总?支部?$/.test(text);
  return isBranch && written.length <= LONGEST_BRANCH ? { name: "talk_list", branch: written } : undefined;
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
  const reading = reportIn({ ...rest, picture: false }, context);
  const reports = reading.kind === "score" || (reading.kind === "ask" && reading.candidates.length > 0);
  return reports ? undefined : { name: "leave", text: rest.written };
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

function spotWrong(argument: Words, context: ReadContext): Command {
  const { member, rest } = memberIn(argument, context);
  return { name: "spot_wrong", member, total: exactTotal(rest, context) };
}

function talkHeld(argument: Words, context: ReadContext): Command {
  const { member, rest } = memberIn(argument, context);
  return { name: "talk_held", member, note: rest.written };
}

const NUMBER = /^(?:编号|第|#|no\.?)? ?(\d{1,9}) ?[号条]?/i;

function objectionAnswer(rest: Words): Command {
  const number = NUMBER.exec(rest.text);
  const answer = number === null ? rest : wordsFrom(rest, number[0].length);
  return { name: "objection_answer", id: number === null ? undefined : Number(number[1]), text: answer.written };
}
