import { CLOSING, QUOTES, SHORT } from "./commands.ts";
import type { Answer } from "./reading.ts";

/** Answers to a question take no polite words around them, and «对？» is no answer. */
const ANSWERS: Readonly<Record<Answer, string>> = {
  confirm: "是 是的 对 对的 没错 正确 确认 嗯 嗯嗯 ok okay 对对 对对对 是是 是是是 无误 确认无误 yes y",
  deny: "否 不是 不是的 不对 取消 不 错 错了 不正确 不确认 no n",
};
const byWord = new Map(
  Object.entries(ANSWERS).flatMap(([answer, words]) => words.split(" ").map((word) => [word, answer as Answer])),
);

/** «不对，是12354» is none. */
export function answerIn(text: string): Answer | undefined {
  if (!SHORT.test(text)) return undefined;
  const key = text.toLowerCase().replace(QUOTES, "");
  return key.endsWith("?") ? undefined : byWord.get(key.replace(CLOSING, ""));
}
