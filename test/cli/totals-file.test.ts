import { describe, expect, test } from "vitest";
import { faultText, isFault } from "../../src/cli/fault.ts";
import { readTable } from "../../src/cli/table-file.ts";
import { totalRows } from "../../src/cli/totals-file.ts";
import type { Day } from "../../src/domain/calendar.ts";

const members = new Set(["liming", "wangfang"]);

async function read(...lines: string[]) {
  const table = await readTable(Buffer.from(["账号\t成长总积分", ...lines].join("\n")));
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
  const table = await readTable(Buffer.from("账号\nliming"));

  if (isFault(table)) throw new Error(faultText(table));
  expect(totalRows(table, members, "2026-11-18" as Day).faults.map(faultText)).toEqual([
    "第 1 行“成长总积分”：没有这一列。请在第一行标题中加上“成长总积分”。",
  ]);
});
