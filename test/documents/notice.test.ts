import { expect, test } from "vitest";
import { type Notice, notice } from "../../src/documents/notice.ts";
import { aBranch, aCircular, aPublicNotice } from "./samples.ts";
import { unzip } from "./zip.ts";

async function partsOf(data: Notice): Promise<Map<string, string>> {
  return unzip(await notice(data));
}

/** The paragraphs of the text, those of tables among them. */
async function paragraphsOf(data: Notice): Promise<string[]> {
  const xml = (await partsOf(data)).get("word/document.xml")!;
  const paragraphs = xml.match(/<w:p>.*?<\/w:p>|<w:p\/>/g) ?? [];
  return paragraphs
    .map((paragraph) => [...paragraph.matchAll(/<w:t[ >][^<]*/g)].map(([text]) => text.replace(/^[^>]*>/, "")).join(""))
    .filter((text) => text !== "");
}

test("a 通报 tells the branches their results, in the order of an official document", async () => {
  const retired = aBranch({ branch: "离退休党支部", rank: null, members: 30, reported: 12 });
  const data = aCircular({
    branches: [...aCircular().branches, retired],
    notes: ["未填报的党员按最近一次成长总积分计入。"],
    requirements: ["加强组织引导。", "坚持常态学习。"],
    attachments: ["汇总表", "统计表"],
  });

  expect(await paragraphsOf(data)).toEqual(
    [
      "中共广西纺织工业学校委员会文件",
      "桂纺校党字〔2026〕12号",
      "关于2026年第四季度各党支部",
      "“学习强国”学习情况的通报",
      "各党支部：",
      "根据《广西纺织工业学校“学习强国”学习管理和激励办法》（桂纺校党字〔2020〕58号）第四部分第（四）项规定，学校党办对2026年第四季度各党支部党员“学习强国”学习情况进行了汇总。经学校党委审核，现将有关情况通报如下。",
      "一、总体情况",
      "本季度考核日期为2026年11月18日，共有3个党支部参加，应填报党员54人，已填报35人，填报率64.8%。成长总积分合计880101分，人均36670.88分。",
      "二、各党支部情况",
      "（一）参加排名的党支部",
      "人均成长总积分为成长总积分合计除以党员人数（第五部分第（三）项第2目），由高到低排列如下。",
      ["名次", "党支部", "应报人数", "已报人数", "填报率", "人均成长总积分"],
      ["1", "机关第一党支部", "12", "12", "100%", "40008.33"],
      ["2", "机电工程系党支部", "12", "11", "91.7%", "33333.42"],
      "注：未填报的党员按最近一次成长总积分计入。",
      "（二）不参加排名的党支部",
      ["序号", "党支部", "应报人数", "已报人数", "填报率"],
      ["1", "离退休党支部", "30", "12", "40.0%"],
      "三、有关要求",
      "（一）加强组织引导。",
      "（二）坚持常态学习。",
      "特此通报。",
      "附件：1.汇总表",
      "2.统计表",
      "中共广西纺织工业学校委员会",
      "2026年11月25日",
    ].flat(),
  );
});

test("a 公示 names its basis, its period with exact dates, and how to object", async () => {
  const objections = {
    office: "学校党办",
    phone: "0771-0000000",
    email: "dangban@example.edu.cn",
    bot: "学习积分助手",
  };

  const paragraphs = await paragraphsOf(aPublicNotice({ objections, letterhead: null, addressees: null }));

  expect(paragraphs[0]).toBe("关于2026年第四季度各党支部");
  expect(paragraphs[2]).toContain("第四部分第（四）项规定，现将2026年第四季度");
  const period = paragraphs.indexOf("三、公示时间");
  expect(paragraphs[period + 1]).toBe("2026年11月26日至2026年12月2日（5个工作日）。");
  expect(paragraphs[period + 2]).toBe("四、异议反映方式");
  expect(paragraphs[period + 3]).toContain("向“学习积分助手”发送“异议”及具体内容");
  expect(paragraphs.slice(period + 4)).toEqual([
    "受理部门：学校党办",
    "联系电话：0771-0000000",
    "电子邮箱：dangban@example.edu.cn",
    "特此公示。",
    "中共广西纺织工业学校委员会",
    "2026年11月25日",
  ]);
});

test("where only completion is published, there are no averages, ranks or sums", async () => {
  const text = (await paragraphsOf(aCircular({ metric: "completion" }))).join("\n");

  expect(text).toContain("机电工程系党支部\n12\n11\n91.7%");
  expect(text).not.toMatch(/人均|名次|合计|40008/);
});

