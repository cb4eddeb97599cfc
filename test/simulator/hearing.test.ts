import { expect, test } from "vitest";
import { hear } from "../../src/simulator/hearing.ts";

/** 2026-11-18 09:07 in Shanghai. */
const AT = Date.UTC(2026, 10, 18, 1, 7);
/** The same day, 21:00. */
const CLOSES = Date.UTC(2026, 10, 18, 13);

test.each([
  "请回复您的成长总积分，今天 21:00 前有效。",
  "李明您好，请在11月18日21:00前告诉我“学习强国”成长总积分",
  "【9:07】成长总积分填报，2026-11-18 21:00截止",
  "请在 21:00 前回复成长总积分，支部人均将用于季度通报。",
])("a question names the total and the closing time: %s", (text) => {
  expect(hear(text, AT)).toEqual({ kind: "question", closesAt: CLOSES });
});

test("an extra round may close on another day", () => {
  expect(hear("请报成长总积分，11月20日 09:30 截止", AT)).toEqual({
    kind: "question",
    closesAt: Date.UTC(2026, 10, 20, 1, 30),
  });
});

test.each([
  ["已记录：李明 2026-11-18 成长总积分 12345 分，比上次 +1325。更正请回复“更正 数字”", "accepted", { total: 12_345 }],
  ["已更正为 12354，共 2 次填报", "accepted", { total: 12_354 }],
  ["请确认：是 12345 吗？上次（8月18日）是 12400", "confirm", { numbers: [12_345, 12_400] }],
  ["没有读到积分，请回复成长总积分的数字，21:00 前有效", "unread", {}],
  ["目前没有进行中的填报", "no-round", {}],
  ["2026年第四季度通报（公示）", "results", {}],
  ["成长总积分是什么？见办法", "other", {}],
  ["已谈话", "other", {}],
  ["已记录：李明 12345 分（代报）。", "other", {}],
])("%s is heard as %s", (text, kind, more) => {
  expect(hear(text, AT)).toEqual({ kind, ...more });
});
