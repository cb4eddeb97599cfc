import fc from "fast-check";
import nzh from "nzh";
import { expect, test } from "vitest";
import type { Reading } from "../../../src/chat/read/reading.ts";
import { plausibility } from "../../../src/domain/score.ts";
import { read, readFreeText, sender } from "./fixtures.ts";

const FIRST_REPORT = sender();
/** Every total that a first report may name without a question. */
const total = fc.integer({ min: 67, max: 189_948 });
const ROSTER = ["李明", "王芳", "张伟", "陈静", "伍建国", "万里", "陆一鸣", "丁一"];

type Form = (total: number) => string;

const forms: Record<string, Form> = {
  "plain digits": String,
  "full-width digits": (total) => fullWidth(String(total)),
  "groups with commas": (total) => grouped(total, ","),
  "groups with full-width commas": (total) => grouped(total, "，"),
  "groups with blanks": (total) => grouped(total, " "),
  "groups with apostrophes": (total) => grouped(total, "'"),
  "Han numerals": (total) => nzh.cn.encodeS(total),
  "Han numerals with every 一": (total) => nzh.cn.encodeS(total, { tenMin: false }),
  "capital Han numerals": (total) => nzh.cn.encodeB(total),
  "traditional Han numerals": (total) => nzh.hk.encodeS(total),
  "Han digits one by one": (total) => (total < 1000 ? String(total) : hanDigits(total)),
  "万 with four decimals": (total) => (total < 10_000 ? String(total) : `${(total / 10_000).toFixed(4)}万`),
  "w with four decimals": (total) => (total < 10_000 ? String(total) : `${(total / 10_000).toFixed(4)}w`),
  "k with three decimals": (total) => (total < 1000 ? String(total) : `${(total / 1000).toFixed(3)}k`),
  "万 and four digits": (total) => (total < 10_000 ? String(total) : mixed(total)),
  "decimal zeros": (total) => `${total}.0`,
  "keycap digits": (total) => String(total).replaceAll(/\d/g, "$&\uFE0F\u20E3"),
};

const before = fc.oneof(
  fc.constantFrom(
    "",
    "总积分",
    "我的积分是",
    "成长总积分：",
    "收到，",
    "李明 ",
    "目前",
    "我",
    "更正为",
    "- ",
    "🎉",
    "[强]",
  ),
  fc.constantFrom("第二党支部 ", "今天学了35分，总分", "书记好，我是李明，一共", "11月18日 ", "@党务小助手\u2005"),
  fc.constant("「党务小助手：请回复，例如 10000」\n- - - - - - -\n"),
);
const after = fc.oneof(
  fc.constantFrom("", "分", "积分", " 分", "。", "！", "🎉🎉", "[强]", "，请查收"),
  fc.constantFrom("，今日35", "（今日+35）", "\n谢谢书记", "分，日均14.4"),
);

test.each(Object.entries(forms))("a total in %s reads back as that total", (_, form) => {
  fc.assert(
    fc.property(total, before, after, (total, before, after) => {
      expect(read(before + form(total) + after, FIRST_REPORT)).toEqual({ kind: "score", total });
    }),
  );
});

test.each(Object.entries(forms))("a total in %s reads back when it is reported for another member", (_, form) => {
  fc.assert(
    fc.property(total, fc.constantFrom("代报 张伟 ", "代报张伟，", "帮张伟报 "), (total, before) => {
      const command = { name: "proxy_report", args: { member: "张伟", total } };
      expect(read(before + form(total), FIRST_REPORT)).toEqual({ kind: "command", command });
    }),
  );
});

test("the short cut for bare digits reads as the long way does", () => {
  const digits = fc.stringMatching(/^[0-9]{1,9}(分|积分)?$/);
  fc.assert(
    fc.property(digits, fc.option(total, { nil: undefined }), (text, previous) => {
      const context = sender(previous);
      expect(read(text, context)).toEqual(readFreeText(text, context));
    }),
    { numRuns: 1000 },
  );
});

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), phrases());

