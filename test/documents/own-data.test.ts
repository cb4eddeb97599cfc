import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import { type OwnDataWorkbook, ownDataWorkbook } from "../../src/documents/own-data.ts";
import { type Day, instantAt, parseQuarter } from "../../src/domain/calendar.ts";
import { unzip } from "./zip.ts";

const quarter = parseQuarter("2026Q4");
const day = "2026-11-18" as Day;
const at = (time: string) => instantAt(day, time);

function someData(data: Partial<OwnDataWorkbook> = {}): OwnDataWorkbook {
  return {
    school: "广西纺织工业学校",
    at: at("16:20"),
    person: {
      name: "李明",
      account: "LiMing",
      greetedAt: at("09:07"),
      branches: [
        { value: "机关第一党支部", from: "2019-01-01" as Day, until: "2026-06-30" as Day },
        { value: "教务党支部", from: "2026-07-01" as Day, until: null },
      ],
      states: [{ value: "在职", from: "2019-01-01" as Day, until: null }],
      duties: ["支委"],
    },
    reports: [
      {
        quarter,
        day,
        total: 12_345,
        source: "代报",
        reportedBy: "王芳",
        late: false,
        doubt: null,
        current: false,
        withdrawnAt: null,
        reportedAt: at("10:00"),
      },
      {
        quarter: null,
        day,
        total: 300,
        source: "本人",
        reportedBy: "李明",
        late: true,
        doubt: "below-last",
        current: false,
        withdrawnAt: at("11:00"),
        reportedAt: at("10:30"),
      },
    ],
    tableRows: [
      {
        quarter,
        day,
        branch: "教务党支部",
        version: 2,
        counted: true,
        total: null,
        previousTotal: 11_020,
        previousDay: "2026-08-18" as Day,
        previousDoubt: null,
        late: false,
        source: null,
        doubt: null,
      },
    ],
    talks: [
      {
        roundId: 1,
        quarter,
        day,
        total: 12_345,
        growth: -20,
        rank: 9,
        state: "held",
        heldAt: at("12:00"),
        heldBy: "张伟",
        record: { place: "会议室", content: "聊了近况" },
        memberConfirmedAt: null,
      },
    ],
    spotChecks: [],
    objections: [
      {
        id: 7,
        quarter,
        text: "=1+1",
        openedAt: at("13:00"),
        state: "corrected",
        answer: "@更正",
        answeredBy: "何翠",
        answeredAt: at("14:00"),
      },
    ],
    messages: [{ receivedAt: at("10:00"), text: "+86 12345", reply: "-已记录" }],
    ...data,
  };
}

const sheets = ["基本信息", "填报", "统计表记录", "谈话", "抽查", "异议", "消息"];

async function sheetsOf(file: Uint8Array): Promise<Record<string, unknown[][]>> {
  const read = await Promise.all(sheets.map((name) => readSheet(Buffer.from(file), name)));
  return Object.fromEntries(sheets.map((name, index) => [name, read[index] as unknown[][]]));
}

test("a member's data stand on a sheet a subject, in words", async () => {
  const file = await sheetsOf(await ownDataWorkbook(someData()));

  expect(file["基本信息"]).toEqual([
    ["项目", "内容"],
    ["姓名", "李明"],
    ["账号", "LiMing"],
    ["党支部", "机关第一党支部（至 2026-06-30）\n教务党支部（登记自 2026-07-01）"],
    ["职务", "支委"],
    ["状态", "在职"],
    ["首次告知时间", "2026-11-18 09:07"],
    ["导出", "广西纺织工业学校，由李明本人于 2026-11-18 16:20 导出"],
  ]);
  expect(file["填报"]!.slice(1)).toEqual([
    ["2026-11-18", 12_345, "代报", "王芳", "否", null, "已更正", "2026年第四季度", "2026-11-18 10:00", null],
    ["2026-11-18", 300, "本人", "李明", "是", "低于上次", "已撤回", null, "2026-11-18 10:30", "2026-11-18 11:00"],
  ]);
  expect(file["统计表记录"]![1]).toEqual([
    "2026年第四季度",
    "2026-11-18",
    "教务党支部",
    2,
    "是",
    "未填报",
    11_020,
    "2026-08-18",
    null,
    null,
    "否",
    null,
  ]);
  expect(file["谈话"]![1]).toEqual([
    "2026年第四季度",
    "2026-11-18",
    12_345,
    -20,
    9,
    "已谈",
    "2026-11-18 12:00",
    "张伟",
    "会议室",
    "聊了近况",
    null,
    null,
    null,
  ]);
  expect(file["抽查"]![1]![0]).toBe("（无）");
});

test("a correction that waits for a second person is a line with what, who and why", async () => {
  const check = { quarter, day, state: "shown", askedAt: at("10:00"), shownAt: null } as const;
  const proposed = { proposedTotal: 12_300, proposedBy: "张伟", proposedReason: "当面核对" };
  const settled = { resolvedBy: null, resolvedAt: null };
  const file = await sheetsOf(await ownDataWorkbook(someData({ spotChecks: [{ ...check, ...settled, ...proposed }] })));

  expect(file["抽查"]![0]!.slice(-3)).toEqual(["待复核的更改", "提出人", "更改理由"]);
  expect(file["抽查"]![1]!.slice(-3)).toEqual([12_300, "张伟", "当面核对"]);
});

test("what begins like a formula stays text", async () => {
  const file = await ownDataWorkbook(someData());

  const { 异议: objections, 消息: messages } = await sheetsOf(file);
  expect(objections![1]!.slice(2, 6)).toEqual(["=1+1", "2026-11-18 13:00", "已更正", "@更正"]);
  expect(messages![1]).toEqual(["2026-11-18 10:00", "+86 12345", "-已记录"]);
  for (const [name, xml] of unzip(file)) {
    if (name.startsWith("xl/worksheets/")) expect(xml).not.toContain("<f>");
  }
  expect(
    unzip(file)
      .get("xl/worksheets/sheet6.xml")!
      .match(/<c r="C2"[^>]*>/)?.[0],
  ).toContain('t="s"');
});

test("the same data make the same bytes", async () => {
  expect(await ownDataWorkbook(someData())).toEqual(await ownDataWorkbook(someData()));
});

test("a text longer than a cell can hold does not spoil the file", async () => {
  const messages = [{ receivedAt: at("10:00"), text: "九".repeat(40_000), reply: null }];

  const file = await sheetsOf(await ownDataWorkbook(someData({ messages })));

  expect(file["消息"]![1]![1]).toHaveLength(32_767);
});

test("somebody of whom next to nothing is kept gets a whole file", async () => {
  const nothing = { reports: [], tableRows: [], talks: [], spotChecks: [], objections: [], messages: [] };
  const person = { name: "新来", account: "new", greetedAt: null, branches: [], states: [], duties: [] };

  const file = await sheetsOf(await ownDataWorkbook(someData({ ...nothing, person })));

  expect(file["基本信息"]).toContainEqual(["首次告知时间", "（未告知）"]);
  for (const name of sheets.slice(1)) expect(file[name]).toHaveLength(2);
});
