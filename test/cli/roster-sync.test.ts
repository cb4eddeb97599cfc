import { beforeEach, describe, expect, test, vi } from "vitest";
import { aWorkspace, KEYS } from "../simulator/a-workspace.ts";
import { at } from "../support/a-bot.ts";
import { dump } from "../support/dump.ts";
import { aDeadAddress } from "../support/scripted-server.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

const members = Object.entries(aSchool).map(([account, { name, branch }]) => ({
  account,
  name: name!,
  department: branch!,
}));

function connect(base: string): void {
  const environment = {
    SCHOOL_NAME: "测试学校",
    WECOM_CORP_ID: KEYS.corpId,
    WECOM_AGENT_ID: String(KEYS.agentId),
    WECOM_SECRET: KEYS.secret,
    WECOM_TOKEN: KEYS.token,
    WECOM_ENCODING_AES_KEY: KEYS.encodingAesKey,
    WECOM_API_BASE: base,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

beforeEach(() => () => vi.unstubAllEnvs());

/** A school on the roster, and its workspace, which the operator's commands can reach. */
async function aConnectedSchool() {
  const cli = aCli();
  cli.roster(aSchool);
  const { wecom } = await aWorkspace({ now: () => at("2026-11-18 10:00"), members });
  connect(wecom.url);
  return { cli, wecom };
}

const NONE = { left: [], new: [], renamed: [], movedAccount: [] };

describe("roster sync", () => {
  test("finds nothing where the roster is as the workspace's directory", async () => {
    const { cli } = await aConnectedSchool();

    expect(await cli.json("roster", "sync")).toEqual(NONE);
    expect(await cli.bot("roster", "sync")).toEqual({ code: 0, out: "名册与通讯录一致。", err: "" });
  });

  async function aChangedWorkspace() {
    const { cli, wecom } = await aConnectedSchool();
    wecom.removeMember("lu");
    wecom.changeMember("wang", { name: "王方" });
    wecom.addMember({ account: "xin", name: "新来", department: "教务处" });
    wecom.removeMember("li");
    wecom.addMember({ account: "LiMing", name: "李明", department: "教务处" });
    return { cli, wecom };
  }

  test("lists who left, who is new, who has another name, and who seems to have another account", async () => {
    const { cli } = await aChangedWorkspace();

    expect(await cli.json("roster", "sync")).toEqual({
      left: [{ account: "lu", name: "陆一", branch: "第三党支部" }],
      new: [{ account: "xin", name: "新来", department: "教务处" }],
      renamed: [{ account: "wang", name: "王芳", directoryName: "王方" }],
      movedAccount: [{ from: "li", to: "LiMing", name: "李明" }],
    });
  });

  test("says what to write into the roster file", async () => {
    const { cli } = await aChangedWorkspace();

    const { code, out } = await cli.bot("roster", "sync");

    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "以下差异只供核对，未作任何改动。",
      "可能换了账号（同名，旧账号已不在；核对后在名册文件里填“账号”和“原账号”），1 人：",
      "  李明：账号 LiMing，原账号 li",
      "名册有、通讯录没有（离开的请在名册文件里标“转出”），1 人：",
      "  陆一（lu） 第三党支部",
      "姓名不同，1 人：",
      "  wang：名册 王芳，通讯录 王方",
      "通讯录有、名册没有（是党员的请加入名册文件），1 人：",
      "  新来（xin） 教务处",
    ]);
  });

  test("changes nothing", async () => {
    const { cli } = await aChangedWorkspace();
    const before = dump(cli.db);

    await cli.bot("roster", "sync");

    expect(dump(cli.db)).toEqual(before);
  });

  test("does not miss who has left by the roster, nor takes them for new", async () => {
    const { cli, wecom } = await aConnectedSchool();
    cli.roster({ li: { ...aSchool.li, state: "转出" }, lu: { ...aSchool.lu, state: "已故" } });
    wecom.removeMember("lu");

    expect(await cli.json("roster", "sync")).toEqual(NONE);
  });

  test("counts only what is more than anybody reads", async () => {
    const { cli, wecom } = await aConnectedSchool();
    for (let index = 0; index < 60; index += 1) {
      wecom.addMember({ account: `x${index}`, name: `访客${index}`, department: "访客" });
    }

    const { out } = await cli.bot("roster", "sync");

    expect(out).toContain("60 人：");
    expect(out.split("\n").at(-1)).toBe("  ……另有 10 人，全部见 --json");
    expect(await cli.json("roster", "sync")).toMatchObject({ new: { length: 60 } });
  });
});

describe("roster sync, when the workspace does not answer as it should,", () => {
  const failing = async (cli: Cli, words: string) => {
    const before = dump(cli.db);
    const { code, out, err } = await cli.bot("roster", "sync");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(words);
    expect(err).not.toContain(KEYS.secret);
    expect(dump(cli.db)).toEqual(before);
  };

  test.each([
    ["the address is not allowed", 60020, "企业微信不接受查询，请检查 Secret、企业可信 IP"],
    ["it is busy", -1, "企业微信暂时无法访问，请稍后再试"],
    ["the department is unknown", 60003, "通讯录查询失败"],
  ])("says what to do: %s", async (_, errcode, words) => {
    const { cli, wecom } = await aConnectedSchool();
    wecom.faults.errcode("user/list", errcode, { times: 9 });

    await failing(cli, words);
  });

  test("says what to do: the secret is wrong", async () => {
    const { cli } = await aConnectedSchool();
    vi.stubEnv("WECOM_SECRET", "another secret");

    await failing(cli, "请检查 Secret");
  });

  test("says what to do: nobody answers", async () => {
    const { cli } = await aConnectedSchool();
    connect(await aDeadAddress());

    await failing(cli, "请稍后再试");
  });

  test("says what to do: the app sees nobody", async () => {
    const { cli, wecom } = await aConnectedSchool();
    for (const { account } of members) wecom.removeMember(account);

    await failing(cli, "看不到任何人，请检查应用的可见范围");
  });

  test("names the variables that are missing, as bad input", async () => {
    const { cli } = await aConnectedSchool();
    vi.stubEnv("WECOM_SECRET", "");

    const { code, err } = await cli.bot("roster", "sync");

    expect(code).toBe(2);
    expect(err).toContain("WECOM_SECRET");
  });
});
