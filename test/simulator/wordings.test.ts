import nzh from "nzh";
import { expect, test } from "vitest";
import { seeded } from "../../src/simulator/random.ts";
import {
  correctionWording,
  hanNumeral,
  plainWording,
  sloppyWording,
  typoWording,
  vagueWording,
  type Word,
} from "../../src/simulator/wordings.ts";

test.each([
  [0, "零"],
  [10, "十"],
  [67, "六十七"],
  [110, "一百一十"],
  [1005, "一千零五"],
  [10_050, "一万零五十"],
  [12_000, "一万二千"],
  [12_345, "一万二千三百四十五"],
  [20_005, "二万零五"],
  [100_320, "十万零三百二十"],
  [112_010, "十一万二千零一十"],
])("%i is written %s", (value, written) => {
  expect(hanNumeral(value)).toBe(written);
});

test("numerals agree with the library over the whole range of totals", () => {
  for (let value = 67; value < 190_000; value += 37) {
    expect(hanNumeral(value)).toBe(nzh.cn.encodeS(value, { tenMin: true }));
  }
});

function many(word: Word, total: number): { text: string; says: number }[] {
  const random = seeded(total, "wordings");
  return Array.from({ length: 200 }, () => word(random, { name: "李明", total, today: 35 }));
}

test.each([
  ["plain", plainWording],
  ["sloppy", sloppyWording],
  ["correction", correctionWording],
] as const)("a %s wording holds the true total", (_kind, word) => {
  for (const total of [502, 9807, 12_345, 102_345]) {
    expect(new Set(many(word, total).map(({ says }) => says))).toEqual(new Set([total]));
  }
});

test("sloppy members write the forms that the reply table knows", () => {
  const texts = new Set(many(sloppyWording, 12_345).map(({ text }) => text));

  for (const form of [
    "一万二千三百四十五",
    "１２，３４５分",
    "我的总积分是12345分🫡",
    "12345（今日+35）",
    "1.2345万",
  ]) {
    expect(texts).toContain(form);
  }
});

test("a vague wording is never far from the truth, and says what is written", () => {
  for (const { text, says } of many(vagueWording, 34_196)) {
    expect(Math.abs(says - 34_196)).toBeLessThan(100);
    const written = /^([\d.]+)万$/.exec(text);
    expect(written === null ? text.replaceAll(/\D/g, "") : String(Number(written[1]) * 10_000)).toBe(String(says));
  }
});

test("a typo is another number than the true one", () => {
  for (const total of [502, 1111, 10_234, 77_777, 99_870]) {
    for (const { text, says } of many(typoWording, total)) {
      expect(says).not.toBe(total);
      expect(text).toBe(String(says));
    }
  }
});
