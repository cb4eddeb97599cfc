import { describe, expect, test } from "vitest";
import { aSchool, aSchoolBeingAsked } from "./a-school.ts";

/** One of every kind of the table of rights. */
const people = {
  member: "li",
  secretary: "zhang",
  commissioner: "wang",
  branchCommittee: "wu",
  office: "he",
  officeExecutive: "lin",
  officeClerk: "shi",
  committee: "fang",
  committeeSecretary: "ma",
} as const;
type Kind = keyof typeof people;
const kinds = Object.keys(people) as Kind[];
const office: Kind[] = ["office", "officeExecutive", "officeClerk"];

const everybody = ["我的积分", "排名", "办法", "撤回", "停止提醒", "恢复提醒", "请假", "隐私", "帮助"];
const restricted: readonly (readonly [command: string, may: readonly Kind[], holders: string])[] = [
  ["进度", ["secretary", "commissioner", "branchCommittee", ...office], "支部书记、宣传委员、支委和学校党办"],
  ["谁没报", ["secretary", "commissioner", "branchCommittee", ...office], "支部书记、宣传委员、支委和学校党办"],
  ["统计表", ["secretary", "commissioner", "branchCommittee", ...office], "支部书记、宣传委员、支委和学校党办"],
  ["确认统计表", ["secretary", "commissioner"], "支部书记和宣传委员"],
  ["谈话名单", ["secretary", "commissioner", "branchCommittee", "committeeSecretary"], "支部书记、宣传委员和支委"],
  ["已谈", ["secretary", "commissioner", "branchCommittee", "committeeSecretary"], "支部书记、宣传委员和支委"],
  ["代报 陈静 12345", ["secretary", "commissioner"], "支部书记和宣传委员"],
  ["汇总", [...office, "committee", "committeeSecretary"], "学校党办和党委"],
  ["汇总 2026Q3", [...office, "committee", "committeeSecretary"], "学校党办和党委"],
  ["提交", office, "学校党办"],
  ["发布", office, "学校党办"],
  ["年度预览", office, "学校党办"],
  ["通过", ["committeeSecretary"], "党委书记"],
  ["退回 数字有误", ["committeeSecretary"], "党委书记"],
];

describe("a command is for those whom the table of rights names", () => {
  test.each(
    restricted.flatMap(([command, may, holders]) => kinds.map((kind) => ({ command, may, holders, kind }))),
  )("$command by $kind", async ({ command, may, holders, kind }) => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.say(people[kind], command);

    if (may.includes(kind)) expect(reply).not.toContain("无权");
    else expect(reply).toBe(`您无权这样做，请联系${named(holders, kind)}同志。`);
  });

  test.each(
    everybody.flatMap((command) => kinds.map((kind) => ({ command, kind }))),
  )("$command by $kind: everybody may", async ({ command, kind }) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say(people[kind], command)).not.toContain("无权");
  });
});

/** Whom a refusal names: of the own branch where the right is a branch's, with the secretary before the rest. */
function named(holders: string, kind: Kind): string {
  const isFirst = ["member", "secretary", "commissioner", "branchCommittee"].includes(kind);
  switch (holders) {
    case "支部书记、宣传委员、支委和学校党办":
      return isFirst ? "张伟、王芳、伍建国" : "苏敏";
    case "支部书记和宣传委员":
      return isFirst ? "张伟、王芳" : "苏敏";
    case "支部书记、宣传委员和支委":
      return isFirst ? "张伟、王芳、伍建国" : "苏敏";
    case "党委书记":
      return "马宁";
    default:
      return "何翠、林涛、石磊";
  }
}

test("where a branch has nobody with the right, the office is named; where the school has nobody, the duty", async () => {
  const bot = await aSchoolBeingAsked();
  bot.roster({ only: { name: "单一", branch: "第三党支部" } });

  expect(await bot.say("only", "进度")).toBe("您无权这样做，请联系何翠、林涛、石磊同志。");
  expect(await bot.say("only", "代报 张三 12345")).toBe("您无权这样做，请联系支部书记和宣传委员。");
});