test("a 公示 whose last day cannot be counted yet names its length", async () => {
  const { period } = aPublicNotice();

  const text = (await paragraphsOf(aPublicNotice({ period: { ...period, to: null } }))).join("");

  expect(text).toContain("自2026年11月26日起5个工作日。");
});

test.each([
  [undefined, "经学校党委审核，现将"],
  [{ opened: 0, corrected: 0 }, "经学校党委审核并公示，公示期满，没有收到异议，现将"],
  [{ opened: 2, corrected: 0 }, "经学校党委审核并公示，公示期满，本季度共收到异议2件，均已答复，现将"],
  [{ opened: 2, corrected: 1 }, "共收到异议2件，均已答复，其中更正1件，现将"],
])("a 通报 says what became of the 公示 before it: %o", async (objected, words) => {
  const text = (await paragraphsOf(aCircular(objected === undefined ? {} : { objected }))).join("");

  expect(text).toContain(words);
});

test("several days of asking are named as a span", async () => {
  const [day] = aCircular().days;

  const text = (await paragraphsOf(aCircular({ days: [day!, "2026-10-20" as typeof day & string] }))).join("");

  expect(text).toContain("考核日期为2026年10月20日至2026年11月18日");
});

test("the page is A4 with the margins of GB/T 9704, and 22 lines of 28 characters", async () => {
  const xml = (await partsOf(aCircular())).get("word/document.xml")!;

  const twips = (name: string) => Number(new RegExp(`<w:pgMar[^>]* w:${name}="(\\d+)"`).exec(xml)?.[1]);
  const millimetres = (name: string) => Math.round((twips(name) / 1440) * 25.4 * 10) / 10;
  expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
  expect(["top", "bottom", "left", "right"].map(millimetres)).toEqual([37, 35, 28, 26]);
  const line = Number(/<w:spacing[^>]*w:line="(\d+)" w:lineRule="exact"/.exec(xml)?.[1]);
  expect(Math.floor(((225 / 25.4) * 1440) / line)).toBe(22);
  const gap = Number(/<w:spacing w:val="(-?\d+)"\/>/.exec(xml)?.[1]);
  expect(Math.floor(((156 / 25.4) * 1440) / (16 * 20 + gap))).toBe(28);
});

test("each part is set in its face, with other names for machines that lack it", async () => {
  const parts = await partsOf(aCircular());

  const xml = parts.get("word/document.xml")!;
  const faceOf = (text: string) => {
    const run = xml.match(/<w:r>.*?<\/w:r>/g)!.find((candidate) => candidate.includes(text))!;
    return `${/w:eastAsia="([^"]+)"/.exec(run)![1]} ${/<w:sz w:val="(\d+)"/.exec(run)![1]} ${/<w:color w:val="(\w+)"/.exec(run)?.[1] ?? ""}`.trim();
  };
  expect(faceOf("委员会文件")).toBe("方正小标宋_GBK 58 FF0000");
  expect(faceOf("学习情况的通报")).toBe("方正小标宋_GBK 44");
  expect(faceOf("一、总体情况")).toBe("黑体 32");
  expect(faceOf("根据《")).toBe("仿宋_GB2312 32");
  const fonts = parts.get("word/fontTable.xml")!;
  expect(fonts).toMatch(/w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,/);
  expect(fonts).toMatch(/w:name="黑体"><w:altName w:val="SimHei,/);
});

test("page numbers stand right on odd pages and left on even ones", async () => {
  const parts = await partsOf(aCircular());

  const sides = ["word/footer1.xml", "word/footer2.xml"].map((name) => {
    const footer = parts.get(name)!;
    expect(footer).toContain("宋体");
    expect(footer).toContain("PAGE");
    return /<w:jc w:val="(\w+)"/.exec(footer)![1];
  });
  expect(new Set(sides)).toEqual(new Set(["left", "right"]));
  expect(parts.get("word/settings.xml")).toContain("<w:evenAndOddHeaders/>");
});

test("the red line lies below the number, and only a document with a letterhead has it", async () => {
  const withHead = (await partsOf(aCircular())).get("word/document.xml")!;
  const without = (await partsOf(aCircular({ letterhead: null }))).get("word/document.xml")!;

  expect(withHead).toMatch(/<w:bottom w:val="single" w:color="FF0000"/);
  expect(without).not.toContain("FF0000");
});

test("the document is dated by its own day, and markup in names is text", async () => {
  const parts = await partsOf(aCircular({ issuer: "甲 & <乙>" }));

  const core = parts.get("docProps/core.xml")!;
  expect(core).toContain("<dc:creator>甲 &amp; &lt;乙&gt;</dc:creator>");
  expect(core.match(/>2026-11-25T00:00:00Z</g)).toHaveLength(2);
});
