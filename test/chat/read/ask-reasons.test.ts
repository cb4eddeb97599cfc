import { expect, test } from "vitest";
import type { AskReason } from "../../../src/chat/read/reading.ts";
import { read, sender } from "./fixtures.ts";

const reasons: [string, AskReason, number[]][] = [
  ["10980", "below-last", [10_980]],
  ["17093", "above-possible", [17_093]],
  ["一万二", "approximate", [12_000]],
  ["大概12345", "approximate", [12_345]],
  ["两三万", "approximate", []],
  ["1,2345", "irregular", [12_345]],
  ["l2345", "irregular", [12_345]],
  ["12345 12354", "several", [12_345, 12_354]],
  ["+1325", "increment", [12_345]],
  ["没变", "unchanged", [11_020]],
  ["今天35分", "only-today", []],
  ["20261118", "only-date", []],
  ["王芳 15678", "other-person", []],
  ["[图片]", "picture", []],
  ["12345吗", "question", [12_345]],
];

test.each(reasons)("«%s» is questioned as %s", (message, reason, candidates) => {
  expect(read(message, sender(11_020))).toEqual({ kind: "ask", reason, candidates });
});

test("a first report that one day could give may be today's points", () => {
  expect(read("35", sender())).toEqual({ kind: "ask", reason: "maybe-today", candidates: [35] });
});

test("an implausible total is a graver doubt than how it was said", () => {
  expect(read("大概1234", sender(11_020))).toEqual({ kind: "ask", reason: "below-last", candidates: [1234] });
  expect(read("+99999", sender(11_020))).toEqual({ kind: "ask", reason: "above-possible", candidates: [111_019] });
});

test("an increment without a last total leaves nothing to echo", () => {
  expect(read("+1325", sender())).toEqual({ kind: "ask", reason: "increment", candidates: [] });
});

test("a message longer than any reply is not searched for a number", () => {
  const pasted = "学习强国平台的学习内容".repeat(200);

  expect(read(pasted, sender(11_020))).toEqual({ kind: "none" });
  expect(read(`12345${pasted}`, sender(11_020))).toEqual({ kind: "ask", reason: "several", candidates: [] });
});

test("the sender's line is found in a 接龙 of any length", () => {
  const others = Array.from({ length: 500 }, (_, index) => `${index + 1}. 赵小六 ${10_000 + index}`);

  const reading = read(`#接龙\n${others.join("\n")}\n501. 李明 12345`, sender(11_020));

  expect(reading).toEqual({ kind: "score", total: 12_345 });
});
