import { expect, onTestFinished, test } from "vitest";
import { openDocuments } from "../../src/documents/documents.ts";
import type { Quarter } from "../../src/domain/calendar.ts";
import { openDeliverer } from "../../src/jobs/deliver.ts";
import { type RenderDocument, renderDocument } from "../../src/papers/papers.ts";
import { imageType } from "../../src/simulator/media.ts";
import { computeSummary, storeSummary } from "../../src/store/summaries.ts";
import { PNG } from "../simulator/a-workspace.ts";
import { aPicture, aSender, members, type Sender } from "../support/a-sender.ts";
import { anOpenRound } from "../support/open-round.ts";

const QUARTER = "2026Q4" as Quarter;
const CHAT = "appchat:school";
const ROBOT = "webhook:robot-1";

function uploads({ wecom }: Sender): number {
  return wecom.record.calls("media/upload").length + wecom.record.calls("webhook/upload_media").length;
}

test("a picture to many members and a chat is uploaded once, to a robot not at all", async () => {
  const sender = await aSender(members(3));
  for (const to of [...members(3), CHAT, ROBOT]) sender.planFile(to, to);

  await sender.drainAll();

  expect(uploads(sender)).toBe(1);
  expect(sender.wecom.record.calls("message/send")).toHaveLength(1);
  const receivers = sender.wecom.record.sent().map(({ to }) => to);
  expect(receivers.sort()).toEqual([CHAT, ...members(3), ROBOT]);
  for (const { arrival } of sender.wecom.record.sent()) {
    expect(arrival).toMatchObject({ kind: "image", bytes: PNG });
  }
  expect(sender.wecom.record.violations).toEqual([]);
});

test("a file is uploaded once for the app and once for each robot", async () => {
  const sender = await aSender(members(2));
  for (const to of [...members(2), CHAT, ROBOT, "webhook:robot-2"]) sender.planFile(to, to, "file");
  sender.planFile("again", ROBOT, "file");

  await sender.drainAll();

  expect(sender.wecom.record.calls("media/upload")).toHaveLength(1);
  expect(sender.wecom.record.calls("webhook/upload_media")).toHaveLength(2);
  expect(sender.wecom.record.toGroup(ROBOT)).toHaveLength(2);
  expect(sender.wecom.record.toMember("m0")).toMatchObject([{ kind: "file", fileName: "统计表.xlsx" }]);
});

test("another document is another upload", async () => {
  const sender = await aSender(members(1));
  sender.planFile("one", "m0", "image", 1);
  sender.planFile("two", "m0", "image", 2);

  await sender.drainAll();

  expect(uploads(sender)).toBe(2);
});

test("an upload that is too old is made again before the platform forgets it", async () => {
  const sender = await aSender(members(1));
  for (const day of [0, 1, 2, 3, 4]) {
    sender.planFile(`day-${day}`, "m0");
    await sender.drain();
    sender.bot.clock.pass(86_400_000);
  }

  expect(sender.wecom.record.toMember("m0")).toHaveLength(5);
  expect(uploads(sender)).toBe(2);
  expect(sender.wecom.record.calls("message/send").filter(({ errcode }) => errcode !== 0)).toEqual([]);
});

test("a stale media id is uploaded again at once, and everybody gets the picture once", async () => {
  const sender = await aSender(members(2));
  sender.planFile("first", "m0");
  await sender.drain();
  sender.wecom.faults.errcode("message/send", 40007);
  for (const to of members(2)) sender.planFile(`second-${to}`, to);

  await sender.drain();

  expect(uploads(sender)).toBe(2);
  expect(sender.wecom.record.toMember("m0")).toHaveLength(2);
  expect(sender.wecom.record.toMember("m1")).toHaveLength(1);
});

test("a media id that is stale again and again is not uploaded without a pause", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.errcode("message/send", 40007, { times: 4 });
  sender.planFile("picture", "m0");

  await sender.drain();
  expect(uploads(sender)).toBe(2);
  await sender.drainAll();

  expect(sender.wecom.record.toMember("m0")).toHaveLength(1);
});

