import { expect, test } from "vitest";
import type { Documents } from "../../src/documents/documents.ts";
import type { Quarter } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { type Deliverer, openDeliverer } from "../../src/jobs/deliver.ts";
import { renderDocument } from "../../src/papers/papers.ts";
import { deletePictures } from "../../src/store/spot-checks.ts";
import { aSchool, rows } from "../chat/a-school.ts";
import { adopt } from "../jobs/a-life.ts";
import { aCallback, PNG } from "../simulator/a-workspace.ts";
import { aSender, type Sender } from "../support/a-sender.ts";
import { anOpenRound } from "../support/open-round.ts";

const Q4 = "2026Q4" as Quarter;
const JPG = Buffer.concat([Buffer.from("ffd8ffe0", "hex"), Buffer.alloc(64, 7)]);
const MIB = 1024 * 1024;
const noDocuments: Documents = { make: () => Promise.reject(new Error("no document")), close: async () => {} };

interface Checked {
  readonly sender: Sender;
  readonly deliverer: Deliverer;
  /** 李明 sends a picture in the workspace. */
  show(bytes: Buffer): Promise<string | undefined>;
  drain(): Promise<void>;
}

/** 李明 has been asked for a picture, and everything said so far has been sent. */
async function aChecked(): Promise<Checked> {
  const sender = await aSender(aSchool, { time: "2026-11-18 10:00" });
  const { bot, wecom, services } = sender;
  const { parameters } = defaultPolicy;
  adopt(bot, { ...defaultPolicy, parameters: { ...parameters, spotCheck: { share: 1, atLeast: 0 } } });
  anOpenRound(bot);
  await bot.say("li", "12000");
  bot.clock.set("2026-11-19 09:01");
  await bot.tick();
  const deliverer = openDeliverer(services, renderDocument(bot.db, services.platform, noDocuments, "测试学校"));
  await sender.drain(deliverer);
  const posted = await aCallback(wecom, () => ({ status: 200 }));
  return {
    sender,
    deliverer,
    async show(bytes) {
      await wecom.sendImage("li", bytes);
      const { MediaId = "", MsgId = "" } = posted.at(-1)!.plain;
      return bot.send("li", { kind: "image", mediaId: MediaId }, MsgId);
    },
    drain: () => sender.drain(deliverer),
  };
}

const received = ({ sender }: Checked, account: string) =>
  sender.wecom.record
    .toMember(account)
    .filter(({ kind }) => kind !== "text")
    .map(({ kind, fileName, bytes }) => ({ kind, fileName, bytes }));
const kept = ({ sender }: Checked) => rows<{ bytes: Buffer }>(sender.bot, "select bytes from spot_pictures");
const downloads = ({ sender }: Checked) => sender.wecom.record.calls("media/get").length;
const pictureLines = ({ sender }: Checked) =>
  Object.entries(sender.lines()).filter(([key]) => key.startsWith("spot-picture"));

test.each([
  ["jpg", JPG],
  ["png", PNG],
])("a picture (%s) reaches the branch's admins behind its text, named for the member, fetched once", async (type, bytes) => {
  const checked = await aChecked();

  await checked.show(bytes);
  await checked.drain();

  for (const admin of ["zhang", "wang"]) {
    const [text, image] = checked.sender.wecom.record.toMember(admin).slice(-2);
    expect(text!.text).toContain("李明同志发来实时积分截图");
    expect(image).toMatchObject({ kind: "image", fileName: `抽查-李明.${type}`, bytes });
  }
  for (const account of ["li", "chen", "wu", "he", "su", "ma"]) expect(received(checked, account)).toEqual([]);
  expect(downloads(checked)).toBe(1);
  expect(kept(checked)).toEqual([{ bytes }]);
  expect(checked.sender.wecom.record.violations).toEqual([]);
});

