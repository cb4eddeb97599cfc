import { expect, test } from "vitest";
import { type Certificate, certificate, PAGE } from "../../src/documents/certificate.ts";
import { drawingOf, piecesOf } from "./pdf.ts";
import { aCertificate } from "./samples.ts";

const named = (name: string) => aCertificate({ winner: { kind: "member", name, growth: 6120, over: "all years" } });
const aBranchsCertificate = (name: string) => aCertificate({ winner: { kind: "branch", name } });

async function linesOf(data: Certificate): Promise<string[]> {
  return piecesOf(await certificate(data)).map(({ text }) => text);
}

test("a winner's certificate says for what it is given, by whom and when", async () => {
  expect(await linesOf(named("李明"))).toEqual([
    "荣 誉 证 书",
    "李明同志：",
    "　　在2026年度“学习强国”学习中，成长总积分累计增长",
    "达6120分，被评为“学习强国”学习积极分子。",
    "　　特发此证，以资鼓励。",
    "中共广西纺织工业学校委员会",
    "2026年12月31日",
  ]);
});

test("where the award looks at the year alone, the growth is the year's", async () => {
  const winner = { kind: "member", name: "李明", growth: 6120, over: "the year" } as const;

  expect((await linesOf(aCertificate({ winner }))).join("")).toContain("年度成长总积分增长达6120分");
});

test("the best branch's certificate names no person and no figure", async () => {
  const lines = await linesOf(aBranchsCertificate("机关第一党支部"));

  expect(lines.slice(0, 2)).toEqual(["奖　状", "机关第一党支部："]);
  expect(lines.slice(2, 5).join("")).toBe(
    "　　在2026年度“学习强国”学习中成绩突出，被评为“学习强国”学习最佳组织奖。　　特发此状，以资鼓励。",
  );
});

test.each([
  "丁一",
  "艾力·买买提",
  "阿不都热合曼•吐尔逊",
  "欧阳娜娜",
  "阿不都热合曼·阿卜杜拉·吐尔逊江·艾合买提巴拉提",
  "𬳶镕囍",
  "Alexander Smith",
])("a name of 2 to 25 characters stands on one line within the frame: %s", async (name) => {
  const salutation = piecesOf(await certificate(named(name))).find(({ text }) => text.endsWith("同志："))!;

  expect(salutation.text).toBe(`${name}同志：`);
  expect(salutation.x).toBe(118);
  expect(salutation.size).toBeGreaterThan(20);
  expect(salutation.size * Array.from(salutation.text).length * 0.9).toBeLessThan(PAGE.width - 118);
});

test("a branch's name that would be smaller than the text takes two lines", async () => {
  const name = "中共广西纺织工业学校经济管理与现代服务产业学院教工第十二支部委员会";

  const pieces = piecesOf(await certificate(aBranchsCertificate(name)));

  expect(pieces[1]!.text + pieces[2]!.text).toBe(`${name}：`);
  expect(pieces[1]!.size).toBe(20);
  expect(pieces[3]!.text).toMatch(/^　　在2026年度/);
});

test("a character that the font lacks leaves a dashed square to be written by hand, and the rest stands around it", async () => {
  const bytes = await certificate(named("王\u{31350}明"));

  const [king, bright] = piecesOf(bytes).filter(({ text }) => text === "王" || text === "明同志：");
  expect(bright!.x - king!.x).toBeCloseTo(2 * 28);
  const dashed = /\[2 2\] 0 d/g;
  expect(drawingOf(bytes).match(dashed)).toHaveLength(1);
  expect(drawingOf(await certificate(named("王明"))).match(dashed)).toBeNull();
});

test("no line begins with a closing mark, and no figure is broken", async () => {
  for (const growth of [6000, 36_120, 112_345]) {
    for (const year of [2021, 2026]) {
      const winner = { kind: "member", name: "李明", growth, over: "all years" } as const;
      const lines = await linesOf(aCertificate({ winner, year }));
      for (const line of lines) expect(line).not.toMatch(/^[，。”：]/);
      expect(lines.some((line) => line.includes(`${growth}分`))).toBe(true);
    }
  }
});

test("the same winner's certificate is the same bytes, whatever was drawn before", async () => {
  const first = await certificate(named("李明"));
  // The two dots are one glyph of the font.
  const dotted = await certificate(named("艾力•买买提"));
  await certificate(named("艾力·买买提"));
  await certificate(aBranchsCertificate("机关第一党支部"));

  expect(await certificate(named("李明"))).toEqual(first);
  expect(await certificate(named("艾力•买买提"))).toEqual(dotted);
});

test("of the font only the characters in use are in the file", async () => {
  expect((await certificate(named("阿不都热合曼·吐尔逊"))).length).toBeLessThan(40_000);
});
