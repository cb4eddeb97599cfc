import { type Day, type Quarter, yearOf } from "../../domain/calendar.ts";
import { memberIn, quarterAt, type Words, wordsFrom, yearAt } from "./arguments.ts";
import type { Takes } from "./commands.ts";
import { nameAt } from "./names.ts";
import { type ObjectionAnswer, objectionAnswer } from "./objection-answer.ts";
import type { ReadContext } from "./reading.ts";
import { exactTotal, reportIn } from "./report.ts";
import { type TotalAndReason, totalAndReason } from "./total-and-reason.ts";

const LONGEST_BRANCH = 30;
const AFTER_BRANCH = /[\s。.!！?？、,，~～]+$|(?:谢谢|一下|吧)$/;

/** [党支部] */
export const branch: Takes<{ readonly branch: string | undefined }> = ({ text, written, parted }) => {
  const asked = written.replace(AFTER_BRANCH, "");
  if (asked === "") return { branch: undefined };
  const isBranch = parted || /总?支部?[\s。.!]{0,3}$/.test(text);
  return isBranch && asked.length <= LONGEST_BRANCH ? { branch: asked } : undefined;
};

const AFTER_QUARTER = /^[\s的]{0,3}(?:汇总表?|通报|公示|报表)?(?:一下|吧)?[\s。.!]{0,3}$/;

/** [季度|年], and nothing else: «提交了，12345» is a report. */
export const quarter: Takes<{ readonly quarter: Quarter | undefined; readonly still?: true }> = (
  { text },
  { today },
) => {
  const found = periodAt(text, today);
  return AFTER_QUARTER.test(text.slice(found?.end ?? 0)) ? { quarter: quarterOf(found) } : undefined;
};

/** The same behind 仍然: what is open has been seen. */
export const quarterStill: typeof quarter = (behind, context) => {
  const found = quarter(behind, context);
  return found && { ...found, still: true };
};

/** [年], and nothing else. */
export const year: Takes<{ readonly year: number | undefined }> = ({ text }, { today }) => {
  const found = yearAt(text, today);
  if (!AFTER_QUARTER.test(text.slice(found?.end ?? 0))) return undefined;
  return { year: found && yearOf(quarterOf(found)!) };
};

/** [季度|年] 理由 */
export const quarterAndReason: Takes<{ readonly quarter: Quarter | undefined; readonly reason: string }> = (
  rest,
  { today },
) => {
  const found = periodAt(rest.text, today);
  const reason = found === undefined ? rest : wordsFrom(rest, found.end);
  return { quarter: quarterOf(found), reason: reason.written };
};

const periodAt = (text: string, today: Day) => quarterAt(text, today) ?? yearAt(text, today);
const quarterOf = (found: ReturnType<typeof quarterAt>) => found && (found.quarter as Quarter);

/** 内容 */
export const text: Takes<{ readonly text: string }> = ({ written }) => ({ text: written });

/** «建议大家多学» is no command. */
export const partedText: Takes<{ readonly text: string }> = ({ written, parted }) =>
  parted ? { text: written } : undefined;

/** «请假期间也学了，总积分12345» is a report, «请假怎么办理？» a question. */
export const absence: Takes<{ readonly text: string }> = (rest, context) => {
  if (/[?吗]|怎么/.test(rest.text)) return undefined;
  const reading = reportIn(rest, context);
  const reports = reading.kind === "score" || (reading.kind === "ask" && reading.candidates.length > 0);
  return reports ? undefined : { text: rest.written.replace(/^了[\s，,]*/, "") };
};

/** `total` undefined: it was not written, or cannot be read exactly. */
interface MemberAndTotal {
  readonly member: string | undefined;
  readonly total: number | undefined;
}

/** 姓名 数 */
export const memberAndTotal: Takes<MemberAndTotal> = (argument, context) => {
  const { member, rest } = memberIn(argument, context);
  return { member, total: exactTotal(rest, context) };
};

/** 姓名 数 [理由] behind 不符; «不符合要求» is no command. */
export const wrongTotal: Takes<MemberAndTotal & TotalAndReason> = (argument, context) => {
  if (argument.text.startsWith("合")) return undefined;
  const { member, rest } = memberIn(argument, context);
  return { member, ...totalAndReason(rest, context) };
};

const REPORTS = /^(?:同志|老师)?(?:代报|代填|上报|填报|登记|报(?![名告])|填)(?:一下|了)?/;

/** 帮张伟报9876 */
export const reportFor: Takes<MemberAndTotal> = (argument, context) => {
  const name = nameAt(argument.written, 0, context.names);
  if (name === undefined) return undefined;
  const behind = wordsFrom(argument, name.end);
  const verb = REPORTS.exec(behind.text)?.[0];
  if (verb === undefined) return undefined;
  return { member: name.name, total: exactTotal(wordsFrom(behind, verb.length), context) };
};

/** 姓名; «属实，12345» is a report. */
export const member: Takes<Pick<MemberAndTotal, "member">> = (argument, context) => {
  const { member } = memberIn(argument, context);
  return member === undefined && argument.text !== "" ? undefined : { member };
};

const BRANCH_ALONE = /^[^\s,:、;]{1,16}支部(?=[\s,:、;]|$)/;

/** 姓名 [备注] or 党支部 [备注]: with whom a talk was held; which of the two it is, the speaker's duties say. */
export interface TalkPartner {
  readonly member: string | undefined;
  readonly note: string;
  /** The branch whose name the words begin with, of two the longer, and what stands behind it. */
  readonly branch: { readonly name: string; readonly note: string } | undefined;
}

export const talkPartner: Takes<TalkPartner> = (argument, context) => {
  const alone = BRANCH_ALONE.test(argument.text);
  const found = alone ? { member: undefined, rest: argument } : memberIn(argument, context);
  const note = found.rest.written;
  return { member: found.member, note, branch: branchAtStart(`${found.member ?? ""} ${note}`.trim(), context) };
};

function branchAtStart(words: string, { branches }: ReadContext): TalkPartner["branch"] {
  let longest = "";
  for (const name of branches) if (name.length > longest.length && words.startsWith(name)) longest = name;
  return longest === "" ? undefined : { name: longest, note: behind(words, longest) };
}

/** The words after `start`, if they begin with it, and after what parts them from it. */
export function behind(words: string, start: string): string {
  return words.startsWith(start) ? words.slice(start.length).replace(/^[\s,，.。:：;；、]+/, "") : words;
}

const NUMBER = /^(?:编号|第|#|no\.?)? ?(\d{1,9}) ?[号条]?/i;

/** 编号 内容; «答复：12345» is a report: no number of an objection is that long. */
export const numberedAnswer: Takes<{
  readonly id: number | undefined;
  readonly answer: ObjectionAnswer | undefined;
}> = (rest: Words) => {
  if (/^\d{4,}分?$/.test(rest.text)) return undefined;
  const number = NUMBER.exec(rest.text);
  const words = number === null ? rest : wordsFrom(rest, number[0].length);
  return { id: number === null ? undefined : Number(number[1]), answer: objectionAnswer(words.written) };
};