test("a second picture is fetched and sent, too", async () => {
  const checked = await aChecked();
  await checked.show(JPG);
  await checked.drain();

  await checked.show(PNG);
  await checked.drain();

  expect(received(checked, "zhang").map(({ bytes }) => bytes)).toEqual([JPG, PNG]);
  expect(kept(checked)).toHaveLength(2);
});

test("a picture that the platform takes as a picture only perhaps goes as a file", async () => {
  const checked = await aChecked();
  const large = Buffer.concat([JPG, Buffer.alloc(2 * MIB)]);

  await checked.show(large);
  await checked.drain();

  expect(received(checked, "zhang")).toMatchObject([{ kind: "file", fileName: "抽查-李明.jpg" }]);
  expect(received(checked, "zhang")[0]!.bytes!.equals(large)).toBe(true);
});

test("what is no picture at all is refused with the reason, not kept, and holds up nothing", async () => {
  const checked = await aChecked();

  await checked.show(Buffer.from("GIF89a......"));
  checked.sender.plan("next", "zhang", "下一条");
  await checked.drain();

  expect(pictureLines(checked).map(([, line]) => line)).toMatchObject([
    { state: "refused", error: expect.stringContaining("neither JPG nor PNG") },
    { state: "refused" },
  ]);
  expect(kept(checked)).toEqual([]);
  expect(checked.sender.wecom.record.toMember("zhang").at(-1)).toMatchObject({ text: "下一条" });
});

test("a picture that has expired is refused, not tried for ever", async () => {
  const checked = await aChecked();
  await checked.show(JPG);
  checked.sender.bot.clock.pass(3 * 86_400_000);

  await checked.drain();

  expect(pictureLines(checked).map(([, { state, attempts }]) => [state, attempts])).toEqual([
    ["refused", 1],
    ["refused", 1],
  ]);
  expect(received(checked, "zhang")).toEqual([]);
});

test("one that was fetched in time can be sent again later", async () => {
  const checked = await aChecked();
  checked.sender.wecom.faults.unavailable("media/upload");
  await checked.show(JPG);
  await checked.drain();
  expect(kept(checked)).toHaveLength(1);
  checked.sender.bot.clock.pass(4 * 86_400_000);

  await checked.sender.drain(checked.deliverer);

  expect(received(checked, "zhang").map(({ bytes }) => bytes)).toEqual([JPG]);
  expect(downloads(checked)).toBe(1);
});

test("a fault of the fetching is tried again", async () => {
  const checked = await aChecked();
  checked.sender.wecom.faults.unavailable("media/get");
  await checked.show(JPG);
  await checked.drain();
  expect(received(checked, "zhang")).toEqual([]);
  checked.sender.bot.clock.pass(60_000);

  await checked.drain();

  for (const admin of ["zhang", "wang"]) expect(received(checked, admin)).toHaveLength(1);
  expect(kept(checked)).toHaveLength(1);
});

test("after the pictures of the quarter were deleted none is sent or fetched again, whatever still waits", async () => {
  const checked = await aChecked();
  await checked.show(JPG);
  deletePictures(checked.sender.bot.db, Q4);

  await checked.drain();

  expect(pictureLines(checked)[0]![1]).toMatchObject({
    state: "refused",
    error: expect.stringContaining("has been deleted"),
  });
  expect(downloads(checked)).toBe(0);
  expect(kept(checked)).toEqual([]);
});

test("pictures deleted while one is being fetched are not kept by it", async () => {
  const checked = await aChecked();
  const { bot, services } = checked.sender;
  await checked.show(JPG);
  const download = async () => {
    deletePictures(bot.db, Q4);
    return JPG;
  };
  const render = renderDocument(bot.db, { download }, noDocuments, "测试学校");

  await checked.sender.drain(openDeliverer(services, render));

  expect(pictureLines(checked)[0]![1]).toMatchObject({ state: "refused" });
  expect(kept(checked)).toEqual([]);
});
