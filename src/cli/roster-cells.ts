import { type Day, parseDay } from "../domain/calendar.ts";
import { accountKey, type Duty, duties, type MemberState, memberStates } from "../domain/roster.ts";
import { FORGOTTEN } from "../store/members.ts";
import type { Report } from "./fault.ts";
import { nearest } from "./nearest.ts";

const MAX_NAME = 30;
const MAX_BRANCH = 40;

export function readName(text: string, report: Report): string | undefined {
  const name = withoutBlanks(text);
  if (name === "") return report("没有填写", "请填上姓名");
  if (/[\p{Nd}\p{Cc}]/u.test(name)) return report(`“${shown(name)}”里有数字或看不见的字符`, "请只写姓名");
  if (name.length > MAX_NAME) return report(`超过 ${MAX_NAME} 个字`, "请只写姓名");
  return name;
}

/** Documents and files are named for branches, so a name has only what a file's name may have. */
export function readBranch(text: string, report: Report): string | undefined {
  const branch = withoutBlanks(text);
  if (branch === "") return report("没有填写", "请填上所在党支部");
  if (!/^[\p{L}\p{M}\p{N}()\-_·、.&]+$/u.test(branch)) {
    return report(`“${shown(branch)}”里有不能用的字符`, "请只用汉字、字母、数字、括号和连字符");
  }
  if (branch.length > MAX_BRANCH) return report(`超过 ${MAX_BRANCH} 个字`, "请用党支部的简称");
  return branch;
}

/** Reads the accounts of one file, in which each may come once. */
export function accountReader(): (text: string, line: number, report: Report) => string | undefined {
  const lines = new Map<string, number>();
  return (text, line, report) => {
    if (text === "") return report("没有填写", "请填上通讯录里的账号");
    if (/^\d(?:\.\d+)?e\+\d+$/i.test(text)) {
      return report(`“${text}”是 Excel 缩写的长数字，末几位已丢失`, "请把这一列设为“文本”，再重填账号");
    }
    if (!/^[A-Za-z0-9][\w.@-]{0,63}$/.test(text)) {
      return report(
        `“${shown(text)}”不像账号`,
        "账号是 1 至 64 个字母、数字或 - _ . @，以字母或数字开头，请从通讯录抄录",
      );
    }
    if (accountKey(text).startsWith(FORGOTTEN)) {
      return report(`“${text}”是已删除数据的代称`, "请填上通讯录里的账号");
    }
    const first = lines.get(accountKey(text));
    if (first !== undefined) {
      return report(`第 ${first} 行和第 ${line} 行都是“${text}”`, "每个账号只能有一行，请改正或删去一行");
    }
    lines.set(accountKey(text), line);
    return text;
  };
}

export function readDuties(text: string, report: Report): Duty[] {
  return text
    .split(/[、,;/\s]+/)
    .filter((name) => name !== "")
    .flatMap((name) => readWord(name, duties, "职务", report) ?? []);
}

/** An empty cell is 在职. */
export function readState(text: string, report: Report): MemberState | undefined {
  const state = withoutBlanks(text);
  return state === "" ? "在职" : readWord(state, memberStates, "状态", report);
}

/** `2026-11-22`, also with / or . or 年月日, and with the time that Excel writes behind a day. */
export function readDay(text: string, report: Report): Day | undefined {
  if (text === "") return undefined;
  const dashed = withoutBlanks(text.replace(/\s+\d{1,2}:\d{2}(?::\d{2})?$/, ""))
    .replace(/日$/, "")
    .replaceAll(/[/.年月]/g, "-");
  const [, year, month = "", day = ""] = /^((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})$/.exec(dashed) ?? [];
  try {
    return parseDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  } catch {
    return report(`“${shown(text)}”不是日期，或没有这一天`, "请写成 2026-11-22 的样子");
  }
}

function readWord<Word extends string>(
  name: string,
  words: readonly Word[],
  kind: string,
  report: Report,
): Word | undefined {
  const word = words.find((known) => known === name);
  if (word !== undefined) return word;
  const guess = nearest(name, words);
  const question = guess === undefined ? "" : `，是不是“${guess}”`;
  return report(`没有“${shown(name)}”这个${kind}${question}`, `请从这些里选：${words.join("、")}`);
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, "");
}

/** Short enough for a line, and nothing that moves a terminal's cursor. */
function shown(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, "?");
  return visible.length > 20 ? `${visible.slice(0, 20)}…` : visible;
}
