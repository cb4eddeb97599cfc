import { expect, test } from "vitest";
import { type AwardNotice, awardNotice } from "../../src/documents/award-notice.ts";
import { aCommendation, anAwardPublicNotice } from "./year-samples.ts";
import { unzip } from "./zip.ts";

/** The paragraphs of the text, those of tables among them. */
async function paragraphsOf(data: AwardNotice): Promise<string[]> {
  const xml = unzip(await awardNotice(data)).get("word/document.xml")!;
  const paragraphs = xml.match(/<w:p>.*?<\/w:p>|<w:p\/>/g) ?? [];
  return paragraphs
    .map((paragraph) => [...paragraph.matchAll(/<w:t[ >][^<]*/g)].map(([text]) => text.replace(/^[^>]*>/, "")).join(""))
    .filter((text) => text !== "");
}

const basis =
  "根据《广西纺织工业学校“学习强国”学习管理和激励办法》（桂纺校党字〔2020〕58号）第五部分第（三）项第1目、第五部分第（三）项第2目规定";

test("the 表彰通报 names the winners by their branches and the best branch", async () => {
  const data = aCommendation({ objected: { opened: 1, corrected: 1 }, requirements: ["珍惜荣誉，再接再厉。"] });

  expect(await paragraphsOf(data)).toEqual(
    [
      "中共广西纺织工业学校委员会文件",
      "桂纺校党字〔2026〕20号",
      "关于表彰2026年度“学习强国”",
      "学习积极分子和最佳组织奖的通报",
      "各党支部：",
      `${basis}，经学校党委审核并公示，公示期满，本年度共收到异议1件，均已答复，其中更正1件，学校党委决定对2026年度“学习强国”学习中成绩突出的3名党员和1个党支部予以表彰，现将有关情况通报如下。`,
      "一、学习积极分子",
      "下列3名党员评为“学习强国”学习积极分子。",
      ["党支部", "人数", "姓名"],
      ["机关第一党支部", "2", "李明、王芳"],
      ["机电工程系党支部", "1", "艾力·买买提"],
      "二、最佳组织奖",
      "机关第一党支部评为“学习强国”学习最佳组织奖。",
      "三、有关要求",
      "（一）珍惜荣誉，再接再厉。",
      "特此通报。",
      "中共广西纺织工业学校委员会",
      "2027年1月8日",
    ].flat(),
  );
});

test("the 公示 of winners names its basis, its period with exact dates, and how to object", async () => {
  const paragraphs = await paragraphsOf(anAwardPublicNotice());

  expect(paragraphs.slice(0, 3)).toEqual([
    "关于2026年度“学习强国”",
    "学习积极分子和最佳组织奖拟评选结果的公示",
    `${basis}，经2026年度统计和学校党委审核，现将2026年度“学习强国”学习积极分子和最佳组织奖的拟评选结果予以公示，接受党员、群众监督。`,
  ]);
  expect(paragraphs).toContain("下列3名党员拟评为“学习强国”学习积极分子。");
  expect(paragraphs).toContain("机关第一党支部拟评为“学习强国”学习最佳组织奖。");
  const period = paragraphs.indexOf("三、公示时间");
  expect(paragraphs.slice(period + 1, period + 3)).toEqual([
    "2026年12月31日至2027年1月7日（5个工作日）。",
    "四、异议反映方式",
  ]);
  expect(paragraphs[period + 3]).toContain("向“学习积分助手”发送“异议”及具体内容");
  expect(paragraphs.slice(period + 4)).toEqual([
    "受理部门：学校党办",
    "联系电话：0771-0000000",
    "特此公示。",
    "中共广西纺织工业学校委员会",
    "2026年12月30日",
  ]);
});

test.each([
  [[], [], "经学校党委审核，现将"],
  [[{ name: "李明", branch: "甲支部" }], [], "成绩突出的1名党员予以表彰"],
  [[], ["甲支部", "乙支部"], "成绩突出的2个党支部予以表彰"],
])("only who has won is commended: %j and %j", async (winners, bestBranches, words) => {
  const text = (await paragraphsOf(aCommendation({ winners, bestBranches }))).join("\n");

  expect(text).toContain(words);
  expect(text.includes("没有达到评选条件的党员")).toBe(winners.length === 0);
  expect(text.includes("没有达到评选条件的党支部")).toBe(bestBranches.length === 0);
});

test("branches that share the first place are both named", async () => {
  const text = (await paragraphsOf(aCommendation({ bestBranches: ["甲支部", "乙支部"] }))).join("\n");

  expect(text).toContain("甲支部、乙支部并列评为“学习强国”学习最佳组织奖。");
});

test("two winners of one name in one branch are both named", async () => {
  const winners = [0, 1].map(() => ({ name: "李明", branch: "甲支部" }));

  expect(await paragraphsOf(aCommendation({ winners }))).toContain("李明、李明");
});

test("names are broken by whole names into lines, and a long list into rows that fit a page", async () => {
  const names = Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? "李明" : "艾力·买买提"));
  const winners = names.map((name) => ({ name, branch: "离退休党支部" }));

  const paragraphs = await paragraphsOf(aCommendation({ winners }));

  const lines = paragraphs.filter((text) => text.startsWith("李明") || text.startsWith("艾力"));
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^((李明|艾力·买买提)、)+$/);
  expect(lines.join("").split("、")).toEqual(names);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20);
  expect(paragraphs.filter((text) => text === "离退休党支部")).toHaveLength(1);
  expect(paragraphs.filter((text) => text === "离退休党支部（续）")).toHaveLength(Math.ceil(lines.length / 10) - 1);
});

test("the same winners make the same bytes", async () => {
  for (const data of [aCommendation(), anAwardPublicNotice()]) {
    expect(await awardNotice(data)).toEqual(await awardNotice(data));
  }
});
