import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rowsOf } from "../documents/workbook.ts";
import { unzip } from "../documents/zip.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aClosedQuarter, aSchoolBeingAsked, type Cli } from "./a-cli.ts";

const BRANCHES = ["第一党支部", "第二党支部", "第三党支部", "离退休党支部"];
const FILES = [
  "汇总表.xlsx",
  "排名.png",
  "通报.docx",
  ...["第二党支部", "第一党支部", "第三党支部", "离退休党支部"].map((branch) => `统计表-${branch}.xlsx`),
];

async function aSubmittedQuarter(): Promise<Cli> {
  const cli = await aClosedQuarter();
  await cli.bot("summary", "submit", "2026Q4", "--by", "he");
  return cli;
}

const bytesOf = (folder: string) => FILES.map((name) => readFileSync(join(folder, name)));
const textOf = (file: Uint8Array) =>
  [
    ...unzip(file)
      .get("word/document.xml")!
      .matchAll(/<w:t[ >][^<]*/g),
  ]
    .map(([run]) => run.replace(/^[^>]*>/, ""))
    .join("");

describe("bot export of a quarter", () => {
  test("writes the files of the contract into a folder that it makes, and names each", async () => {
    const cli = await aSubmittedQuarter();
    const folder = join(aFolder(), "2026", "第四季度");

    const { code, out, err } = await cli.bot("export", "2026Q4", "--out", folder);

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")).toEqual(FILES.map((name) => join(folder, name)));
    expect(readdirSync(folder).sort()).toEqual(FILES.toSorted());
    expect(readFileSync(join(folder, "排名.png")).subarray(1, 4).toString("latin1")).toBe("PNG");
  });

  test("the 汇总表 holds the summary's figures of every branch, and their sums", async () => {
    const cli = await aSubmittedQuarter();
    const folder = aFolder();
    await cli.bot("export", "2026Q4", "--out", folder);

    const rows = await rowsOf(readFileSync(join(folder, "汇总表.xlsx")));

    const stored = cli.db.$client
      .prepare(
        `select b.name, s.members, s.reported, s.sum, s.rank from summary_branches s join branches b on b.id = s.branch_id
         where version = 1 order by s.rank is null, s.rank`,
      )
      .all() as { name: string; members: number; reported: number; sum: number; rank: number | null }[];
    expect(rows[2]).toEqual([
      "序号",
      "党支部",
      "党员数",
      "应报数",
      "已报数",
      "填报率",
      "积分合计",
      "人均积分",
      "人均增长",
      "排名",
      "备注",
    ]);
    const lines = rows.slice(3, 7);
    expect(lines.map(([, branch, , members, reported]) => [branch, members, reported])).toEqual(
      stored.map(({ name, members, reported }) => [name, members, reported]),
    );
    expect(lines[0]).toEqual([1, "第二党支部", 3, 3, 3, 1, 30_001, 10_000.33, null, 1]);
    expect(lines[1]!.slice(5)).toEqual([0.75, 36_001, 9000.25, 1000, 2, "1 人无以往积分，按零分计入"]);
    // The office and the committee see a branch of two and of one, too (四（四）).
    expect(lines[2]!.slice(6)).toEqual([17_000, 8500, null, 3]);
    expect(lines[3]!.slice(2)).toEqual([1, 1, 1, 1, 700, 700]);
    expect(rows[7]).toEqual([null, "合计", 10, 10, 9, 0.9, 83_702, 8370.2, 1000]);
    expect(JSON.stringify(rows.slice(8))).toContain("请勿外传；第三党支部、离退休党支部的人均对外不公布");
    expect(rows.at(-1)).toEqual(["汇总第 1 版。"]);
    expect(JSON.stringify(rows)).not.toMatch(/张伟|李明|15001/);
  });

  test("each 统计表 holds its members' totals as they are in the database", async () => {
    const cli = await aSubmittedQuarter();
    const folder = aFolder();
    await cli.bot("export", "2026Q4", "--out", folder);

    for (const branch of BRANCHES) {
      const rows = await rowsOf(readFileSync(join(folder, `统计表-${branch}.xlsx`)));
      const stored = cli.db.$client
        .prepare(
          `select m.name, t.total from table_rows t join members m on m.id = t.member_id join rounds r on r.id = t.round_id
           join branches b on b.id = r.branch_id where b.name = ? order by t.member_id`,
        )
        .all(branch) as { name: string; total: number | null }[];
      expect(rows[1]![0]).toBe(`党支部：${branch}`);
      expect(rows.slice(3, 3 + stored.length).map(([, name, total = null]) => ({ name, total }))).toEqual(stored);
    }
  });

  test("the 通报 is the 公示 until that is over", async () => {
    const cli = await aSubmittedQuarter();
    const folder = aFolder();
    await cli.bot("export", "2026Q4", "--out", folder);

    const text = textOf(readFileSync(join(folder, "通报.docx")));

    expect(text).toContain("“学习强国”学习情况的公示");
    expect(text).toContain("应填报党员10人，已填报9人");
    expect(text).toContain("10000.33");
    expect(text).toContain("自2026年11月19日起5个工作日");
  });

  test("of the same figures makes the same bytes, and writes over its own files only", async () => {
    const cli = await aSubmittedQuarter();
    const folder = aFolder();
    await cli.bot("export", "2026Q4", "--out", folder);
    const before = bytesOf(folder);
    writeFileSync(join(folder, "note.txt"), "mine");
    writeFileSync(join(folder, "汇总表.xlsx"), "broken");

    expect(await cli.bot("export", "2026Q4", "--out", folder)).toMatchObject({ code: 0 });

    expect(bytesOf(folder)).toEqual(before);
    expect(readFileSync(join(folder, "note.txt"), "utf8")).toBe("mine");
  });

  test("says on the tables who exported them and when, where it is told who", async () => {
    const cli = await aSubmittedQuarter();
    const folder = aFolder();

    await cli.bot("export", "2026Q4", "--out", folder, "--by", "HE");

    for (const name of ["汇总表.xlsx", "统计表-第一党支部.xlsx"]) {
      const rows = await rowsOf(readFileSync(join(folder, name)));
      expect(rows.at(-1), name).toEqual(["导出人：何翠，导出时间：2026-11-18 10:00。"]);
    }
  });

  test("is in the audit log with counts and no figures, and changes nothing else", async () => {
    const cli = await aSubmittedQuarter();
    const { audit: _, settings: __, ...before } = dump(cli.db);

    await cli.bot("export", "2026Q4", "--out", aFolder());

    const { audit, settings: ___, ...after } = dump(cli.db);
    expect(after).toEqual(before);
    expect(audit!.at(-1)).toMatchObject({
      actor: "operator",
      act: "export.quarter",
      subject: "summary:2026Q4",
      detail: JSON.stringify({ version: 1, files: 7 }),
    });
  });

  test("gives two branches whose names become one file name a file each", async () => {
    const cli = await aSchoolBeingAsked();
    await cli.bot("round", "close");
    cli.db.$client.exec(
      "update branches set name = '机关/一' where id = 1; update branches set name = '机关:一' where id = 2",
    );
    await cli.bot("summary", "submit", "2026Q4", "--by", "he");
    const folder = aFolder();

    await cli.bot("export", "2026Q4", "--out", folder);

    expect(
      readdirSync(folder)
        .filter((name) => name.includes("机关"))
        .sort(),
    ).toEqual(["统计表-机关_一-2.xlsx", "统计表-机关_一.xlsx"]);
  });

  test("is of the stored version while newer figures are not drawn up yet, and says so", async () => {
    const cli = await aSubmittedQuarter();
    cli.clock.pass(60_000);
    await cli.bot("round", "open", "--reason", "补测", "--branch", "第三党支部", "--replaces-quarter");
    await cli.json("round", "close");

    const { code, err } = await cli.bot("export", "2026Q4", "--out", aFolder());

    expect(code).toBe(0);
    expect(err).toContain("导出的是第 1 版");
  });
});

