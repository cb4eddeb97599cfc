import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RosterNames } from "../../../src/chat/read/names.ts";
import { inWords, read, sender } from "./fixtures.ts";

const names = new RosterNames(["李明", "阿依古丽·买买提", "张三", "𠮷田明", "欧阳·热娜•木"]);
const [, ...rows] = readFileSync(new URL("edges.tsv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split("\t"));

test.each(rows)("at the edge: %s: «%s» is %s", (_, message = "", right = "") => {
  const reading = read(message, { ...sender(message === "1134千" ? 1100 : 11_020), names });

  if (right.startsWith("found") || right === "the member is found") {
    const [, , name = "", total] = /^(代报) (\S+) (\d+)/.exec(message) ?? [];
    const member = name.startsWith("阿依古丽") ? "阿依古丽·买买提" : name;
    expect(reading).toEqual({
      kind: "command",
      command: { name: "proxy_report", args: { member, total: Number(total) } },
    });
    return;
  }
  // `score|ask 11125`: of what stands before the number each kind will do.
  const kinds = right.split("|").map((way) => way.split(" ")[0]);
  const value = /\d+/.exec(right)?.[0];
  expect(kinds).toContain(reading.kind === "command" ? "ask" : reading.kind);
  if (reading.kind === "score") expect(reading.total).toBe(Number(value));
  expect(inWords(reading)).not.toBe("");
});

const dotted = new RosterNames(["阿依古丽·买买提", "阿依古丽·吐尔逊", "欧阳热娜", "李堃", "张伟", "张三丰"]);

test.each([
  ["欧阳热娜", "阿依古丽买买提 12345", "ask"],
  ["欧阳热娜", "阿依古丽 · 买买提12345", "ask"],
  ["欧阳热娜", "阿依古丽 买买提 12345", "ask"],
  ["欧阳热娜", "阿依古麗‧買買提 12345", "ask"],
  ["欧阳热娜", "买买提 12345", "ask"],
  ["欧阳热娜", "12345 吐尔逊", "ask"],
  ["欧阳热娜", "李坤 12345", "ask"],
  ["欧阳热娜", "李堃（女）12345", "ask"],
  ["欧阳热娜", "@阿依古丽•买买提 12345", "ask"],
  ["欧阳热娜", "替张老师报 12345", "ask"],
  ["欧阳热娜", "帮张主任填一下12345", "ask"],
  ["欧阳热娜", "我12345，买买提11000", "score 12345"],
  ["欧阳热娜", "歐陽熱娜 12345", "score 12345"],
  ["欧阳热娜", "欧阳·热娜12345", "score 12345"],
  ["欧阳热娜", "帮我报12345", "score 12345"],
  ["欧阳热娜", "麻烦帮忙登记，12345", "score 12345"],
  ["阿依古丽·买买提", "阿依古丽买买提 12345", "score 12345"],
  ["阿依古丽·买买提", "买买提 12345", "score 12345"],
  ["阿依古丽·买买提", "阿依古丽 12345", "ask"],
  ["李堃", "李坤12345", "score 12345"],
  ["张三丰", "张 三丰 12345", "score 12345"],
])("%s says «%s»: %s", (me, message, expected) => {
  expect(inWords(read(message, { ...sender(11_020), me, names: dotted }))).toBe(expected);
});

test("of two names that fold alike each is the one that is written so, and another spelling is nobody's own", () => {
  const names = new RosterNames(["李堃", "李坤", "王芳"]);
  const total = { kind: "score", total: 12_345 };

  expect(read("李堃 12345", { ...sender(11_020), me: "李堃", names })).toEqual(total);
  expect(read("李坤 12345", { ...sender(11_020), me: "李堃", names }).kind).toBe("ask");
  expect(read("李 堃 12345", { ...sender(11_020), me: "王芳", names }).kind).toBe("ask");
});

test.each([
  ["代报 阿依古丽买买提 11400", { name: "proxy_report", member: "阿依古丽·买买提", total: 11_400 }],
  ["代报 吐尔逊 11400", { name: "proxy_report", member: "吐尔逊", total: 11_400 }],
  ["代报 zhang.wei2 11400", { name: "proxy_report", member: "zhang.wei2", total: 11_400 }],
  ["属实 zw02", { name: "spot_right", member: "zw02" }],
  ["阿依古丽．买买提属实", { name: "spot_right", member: "阿依古丽·买买提" }],
  ["不符 阿依古丽买买提 11400", { name: "spot_wrong", member: "阿依古丽·买买提", total: 11_400 }],
  ["已谈 zw02 很好", { name: "talk_held", member: "zw02", note: "很好" }],
  ["已谈 张伟 明天再谈", { name: "talk_held", member: "张伟", note: "明天再谈" }],
])("«%s» finds whom it means", (message, { name, ...args }) => {
  expect(read(message, { ...sender(11_020), names: dotted })).toMatchObject({
    kind: "command",
    command: { name, args },
  });
});
