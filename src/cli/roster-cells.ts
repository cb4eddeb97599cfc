import { accountKey, type Duty, type MemberState } from "../domain/roster.ts";
import { FORGOTTEN } from "../store/members.ts";
import type { Report } from "./fault.ts";
import { dutyWords, readWord, stateWords } from "./roster-words.ts";
import { shown } from "./shown.ts";

const MAX_BRANCH = 40;

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
    if (/^(?:19|20)\d{2}-\d{2}(?:-\d{2})?$/.test(text)) {
      return report(`“${text}”是日期，账号可能已被 Excel 改写`, "请把这一列设为“文本”，再重填账号");
    }
    const [, digits] = /^(\d+)\.0+$/.exec(text) ?? [];
    if (digits !== undefined)
      return report(`“${shown(text)}”是带小数的数字`, `请改为 ${shown(digits)}，这一列设为“文本”`);
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

export type Note = (text: string) => void;

export function readDuties(text: string, report: Report, note: Note): Duty[] {
  const named = text.split(/[、,;/\s+&|]+|兼任?|和|及/).filter((name) => name !== "");
  return [...new Set(named.flatMap((name) => readWord(name, dutyWords, report, note) ?? []))];
}

/** An empty cell is 在职. */
export function readState(text: string, report: Report, note: Note): MemberState | undefined {
  const state = withoutBlanks(text);
  return state === "" ? "在职" : (readWord(state, stateWords, report, note) ?? undefined);
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, "");
}
