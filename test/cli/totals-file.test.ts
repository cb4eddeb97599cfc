import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faultText, isFault } from "../../src/cli/fault.ts";
import { readTable } from "../../src/cli/table-file.ts";
import { isTotals, totalRows } from "../../src/cli/totals-file.ts";
import type { Day } from "../../src/domain/calendar.ts";
import { aWorkbook, someRows, styled } from "./a-workbook.ts";

const members = new Set(["liming", "wangfang"]);

async function read(...lines: string[]) {
  const table = readTable(Buffer.from(["账号\t成长总积分", ...lines].join("\n")));
  if (isFault(table)) throw new Error(faultText(table));
  return totalRows(table, members, "2026-11-18" as Day);
}

test("a file of past totals gives each member's total, with or without a comma for the thousands", async () => {
  expect(await read("LiMing\t12345", "wangfang\t１2，345")).toEqual({
    rows: [
      { line: 2, account: "liming", total: 12_345 },
      { line: 3, account: "wangfang", total: 12_345 },
    ],
    faults: [],
    notes: [],
  });
});

describe("the total is found", () => {
  const asOf = "2026-11-18" as Day;
  const readBytes = (bytes: Buffer) => {
    const table = readTable(bytes, isTotals);
    if (isFault(table)) throw new Error(faultText(table));
    return totalRows(table, new Set(["weixf", "liming"]), asOf);
  };

  test("below a heading with its unit", () => {
    const file = readFileSync(join(import.meta.dirname, "files", "total-with-unit.xlsx"));

    expect(readBytes(file)).toMatchObject({ rows: [{ account: "weixf", total: 12_345 }], faults: [] });
  });

  test.each([
    "成长总积分（分）",
    "总积分",
    "总积分/分",
    "“学习强国”成长总积分",
    "学习强国总积分（截至9月30日）",
    "* 成长总积分：",
  ])("below %s", (heading) => {
    const file = Buffer.from(`某校积分表\t\n账号\t${heading}\nliming\t12345\n`);

    expect(readBytes(file)).toMatchObject({ rows: [{ line: 3, total: 12_345 }], faults: [] });
  });

  test("not below one of two that say so", () => {
    expect(readBytes(Buffer.from("账号,成长总积分,总积分\nliming,1,2\n")).faults.map(faultText)).toEqual([
      "第 1 行“成长总积分”：这一列有 2 个：“成长总积分”、“总积分”。请只留一个。",
    ]);
  });

  test.each(["上次积分", "今日积分", "积分增长", "成长总积分（去年）"])("not below %s", (heading) => {
    expect(readBytes(Buffer.from(`账号,${heading}\nliming,1\n`)).faults).toHaveLength(1);
  });

  test.each([
    ['#,##0"分"', 12_345, 12_345],
    ['0!.0,"万"', 12_345, 12_345],
    ["#,##0", 12_345, 12_345],
    ["0.00", 12_345, 12_345],
    ["00000000", 12_345, 12_345],
    ["", 12_345.000000000002, 12_345],
    ["0%", 123, undefined],
    ["0", 12_344.6, undefined],
    ["yyyy-mm-dd", 12_345, undefined],
    ["General", -5, undefined],
  ])("of a number in format %j: %d is %s", (format, number, total) => {
    const file = aWorkbook({
      formats: [format],
      sheets: [{ rows: someRows(["账号", "成长总积分"], ["liming", styled(number)]) }],
    });

    const { rows, faults } = readBytes(file);

    expect(rows.map((row) => row.total)).toEqual(total === undefined ? [] : [total]);
    expect(faults).toHaveLength(total === undefined ? 1 : 0);
  });
});

test("a total may be nothing, and as large as the days since the app opened allow", async () => {
  expect((await read("liming\t0", "wangfang\t189948")).rows.map(({ total }) => total)).toEqual([0, 189_948]);
});

describe("a past total that cannot be used is told with its line, its heading and the remedy", () => {
  test.each([
    ["liming\t", "“成长总积分”：没有填写。请填上成长总积分，没有就删去这一行。"],
    ["liming\t12345分", "“成长总积分”：“12345分”不是整数。请只写数字，如 12345。"],
    ["liming\t-5", "“成长总积分”：“-5”不是整数。请只写数字，如 12345。"],
    ["liming\t12.5", "“成长总积分”：“12.5”不是整数。请只写数字，如 12345。"],
    ["liming\t1,23", "“成长总积分”：“1,23”不是整数。请只写数字，如 12345。"],
    ["liming\t1.2E4", "“成长总积分”：“1.2E4”不是整数。请只写数字，如 12345。"],
    ["liming\t189949", "“成长总积分”：189949 超过了 2026-11-18 可能的最大值 189948。请核对积分和日期。"],
    ["liming\t00012345", "“成长总积分”：00012345 超过了 2026-11-18 可能的最大值 189948。请核对积分和日期。"],
    ["zhangwei\t12345", "“账号”：“zhangwei”不在名册里。请核对账号，或先导入名册。"],
    ["\t12345", "“账号”：没有填写。请填上通讯录里的账号。"],
  ])("%j", async (line, fault) => {
    const { rows, faults } = await read("wangfang\t1", line);

    expect(rows).toEqual([]);
    expect(faults.map(faultText)).toEqual([`第 3 行${fault}`]);
  });

  test("and so is an account that comes twice", async () => {
    expect((await read("liming\t1", "wangfang\t1", "LIMING\t2")).faults.map(faultText)).toEqual([
      "第 4 行“账号”：第 2 行和第 4 行都是“LIMING”。每个账号只能有一行，请改正或删去一行。",
    ]);
  });
});

test("a file without the column of totals is told so", async () => {
  const table = readTable(Buffer.from("账号\nliming"));

  if (isFault(table)) throw new Error(faultText(table));
  expect(totalRows(table, members, "2026-11-18" as Day).faults.map(faultText)).toEqual([
    "第 1 行“成长总积分”：没有这一列。请在第一行标题中加上“成长总积分”（也可写作总积分、成长积分、累计积分、累计总积分、学习总积分、学习积分、最新成长总积分）。",
  ]);
});
