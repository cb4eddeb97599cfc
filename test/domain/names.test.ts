import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldedName, spelledName } from "../../src/domain/names.ts";

const DOTS = Array.from("·•‧∙⋅・･．.﹒●ꞏ᛫⸱ᐧ丶");

describe("a name is compared in a form", () => {
  test.each(DOTS)("in which the dot %s is none", (dot) => {
    expect(foldedName(`阿依古丽${dot}买买提`)).toBe(foldedName("阿依古丽买买提"));
  });

  test.each([
    ["李 明", "李明"],
    ["李\u3000明", "李明"],
    ["李\u200b明", "李明"],
    ["𠮷田明", "吉田明"],
    ["葛\u{e0100}飾", "葛饰"],
    ["张三（女）", "张三"],
    ["张三(女", "张三"],
    ["（预备）张三", "张三"],
    ["【张三】", "张三"],
    ["張偉", "张伟"],
    ["陳髙昇", "陈高升"],
    ["李堃", "李坤"],
    ["欧阳·热娜•木", "歐陽熱娜木"],
    ["Ｊｏｈｎ Smith", "john smith"],
    ["買買提 . 阿卜杜拉", "买买提·阿卜杜拉"],
  ])("in which %s is %s", (one, other) => {
    expect(foldedName(one)).toBe(foldedName(other));
    expect(foldedName(one)).not.toBe("");
  });

  test.each([
    ["李明", "李敏"],
    ["王晖", "王辉"],
    ["张三", "张三丰"],
    ["买买提·阿依古丽", "阿依古丽·买买提"],
    ["何曜", "何耀"],
  ])("in which %s is not %s", (one, other) => {
    expect(foldedName(one)).not.toBe(foldedName(other));
  });

  test("that folding again does not change", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => foldedName(foldedName(name)) === foldedName(name)),
    );
  });
});

describe("a name is stored in a spelling", () => {
  test.each(DOTS)("with U+00B7 for the dot %s", (dot) => {
    expect(spelledName(`阿依古丽${dot}买买提`)).toBe("阿依古丽·买买提");
  });

  test.each([
    [" 李 明 ", "李明"],
    ["阿依古丽 · 买买提", "阿依古丽·买买提"],
    ["阿依古丽··买买提·", "阿依古丽·买买提"],
    ["张丶.三", "张·三"],
    ["张·.三", "张·三"],
    ["张. .三", "张·三"],
    ["张…三", "张·三"],
    ["John   Smith", "John Smith"],
    ["J. Smith", "J. Smith"],
    ["𠮷田明", "𠮷田明"],
    ["張偉", "張偉"],
  ])("%s → %s", (typed, spelled) => {
    expect(spelledName(typed)).toBe(spelled);
  });

  test("that compares like the name as it was typed, and is spelled so already", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...DOTS, ...Array.from("张三丰aB 𠮷")) }), (name) => {
        const spelled = spelledName(name);
        expect(foldedName(spelled)).toBe(foldedName(name));
        expect(spelledName(spelled)).toBe(spelled);
      }),
    );
  });
});