test("an uncertain picture whose media id is stale by then cannot be repeated as it was: a person decides", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.loseAnswer("message/send");
  sender.wecom.faults.errcode("message/send", 40007);
  sender.planFile("picture", "m0");

  await sender.drainAll();

  expect(sender.wecom.record.toMember("m0")).toHaveLength(1);
  expect(sender.lines()["picture"]).toMatchObject({ state: "unknown" });
});

test("an uncertain picture is repeated with the media id it had", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.loseAnswer("message/send");
  sender.planFile("picture", "m0");

  await sender.drainAll();

  expect(uploads(sender)).toBe(1);
  expect(sender.wecom.record.toMember("m0")).toHaveLength(1);
  expect(sender.wecom.record.suppressed).toHaveLength(1);
});

test.each([
  ["HTTP 503", "unavailable"],
  ["a lost answer", "loseAnswer"],
] as const)("%s at the upload makes no post uncertain", async (_what, fault) => {
  const sender = await aSender(members(1));
  sender.wecom.faults[fault]("media/upload", { times: 2 });
  sender.wecom.faults[fault]("webhook/upload_media", { times: 2 });
  sender.planFile("chat", CHAT, "file");
  sender.planFile("robot", ROBOT, "file");

  await sender.drainAll();

  expect(sender.lines()).toMatchObject({ chat: { state: "sent" }, robot: { state: "sent" } });
  expect(sender.wecom.record.count).toBe(2);
});

test("a document that could not be made at first is made later", async () => {
  let failures = 3;
  const render: RenderDocument = (message) => {
    failures -= 1;
    return failures >= 0 ? Promise.reject(new Error("the documents thread ended")) : aPicture(message);
  };
  const sender = await aSender(members(1), { render });
  sender.planFile("picture", CHAT);
  sender.plan("text", CHAT, "附上排名");

  await sender.drainAll();

  expect(sender.wecom.record.toGroup(CHAT).map(({ kind }) => kind)).toEqual(["image", "text"]);
});

test("a document that can never be made is refused with the reason in the end, and holds up nothing after that", async () => {
  const render: RenderDocument = () => Promise.reject(new Error("no font"));
  const sender = await aSender(members(1), { render });
  sender.planFile("picture", CHAT);
  sender.plan("text", CHAT, "通报");

  await sender.drainAll();

  expect(sender.lines()).toMatchObject({
    picture: { state: "refused", error: expect.stringContaining("no font") },
    text: { state: "sent" },
  });
  expect(sender.wecom.record.toGroup(CHAT)).toHaveLength(1);
});

test("the ranking chart of a quarter goes out to chat and robot as a picture, made from the stored figures", async () => {
  const documents = openDocuments();
  onTestFinished(() => documents.close());
  const people = {
    zhang: { branch: "第一党支部" },
    wang: { branch: "第二党支部" },
    chen: { branch: "第三党支部", duties: ["总管理"] },
  } as const;
  const sender = await aSender(people, { time: "2026-11-18 09:07" });
  const { bot, wecom } = sender;
  for (const { branch } of Object.values(people)) anOpenRound(bot, branch);
  for (const [account, total] of [
    ["zhang", 21_000],
    ["wang", 20_500],
  ] as const) {
    bot.past(account, total - 1000, "2026-09-30");
    await bot.say(account, String(total));
  }
  bot.clock.set("2026-11-19 09:01");
  await bot.tick();
  const { version } = storeSummary(bot.db, computeSummary(bot.db, QUARTER, bot.clock.now())!, bot.clock.now());
  const deliverer = openDeliverer(
    sender.services,
    renderDocument(bot.db, sender.services.platform, documents, "测试学校"),
  );
  for (const target of [CHAT, ROBOT]) sender.planFile(`ranking-${target}`, target, "image", version);

  await sender.drain(deliverer);

  const [chart] = wecom.record.toGroup(CHAT);
  const [same] = wecom.record.toGroup(ROBOT);
  expect(chart).toMatchObject({ kind: "image", fileName: "排名.png" });
  expect(imageType(chart!.bytes!)).toBe("png");
  expect(chart!.bytes!.length).toBeGreaterThan(5000);
  expect(same!.bytes!.equals(chart!.bytes!)).toBe(true);
  expect(wecom.record.violations).toEqual([]);
});