describe("help lists what the sender may use and nothing else", () => {
  const ofEverybody = [
    "直接回复数字",
    "更正 数字",
    "撤回",
    "我的积分",
    "排名",
    "请假 / 停止提醒 / 恢复提醒",
    "异议 内容",
    "为什么我在谈话名单",
    "确认谈话",
    "办法",
    "验证抽取 [季度]",
    "隐私 / 导出我的数据 / 删除我的数据",
    "意见建议 内容",
  ];
  const ofBranch = ["进度", "统计表"];
  const ofAdmins = ["确认统计表", "代报 姓名 数", "撤回代报 姓名", "抽查名单", "属实 姓名 / 不符 姓名 数"];
  const ofTalkers = ["谈话名单", "已谈 姓名 [备注]"];
  const ofSchool = ["汇总 [季度]", "提交 [季度|年]", "发布 [季度|年]", "异议名单", "答复 编号 内容", "年度预览 [年]"];
  // The second branch has one admin.
  const ofOffice = [...ofBranch, "抽查名单", "属实 姓名 / 不符 姓名 数", ...ofSchool];
  const more: Readonly<Record<Kind, readonly string[]>> = {
    member: [],
    secretary: [...ofBranch, ...ofAdmins, ...ofTalkers],
    commissioner: [...ofBranch, ...ofAdmins, ...ofTalkers],
    branchCommittee: [...ofBranch, ...ofTalkers],
    office: ofOffice,
    officeExecutive: ofOffice,
    officeClerk: ofOffice,
    committee: ["汇总 [季度]"],
    committeeSecretary: ["汇总 [季度]", "通过 [季度|年]", "退回 [季度] 理由", "支部谈话名单"],
  };

  test.each(kinds)("%s", async (kind) => {
    const bot = await aSchoolBeingAsked();

    const help = await bot.say(people[kind], "帮助");

    expect(commandsIn(help!)).toEqual([...ofEverybody, ...more[kind]]);
  });

  test("somebody with several duties is shown the commands of each once", async () => {
    const bot = await aSchoolBeingAsked();
    bot.roster({ zhang: { ...aSchool.zhang!, duties: ["支部书记", "支委", "总管理"] } });

    const commands = commandsIn((await bot.say("zhang", "帮助"))!);

    expect(commands).toEqual([...ofEverybody, ...ofBranch, ...ofAdmins, ...ofTalkers, ...ofSchool]);
  });

  test.each(kinds)("every command shown to %s is understood and granted", async (kind) => {
    const help = (await (await aSchoolBeingAsked()).say(people[kind], "帮助"))!;

    for (const shown of commandsIn(help)) {
      for (const command of shown.split(" / ")) {
        // Each in a school of its own, so that none stands in another's way.
        const bot = await aSchoolBeingAsked();
        const reply = await bot.say(people[kind], written(command));
        expect(reply, command).not.toContain("无权");
        expect(reply, command).not.toContain("没有读到积分");
        expect(reply, command).not.toBe(help);
      }
    }
  });

  test("?, 菜单 and 怎么用 are 帮助", async () => {
    const bot = await aSchoolBeingAsked();
    const help = await bot.say("li", "帮助");

    for (const alias of ["?", "？", "菜单", "help", "请问怎么用"]) expect(await bot.say("li", alias)).toBe(help);
  });
});

function commandsIn(help: string): string[] {
  return help
    .split("\n")
    .slice(1)
    .map((line) => line.split("：")[0]!);
}

/** A line of help as somebody would write it. */
function written(command: string): string {
  return command
    .replace("直接回复数字", "12345")
    .replace("[季度]", "2026Q4")
    .replace("姓名", "陈静")
    .replace("理由", "数字有误")
    .replace(/数字?$/, "12345");
}
