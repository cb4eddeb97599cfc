import { type Duty, duties, type MemberState, memberStates } from "../domain/roster.ts";
import type { Report } from "./fault.ts";
import { shown } from "./shown.ts";

/**
 * Words for duties and states besides their own. `means` are read as such, `asks` only lead to a question; neither ever
 * leads to more rights, or to another state, than the word says.
 */
interface Vocabulary<Word extends string> {
  readonly kind: string;
  readonly words: readonly Word[];
  readonly means: Readonly<Record<string, Word>>;
  readonly asks: Readonly<Record<string, Word>>;
  /** What is said of somebody to whom nothing of the kind applies. */
  readonly none: readonly string[];
}

/** 《中国共产党支部工作条例（试行）》: who holds one of these posts is a member of the branch committee. */
const POSTS =
  "组织 纪检 纪律 纪律检查 青年 统战 保密 生活 文体 文艺 体育 群工 群团 妇女 学习 学宣 安全 统战保密 统战群工";
const SEATS = "支部委员 党支部委员 支委委员 支委会委员 支部支委 支部副书记 党支部副书记";
const branchCommittee = POSTS.split(" ")
  .flatMap((post) => [`${post}委员`, `支部${post}委员`])
  .concat(SEATS.split(" "));

export const dutyWords: Vocabulary<Duty> = {
  kind: "职务",
  words: duties,
  means: {
    ...Object.fromEntries(branchCommittee.map((post) => [post, "支委" as const])),
    党支部书记: "支部书记",
    支部宣传委员: "宣传委员",
    党支部宣传委员: "宣传委员",
  },
  asks: { 书记: "支部书记", 委员: "支委", 副书记: "支委", 学校党委书记: "党委书记", 学校党委委员: "党委委员" },
  none: ["党员", "普通党员", "正式党员", "预备党员", "无职务"],
};

export const stateWords: Vocabulary<MemberState> = {
  kind: "状态",
  words: memberStates,
  means: { 病假: "长期病假", 长病假: "长期病假" },
  asks: {
    ...asking("离退休", "退休 离休 离退 已退休 已离休 退休人员 离退休人员"),
    ...asking("在职", "在岗 在编 现职 在职在岗 在职在编 在职人员"),
    ...asking("转出", "已转出 转走 组织关系转出 关系转出"),
    ...asking("已故", "去世 已去世 逝世 病故 故去"),
    ...asking("借调", "借出 外借 借调中 已借调"),
    ...asking("产假", "休产假 产休 产假中"),
    ...asking("长期病假", "病休 长期病休 长病 长期病假中"),
    ...asking("未注册", "没有注册 未注册学习强国 没注册"),
  },
  none: [],
};

function asking<Word extends string>(word: Word, others: string): Record<string, Word> {
  return Object.fromEntries(others.split(" ").map((other) => [other, word]));
}

/** Undefined: not readable, which is reported; null: none. `note` is told when a word counts as another one. */
export function readWord<Word extends string>(
  text: string,
  { kind, words, means, asks, none }: Vocabulary<Word>,
  report: Report,
  note: (text: string) => void,
): Word | null | undefined {
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  if (none.includes(text)) return null;
  if (Object.hasOwn(means, text)) {
    note(`${kind}“${text}”按“${means[text]}”读取`);
    return means[text];
  }
  const guess = Object.hasOwn(asks, text) ? asks[text] : words.find((known) => spelling(known) === spelling(text));
  const question = guess === undefined ? "" : `，是不是“${guess}”`;
  return report(`没有“${shown(text)}”这个${kind}${question}`, `请从这些里选：${words.join("、")}`);
}

/** Characters typed for one another, by sound or by shape; each group counts as its first. */
const CONFUSED = [
  "记计纪己",
  "宣喧宜渲",
  "传专转",
  "员圆园",
  "委萎",
  "支枝",
  "管官馆",
  "理里",
  "党挡档",
  "职织",
  "休体",
  "在再",
  "假价",
  "调掉",
  "册策",
];
const plain = new Map(CONFUSED.flatMap((group) => Array.from(group, (letter) => [letter, group[0]!] as const)));

function spelling(word: string): string {
  return Array.from(word, (letter) => plain.get(letter) ?? letter).join("");
}
