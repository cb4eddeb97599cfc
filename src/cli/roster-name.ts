import { spelledName } from "../domain/names.ts";
import type { Report } from "./fault.ts";
import { shown } from "./shown.ts";

const MAX_NAME = 40;

const BRACKET = /^([^([{<〈《「『【〔]*)([([{<〈《「『【〔].*)$/s;
/** 张三 女, 王五预备: after a name of two characters or more, not a part of it. */
const REMARK =
  /^(.{2,}?)[\s\-—–_*]*((?:中共)?(?:预备党员|正式党员|党员|预备)|(?<=[\s\-—–_])(?:男|女|新|退休|离休|借调|病假|产假|转出|组长|书记|委员))$/su;
const TITLE = /^(.+?)(同志|老师|先生|女士|教授|书记|主任|校长|院长|处长|科长|部长)$/su;
const LOST = /[?\uFFFD□■〓]/;
const MASKED = /[*＊✱×xX]{1,}/;

/** A name as it is stored, without a remark: each remark would make another person of it in the chat. */
export function readName(text: string, report: Report): string | undefined {
  const name = spelledName(text);
  if (name === "") return report("没有填写", "请填上姓名");
  const told = shown(name);
  if (/[\p{Nd}\p{Cc}]/u.test(name)) return report(`“${told}”里有数字或看不见的字符`, "请只写姓名");
  const [, before, remark] = BRACKET.exec(name) ?? REMARK.exec(text) ?? [];
  if (remark !== undefined) {
    const bare = spelledName(before ?? "");
    return report(
      `“${told}”里有备注“${shown(remark)}”`,
      bare === "" ? "请只写姓名" : `请只写“${shown(bare)}”，备注写在另一列`,
    );
  }
  const [, bare = "", title] = TITLE.exec(name) ?? [];
  if (title !== undefined) {
    return report(`“${told}”里有称呼“${title}”`, Array.from(bare).length > 1 ? `请只写“${shown(bare)}”` : "请写全名");
  }
  if (LOST.test(name)) return report(`“${told}”里有没能保存的字`, "请补上生僻字，存为 .xlsx 再导入");
  if (/[、,;/|&+]/.test(name)) return report(`“${told}”像是几个人`, "请每人一行，只写姓名");
  if (/\p{Script=Han}/u.test(name) && MASKED.test(name)) return report(`“${told}”不是全名`, "请写全名");
  if (!/^[\p{L}\p{M}\p{Co}·'’. -]+$/u.test(name)) return report(`“${told}”里有姓名中没有的符号`, "请只写姓名");
  if (Array.from(name).length > MAX_NAME) return report(`超过 ${MAX_NAME} 个字`, "请只写姓名");
  return name;
}
