import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DATABASE } from "../../src/services.ts";
import { aFolder } from "../support/a-folder.ts";
import type { Outcome } from "./a-cli.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** Runs `bot …` as a process of its own, with nothing in its environment but this. */
function bot(environment: Record<string, string>, ...words: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...words], { env: environment }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

describe("`bot` as a process", () => {
  test("puts results on standard output, everything else on standard error, and the database into DATA_DIR", async () => {
    const folder = aFolder();
    const environment = { SCHOOL_NAME: "测试学校", DATA_DIR: join(folder, "data"), TZ: "America/New_York" };
    const roster = join(folder, "roster.csv");
    writeFileSync(roster, "姓名,党支部,账号\n李明,第一党支部,li\n");

    const imported = await bot(environment, "roster", "import", roster);
    const list = await bot(environment, "roster", "list", "--json");
    const again = await bot(environment, "branch", "set", "第二党支部", "--kind", "retired");

    expect(imported).toEqual({
      code: 0,
      out: "新增 李明（li） → 第一党支部\n已导入：1 处变化，0 人不变；新党支部：第一党支部。\n",
      err: "注意：第一党支部没有支部书记，谈话名单将无人接收。\n",
    });
    expect(existsSync(join(folder, "data", DATABASE))).toBe(true);
    expect(list).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(list.out)).toMatchObject([{ account: "li", branch: "第一党支部" }]);
    expect(again).toMatchObject({ code: 2, out: "", err: expect.stringContaining("第二党支部") });
  });

  test("lives by Shanghai's time, whatever the machine's", async () => {
    const folder = aFolder();
    const environment = { SCHOOL_NAME: "测试学校", DATA_DIR: folder, TZ: "America/New_York" };
    const roster = join(folder, "roster.csv");
    writeFileSync(roster, "姓名,党支部,账号\n李明,第一党支部,li\n");
    await bot(environment, "roster", "import", roster);

    const before = Date.now();
    const { out } = await bot(environment, "round", "open", "--reason", "抽测", "--close", "+1h", "--json");
    const after = Date.now();

    const [{ opensAt, day }] = (JSON.parse(out) as { rounds: [{ opensAt: string; day: string }] }).rounds;
    expect(opensAt.slice(-6)).toBe("+08:00");
    expect(opensAt.slice(0, 10)).toBe(day);
    expect(Date.parse(opensAt)).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000);
    expect(Date.parse(opensAt)).toBeLessThanOrEqual(after);
  });

  test("reports every fault of its environment at once, with exit code 2, and makes no database", async () => {
    const folder = join(aFolder(), "data");

    const { code, out, err } = await bot({ DATA_DIR: folder, LOG_LEVEL: "loud" }, "branch", "list");

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("SCHOOL_NAME");
    expect(err).toContain("LOG_LEVEL");
    expect(existsSync(folder)).toBe(false);
  });

  test("fails with exit code 1 when it could not be done", async () => {
    const environment = { SCHOOL_NAME: "测试学校", DATA_DIR: aFolder() };

    expect(await bot(environment, "round", "close")).toEqual({ code: 1, out: "", err: "没有进行中的考核。\n" });
  });
});
