import { expect, test } from "vitest";
import { parseMultipart } from "../../src/simulator/multipart.ts";
import { aWorkspace, PNG, START } from "./a-workspace.ts";

test("an uploaded file can be fetched again, its Chinese name as UTF-8", async () => {
  const { wecom, bot } = await aWorkspace();
  const bytes = Buffer.from("--x\r\n\r\n内容\r\n--");

  const upload = await bot.upload("media/upload", { type: "file" }, "统计表 (1).xlsx", bytes);
  const response = await bot.request("media/get", { media_id: String(upload["media_id"]) });

  expect(upload).toMatchObject({ errcode: 0, type: "file", created_at: String(START / 1000) });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  const disposition = Buffer.from(response.headers.get("content-disposition") ?? "", "latin1").toString("utf8");
  expect(disposition).toBe('attachment; filename="统计表 (1).xlsx"');
  expect(wecom.record.violations).toEqual([]);
});

test("after three days a media id is unknown", async () => {
  const { bot, clock } = await aWorkspace();
  const { media_id } = await bot.upload("media/upload", { type: "image" }, "排名.png", PNG);
  clock.now += 3 * 86_400_000 - 1;
  await bot.token();
  expect((await bot.request("media/get", { media_id: String(media_id) })).headers.has("content-disposition")).toBe(
    true,
  );

  clock.now += 1;

  expect(await bot.get("media/get", { media_id: String(media_id) })).toMatchObject({ errcode: 40007 });
});

const mib = 1024 * 1024;

test.each([
  ["five bytes", 40006, "file", Buffer.alloc(5)],
  ["a file over 20 MB", 45001, "file", Buffer.alloc(20 * mib + 1)],
  ["an image over 10 MB", 45001, "image", Buffer.concat([PNG, Buffer.alloc(10 * mib)])],
  ["an image that is none", 40123, "image", Buffer.from("GIF89a..")],
  ["an unknown type", 40005, "picture", PNG],
])("%s is refused with %i", async (_what, errcode, type, bytes) => {
  const { bot } = await aWorkspace();

  expect(await bot.upload("media/upload", { type }, "a.png", bytes)).toMatchObject({ errcode });
});

test("a body that is no multipart, or has another field, is refused with 44001", async () => {
  const { bot } = await aWorkspace();
  const other = new FormData();
  other.append("file", new Blob([PNG]), "a.png");

  expect(await bot.post("media/upload", "hello", { type: "file" })).toMatchObject({ errcode: 44001 });
  const answer = await bot.request("media/upload", { type: "file" }, { method: "POST", body: other });
  expect(await answer.json()).toMatchObject({ errcode: 44001 });
});

test("a robot takes files only, with its key", async () => {
  const { bot } = await aWorkspace();

  expect(await bot.upload("webhook/upload_media", { key: "robot-1", type: "image" }, "a.png", PNG)).toMatchObject({
    errcode: 40005,
  });
  expect(await bot.upload("webhook/upload_media", { key: "robot-9", type: "file" }, "a.png", PNG)).toMatchObject({
    errcode: 93000,
  });
});

test("a file name that is not UTF-8 is a violation: people would see garbage", async () => {
  const { wecom, bot } = await aWorkspace();
  const gbk = Buffer.from([0xcd, 0xb3, 0xbc, 0xc6]);
  const body = Buffer.concat([
    Buffer.from('--b\r\ncontent-disposition: form-data; name="media"; filename="'),
    gbk,
    Buffer.from('.xlsx"\r\n\r\ncontent\r\n--b--\r\n'),
  ]);
  const headers = { "content-type": "multipart/form-data; boundary=b" };

  await bot.request("media/upload", { type: "file" }, { method: "POST", headers, body });

  expect(wecom.record.violations).toEqual(["media/upload: the file name is not UTF-8, people see garbage"]);
});

const type = "multipart/form-data; boundary=b";
const part = (name: string, content: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"; filename="表.xlsx"; filelength=3\r\n\r\n${content}\r\n`;

test("parts are told apart by their boundary alone, whatever bytes they hold", () => {
  const body = Buffer.from(`${part("first", "x--b\r\n")}${part("media", "\r\n--")}--b--\r\n`);

  expect(parseMultipart('multipart/form-data; charset=utf-8; boundary="b"', body)).toEqual([
    { name: "first", fileName: "表.xlsx", utf8: true, bytes: Buffer.from("x--b\r\n") },
    { name: "media", fileName: "表.xlsx", utf8: true, bytes: Buffer.from("\r\n--") },
  ]);
});

test.each([
  ["another content type", "text/plain; boundary=b", `${part("media", "x")}--b--`],
  ["no boundary", "multipart/form-data", `${part("media", "x")}--b--`],
  ["something before the first part", type, `x${part("media", "x")}--b--`],
  ["no end", type, part("media", "x")],
  ["an end cut short", type, `${part("media", "x")}--b-`],
  ["a part without a blank line", type, "--b\r\nhello\r\n--b--"],
  ["nothing", type, ""],
])("a body with %s is not well-formed", (_what, contentType, body) => {
  expect(parseMultipart(contentType, Buffer.from(body))).toBeUndefined();
});