describe("bot export is refused", () => {
  test.each([
    ["without a quarter", ["--out", "x"], 2, "用法：bot export QUARTER|YEAR --out DIR"],
    ["with one that is none", ["26Q4", "--out", "x"], 2, "季度应写作 2026Q4"],
    ["of a year that is not counted", ["2026", "--out", "x"], 1, "年终统计还没有结束"],
    ["without a folder", ["2026Q4"], 2, "--out"],
    ["for somebody unknown", ["2026Q4", "--out", "x", "--by", "nobody"], 2, "nobody"],
    ["when nothing has closed", ["2026Q3", "--out", "x"], 1, "还没有已结束的考核"],
  ])("%s", async (_, words, code, reason) => {
    const cli = await aSubmittedQuarter();
    const folder = join(aFolder(), "x");
    const before = dump(cli.db);

    const outcome = await cli.bot("export", ...words.map((word) => (word === "x" ? folder : word)));

    expect(outcome).toMatchObject({ code, out: "" });
    expect(outcome.err).toContain(reason);
    expect(existsSync(folder)).toBe(false);
    expect(dump(cli.db)).toEqual(before);
  });

  test("while there is no draft yet, which a look must not store", async () => {
    const cli = await aClosedQuarter();

    const { code, err } = await cli.bot("export", "2026Q4", "--out", aFolder());

    expect(code).toBe(1);
    expect(err).toContain("汇总尚未生成");
    expect(cli.db.$client.prepare("select count(*) from summaries").pluck().get()).toBe(0);
  });

  test("into what is no folder", async () => {
    const cli = await aSubmittedQuarter();
    const file = join(aFolder(), "file");
    writeFileSync(file, "");

    expect(await cli.bot("export", "2026Q4", "--out", join(file, "folder"))).toMatchObject({ code: 2, out: "" });
  });
});