test("any text at all gives a well-formed reading", () => {
  fc.assert(
    fc.property(anyText, fc.option(total, { nil: undefined }), (text, previous) => {
      expectWellFormed(read(text, sender(previous)));
    }),
    { numRuns: 3000 },
  );
});

test("an accepted total is always a plausible one", () => {
  fc.assert(
    fc.property(anyText, fc.option(total, { nil: undefined }), (text, previous) => {
      const context = sender(previous);
      const reading = read(text, context);
      if (reading.kind === "score") {
        expect(plausibility(reading.total, context.previous, context.today)).toBe("plausible");
      }
    }),
    { numRuns: 3000 },
  );
});

test("in a 接龙 only the sender's own line is read", () => {
  const entry = fc.tuple(total, fc.constantFrom(...Object.values(forms)));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(ROSTER, { minLength: 2 }),
      fc.array(entry, { minLength: 8, maxLength: 8 }),
      (names, entries) => {
        const lines = names.map((name, index) => {
          const [total, form] = entries[index] ?? [0, String];
          return `${index + 1}. ${name} ${form(total)}`;
        });
        const reading = read(`#接龙\n学习强国总积分，例 张三 10000\n\n${lines.join("\n")}`, FIRST_REPORT);
        const own = entries[names.indexOf("李明")]?.[0];
        expect(reading).toEqual(
          own === undefined ? { kind: "ask", reason: "other-person", candidates: [] } : { kind: "score", total: own },
        );
      },
    ),
  );
});

test("another member's number is never read from a message that does not speak of the sender", () => {
  fc.assert(
    fc.property(
      total,
      fc.constantFrom(...ROSTER.slice(1)),
      fc.constantFrom(...Object.values(forms)),
      (total, name, form) => {
        expect(read(`${name} ${form(total)}`, FIRST_REPORT)).toEqual({
          kind: "ask",
          reason: "other-person",
          candidates: [],
        });
      },
    ),
  );
});

/** Sentences made of the words that have a meaning here, numbers among them. */
function phrases() {
  const words = `总积分 积分 今日 昨天 本季度 上次 涨到 涨了 到 从 是 不是 还是 不对 打错了 大概 左右 多 快 吗 ？ ， 。 ( ) + - = / 我 王芳 李明 他 第 排名 天 篇 分 点 月 号 万 千 百 十 一 两 零 几 O w k % . : @ # 「 」 [图片] 请 帮我 代报 请假 通过 四季度 没变 和上次一样 更正 →`;
  const piece = fc.oneof(
    fc.constantFrom("\n", ...words.split(/\s+/)),
    fc.integer({ min: 0, max: 200_000 }).map(String),
    fc.constantFrom(" ", "  ", "11020", "12345", "35", "2026", "11.18", "8:30", "一万二千三百四十五", "一二三四五"),
  );
  return fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
}

function expectWellFormed(reading: Reading): void {
  switch (reading.kind) {
    case "score":
      expect(Number.isSafeInteger(reading.total)).toBe(true);
      break;
    case "ask":
      expect(reading.candidates.length).toBeLessThanOrEqual(2);
      expect(reading.candidates.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
      break;
    case "answer":
      expect(["confirm", "deny"]).toContain(reading.answer);
      break;
    case "command":
      expect(reading.command.name).toMatch(/^[a-z_]+$/);
      break;
    default:
      expect(reading).toEqual({ kind: "none" });
  }
}

function fullWidth(digits: string): string {
  return digits.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

function grouped(total: number, separator: string): string {
  return String(total).replaceAll(/\B(?=(?:\d{3})+$)/g, separator);
}

function hanDigits(total: number): string {
  return Array.from(String(total), (digit) => "零一二三四五六七八九".charAt(Number(digit))).join("");
}

function mixed(total: number): string {
  return `${Math.floor(total / 10_000)}万${String(total % 10_000).padStart(4, "0")}`;
}
