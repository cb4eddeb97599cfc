import autocannon from "autocannon";
import { expect, test } from "vitest";
import { aWorkspace, KEYS } from "./a-workspace.ts";

test("departments and their members are those of the workspace, ids of digits kept as text", async () => {
  const { bot } = await aWorkspace({ corpName: "南方纺织职业学校" });

  const { department } = await bot.get("department/list");
  expect(department).toMatchObject([
    { id: 1, name: "南方纺织职业学校", parentid: 0 },
    { id: 2, name: "机关党支部", parentid: 1 },
    { id: 3, name: "纺织系党支部", parentid: 1 },
  ]);
  expect(await bot.get("user/list", { department_id: "2" })).toMatchObject({
    errcode: 0,
    userlist: [
      { userid: "LiMing", name: "李明", department: [2], status: 1 },
      { userid: "007", name: "王芳", department: [2], status: 1 },
    ],
  });
  expect(await bot.get("user/list", { department_id: "1" })).toMatchObject({ userlist: [] });
});

test("a department that does not exist is refused", async () => {
  const { bot } = await aWorkspace();

  expect(await bot.get("department/list", { id: "9" })).toMatchObject({ errcode: 60003 });
  expect(await bot.get("user/list")).toMatchObject({ errcode: 60003 });
});

test("the directory follows joins, moves, new names and leaves", async () => {
  const { wecom, bot } = await aWorkspace();

  wecom.addMember({ account: "new", name: "新人", department: "后勤党支部" });
  wecom.changeMember("limING", { name: "李明明", department: "后勤党支部" });
  wecom.removeMember("007");

  expect(await bot.get("user/list", { department_id: "2" })).toMatchObject({ userlist: [] });
  expect(await bot.get("user/list", { department_id: "4" })).toMatchObject({
    userlist: [
      { userid: "LiMing", name: "李明明" },
      { userid: "new", name: "新人" },
    ],
  });
  expect(() => wecom.removeMember("007")).toThrow("007");
  expect(() => wecom.addMember({ account: "NEW", name: "新人", department: "后勤党支部" })).toThrow("taken");
});

test("agent/get shows the app and whom it sees", async () => {
  const { bot } = await aWorkspace();

  expect(await bot.get("agent/get", { agentid: String(KEYS.agentId) })).toMatchObject({
    errcode: 0,
    agentid: KEYS.agentId,
    close: 0,
    allow_userinfos: { user: [{ userid: "LiMing" }, { userid: "007" }, { userid: "zhangwei" }, { userid: "guest" }] },
  });
  expect(await bot.get("agent/get", { agentid: "x" })).toMatchObject({ errcode: 40056 });
  expect(await bot.get("agent/get", { agentid: "1" })).toMatchObject({ errcode: 301002 });
});

const agentid = String(KEYS.agentId);
const item = { type: "click", name: "我的积分", key: "my_score" };

test("a menu within the limits is taken", async () => {
  const { wecom, bot } = await aWorkspace();
  const menu = { button: [{ name: "积分", sub_button: [item, { ...item, name: "名".repeat(13) }] }, item] };

  expect(await bot.post("menu/create", menu, { agentid })).toMatchObject({ errcode: 0 });
  expect(wecom.menu).toEqual(menu);
});

test.each([
  ["no button", 40016, []],
  ["four buttons", 40016, [item, item, item, item]],
  ["a name over 16 bytes", 40018, [{ ...item, name: "五个汉字再一" }]],
  ["a type that is no click", 40017, [{ ...item, type: "hover" }]],
  ["a key over 128 bytes", 40019, [{ ...item, key: "k".repeat(129) }]],
  ["six sub buttons", 40023, [{ name: "积分", sub_button: Array.from({ length: 6 }, () => item) }]],
  ["a sub button's name over 40 bytes", 40025, [{ name: "积分", sub_button: [{ ...item, name: "名".repeat(14) }] }]],
  ["a sub button without key", 40026, [{ name: "积分", sub_button: [{ type: "click", name: "排名" }] }]],
  ["a menu within a sub menu", 40024, [{ name: "积分", sub_button: [{ name: "排名", sub_button: [item] }] }]],
])("a menu with %s is refused with %i", async (_what, errcode, button) => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.post("menu/create", { button }, { agentid })).toMatchObject({ errcode });
  expect(wecom.menu).toBeUndefined();
});

test("anything that the bot may not call is a 404 and a violation", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();

  expect((await bot.request("user/get", { userid: "LiMing" })).status).toBe(404);
  expect((await bot.request("message/send")).status).toBe(404);
  expect((await fetch(`${wecom.url}/other`)).status).toBe(404);
  expect((await bot.request("constructor")).status).toBe(404);
  expect(wecom.record.violations).toEqual([
    "GET /cgi-bin/user/get is not a call that the bot may make",
    "GET /cgi-bin/message/send is not a call that the bot may make",
    "GET /other is not a call that the bot may make",
    "GET /cgi-bin/constructor is not a call that the bot may make",
  ]);
});

test("over 10 000 calls of one kind a minute that kind is shut for a minute", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  const url = `${wecom.url}/cgi-bin/department/list?access_token=${await bot.token()}`;
  await autocannon({ url, amount: 10_000, connections: 10, pipelining: 10 });

  expect(await bot.get("department/list")).toMatchObject({ errcode: 45009 });
  expect(await bot.get("user/list", { department_id: "2" })).toMatchObject({ errcode: 0 });
  clock.now += 60_000;
  expect(await bot.get("department/list")).toMatchObject({ errcode: 0 });
});
