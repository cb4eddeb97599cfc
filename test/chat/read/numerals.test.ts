import fc from "fast-check";
import { expect, test } from "vitest";
import { read, sender } from "./fixtures.ts";

const HAN = "零一二三四五六七八九";
const D = `([1-9一二三四五六七八九])`;
/** Thousands, hundreds, tens, ones; or what is left after a unit in Arabic digits. */
const SECTION = `零*(?:${D}千)?零?(?:${D}百)?零?(?:(${D}?十)|([廿卅卌]))?零?(?:${D}|(\\d+|[零一二三四五六七八九]{2,4}))?`;
const NUMERAL = new RegExp(`^(?:${SECTION}万)?${SECTION}$`);
const digit = (sign = "零") => (/\d/.test(sign) ? Number(sign) : HAN.indexOf(sign));

/** What a run of numeral signs says if it is written as it should be, read by another way than the reader's. */
function strictValue(run: string): number | undefined {
  const plain = run
    .replaceAll(/[〇○]/g, "零")
    .replaceAll("两", "二")
    .replaceAll(/^[零圆.点^加减]+|[.点分^负加减×圆]+$/g, "");
  if (/^\d+$/.test(plain)) return Number(plain);
  if (/^[零一二三四五六七八九]{4,}$/.test(plain)) return Number(Array.from(plain, digit).join(""));
  if (/^\d{1,3}\.\d{4}万$/.test(plain)) return Math.round(Number.parseFloat(plain) * 10_000);
  if (/^\d{1,3}\.\d{3}千$/.test(plain)) return Math.round(Number.parseFloat(plain) * 1000);
  if (/^\d{2,3}万/.test(plain))
    return Number(plain.split("万")[0]) * 10_000 + (strictValue(plain.split("万")[1] ?? "") ?? 0);
  const found = NUMERAL.exec(plain);
  if (found === null || plain === "") return undefined;
  const section = (at: number) => {
    const [thousand, hundred, ten, tenDigit, twenty, one, rest] = found.slice(at, at + 7);
    const tens =
      twenty === undefined ? (ten === undefined ? 0 : digit(tenDigit ?? "一")) : "廿卅卌".indexOf(twenty) + 2;
    return (
      1000 * digit(thousand) +
      100 * digit(hundred) +
      10 * tens +
      digit(one) +
      Number(Array.from(rest ?? "0", digit).join(""))
    );
  };
  return 10_000 * section(1) + section(8);
}

const signs = fc.constantFrom(
  ...Array.from("零〇一二两三四五六七八九十百千万亿廿卅半点几½².加减×^兆圆负几"),
  ..."一万 一万 一千 二千 三百 四十 五 12345 1 20 345 0 一万二千 三百四十五".split(" "),
);
const run = fc.array(signs, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));

test.each([
  undefined,
  11_020,
])("nothing of a run of numeral signs is dropped without a question (last total %s)", (previous) => {
  fc.assert(
    fc.property(
      run,
      fc.constantFrom("", "总积分", "我的积分是", "目前"),
      fc.constantFrom("", "分", "，谢谢"),
      (run, before, after) => {
        const reading = read(before + run + after, sender(previous));
        if (reading.kind === "score") expect([reading.total, run]).toEqual([strictValue(run), run]);
      },
    ),
    { numRuns: 3000 },
  );
});
