import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { isFault } from "../../src/cli/fault.ts";
import { isRoster } from "../../src/cli/roster-file.ts";
import { readTable } from "../../src/cli/table-file.ts";
import { unpackTexts } from "../../src/cli/zip.ts";
import { aWorkspace, KEYS } from "../simulator/a-workspace.ts";
import { at } from "../support/a-bot.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool } from "./a-cli.ts";

beforeEach(() => () => vi.unstubAllEnvs());

/** The operator's commands, beside a workspace of these people. */
async function connected(people: readonly { account: string; name: string; department: string }[]) {
  const { wecom } = await aWorkspace({ now: () => at("2026-11-18 10:00"), members: people });
  const environment = {
    SCHOOL_NAME: "测试学校",
    WECOM_CORP_ID: KEYS.corpId,
    WECOM_AGENT_ID: String(KEYS.agentId),
    WECOM_SECRET: KEYS.secret,
    WECOM_TOKEN: KEYS.token,
    WECOM_ENCODING_AES_KEY: KEYS.encodingAesKey,
    WECOM_API_BASE: wecom.url,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return { cli: aCli(), file: join(aFolder(), "名册.xlsx") };
}

const strangers = [
  { account: "007", name: "李明", department: "机关党支部" },
  { account: "wang", name: "王芳", department: "教务处" },
];

function rowsIn(file: string) {
  const table = readTable(readFileSync(file), isRoster);
  if (isFault(table)) throw new Error(table.problem);
  return { sheet: table.sheet, rows: table.rows.map(({ cells }) => cells) };
}

const textIn = (file: string) =>
  [...unpackTexts(readFileSync(file), 1e7)].map((part) => Buffer.from(part, "latin1").toString("utf8")).join("\n");

describe("roster template", () => {
  test("writes the directory as a roster to complete", async () => {
    const { cli, file } = await connected(strangers);

    const { code, out } = await cli.bot("roster", "template", file);

    expect(code).toBe(0);
    expect(out).toContain("已写入 2 人");
    expect(rowsIn(file)).toEqual({
      sheet: "名册",
      rows: [
        ["账号", "姓名", "党支部", "职务", "状态", "部门（供参考，不导入）"],
        ["007", "李明", "", "", "", "机关党支部"],
        ["wang", "王芳", "", "", "", "教务处"],
      ],
    });
  });

  test("offers branches, duties and states to choose from, on a hidden sheet", async () => {
    const { cli, file } = await connected(strangers);
    await cli.bot("roster", "template", file);

    const text = textIn(file);
    expect(text).toContain('name="选项" state="hidden"');
    expect(text).toMatch(/sqref="C2:C203"><formula1>选项!\$A\$1:\$A\$1</);
    expect(text).toMatch(/sqref="D2:D203"><formula1>选项!\$B\$1:\$B\$8</);
    expect(text).toMatch(/showErrorMessage="1"[^>]*sqref="E2:E203"><formula1>选项!\$C\$1:\$C\$8</);
  });

  test("that is not completed is told so, and imports nothing", async () => {
    const { cli, file } = await connected(strangers);
    await cli.bot("roster", "template", file);

    const { code, err } = await cli.bot("roster", "import", file);

    expect(code).toBe(2);
    expect(err).toContain("第 2 行“党支部”：没有填写。");
  });

  test("holds what the roster says already, so that importing it again changes nobody", async () => {
    const people = Object.entries(aSchool).map(([account, { name }]) => ({ account, name: name!, department: "学校" }));
    const { cli, file } = await connected(people);
    cli.roster(aSchool);
    const { audit: _, settings: __, ...before } = dump(cli.db);

    await cli.bot("roster", "template", file);
    const { code, out } = await cli.bot("roster", "import", file);

    const { audit: ___, settings: ____, ...after } = dump(cli.db);
    expect(code).toBe(0);
    expect(out).toContain(`0 处变化，${people.length} 人不变`);
    expect(after).toEqual(before);
  });

  test("leaves a name blank that the workspace keeps from the app, and counts who is not in the directory", async () => {
    const { cli, file } = await connected([{ account: "wang", name: "wang", department: "教务处" }]);
    cli.roster({ li: { name: "李明", branch: "第一党支部" } });

    const { err } = await cli.bot("roster", "template", file);

    expect(rowsIn(file).rows[1]).toEqual(["wang", "", "", "", "", "教务处"]);
    expect(err).toContain("名册里有 1 人不在通讯录中");
  });

  test("writes over no file, and only to one of Excel", async () => {
    const { cli, file } = await connected(strangers);
    writeFileSync(file, "填好的");

    expect(await cli.bot("roster", "template", file)).toMatchObject({ code: 2 });
    expect(readFileSync(file, "utf8")).toBe("填好的");
    expect(await cli.bot("roster", "template", `${file}.csv`)).toMatchObject({ code: 2 });
    expect(existsSync(`${file}.csv`)).toBe(false);
  });

  test("to a folder that is not there fails and says so", async () => {
    const { cli, file } = await connected(strangers);

    const { code, err } = await cli.bot("roster", "template", join(file, "a.xlsx"));

    expect(code).toBe(1);
    expect(err).toContain("无法写入");
  });
});
