import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallbackRequest, Incoming } from "../../../src/platform/platform.ts";
import { passiveReply, receive } from "../../../src/platform/wecom/callback.ts";
import { aesKey, encrypt } from "../../../src/simulator/wecom-crypto.ts";
import { readReply } from "../../../src/simulator/wecom-reply.ts";
import { writeXml } from "../../../src/simulator/wecom-xml.ts";
import {
  aMessage,
  anEvent,
  block,
  encrypted,
  encryptedBlock,
  envelope,
  keys,
  padded,
  posted,
  SECOND,
  verification,
} from "./encrypted.ts";

/** The examples of page 90968 and of the vendor's sample code. */
const VECTOR_A =
  "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";
const VECTOR_B = "P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D";
const VECTOR_C =
  "sKqRbbiSUnDhFHOvPjtUMevlVJi5gSks1smLwj58jImB2BNF0on6mvpE5XjYftWR+hKtqfw2+k/hItigkhHI2ITZ+4TZPkW1CRjdWTgPVbN+GsKbDXGJI9Sxfe05/dE5";
const VECTOR_D = "sKqRbbiSUnDhFHOvPjtUMT04SBXqyecnV0R+mVLqu11Se0CAxtEP8Zs4hONFU+GhnY2XmfYUSF/20UR5dRgc0w==";

/** receiveid is empty there. */
const bare = { ...keys, corpId: "" };

test("vector A: the official example is understood", () => {
  const request: CallbackRequest = {
    method: "POST",
    query: {
      msg_signature: "477715d11cdb4164915debcba66cb864d751f3e6",
      timestamp: "1409659813",
      nonce: "1372623149",
    },
    headers: {},
    body: Buffer.from(`<xml><Encrypt><![CDATA[${VECTOR_A}]]></Encrypt></xml>`),
    now: 1_409_659_813_000,
  };

  expect(receive(keys, request)).toEqual({
    kind: "message",
    message: { id: "4561255354251345929", account: "mycreate", content: { kind: "text", text: "hello" } },
  });
});

test("vector B: the official URL verification is answered with the bare echo", () => {
  const request: CallbackRequest = {
    method: "GET",
    query: {
      msg_signature: "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
      timestamp: "1409659589",
      nonce: "263014780",
      echostr: decodeURIComponent(VECTOR_B),
    },
    headers: {},
    body: Buffer.alloc(0),
    now: 1_409_659_589_000,
  };

  expect(receive(keys, request)).toEqual({
    kind: "handshake",
    answer: { type: "text/plain", body: "1616140317555161061" },
  });
});

test("vector C: an empty receiveid and a text of several bytes a letter", () => {
  const request = verification(VECTOR_C);

  expect(request.query["msg_signature"]).toBe("cb975dceeb74c97aade3ca6f09c63b9df82abb19");
  expect(receive(bare, request)).toMatchObject({
    answer: { body: '{"msgtype":"text","text":{"content":"你好"}}' },
  });
});

test("vector D: padding that fills a whole block", () => {
  expect(receive(bare, verification(VECTOR_D))).toMatchObject({ answer: { body: "xxxxxxxxxxxx" } });
});

test("a message of the simulator, with its retry, is one and the same message", () => {
  const once = receive(keys, posted(encrypted(aMessage())));
  const again = receive(
    keys,
    posted(encrypted(aMessage(), keys.corpId, Buffer.alloc(16, 1)), { nonce: "other", timestamp: String(SECOND + 5) }),
  );

  expect(once).toMatchObject({ kind: "message", message: { account: "LiMing" } });
  expect(again).toEqual(once);
});

const good = encrypted(aMessage());
const REFUSED: readonly (readonly [string, CallbackRequest, number])[] = [
  ["signed with another token", posted(good, { token: "another" }), 401],
  ["signed over another cipher text", { ...posted(good), query: posted(encrypted(anEvent())).query }, 401],
  ["an empty signature", { ...posted(good), query: { ...posted(good).query, msg_signature: "" } }, 401],
  ["a signature in capitals", capitals(posted(good)), 401],
  ["no query at all", { ...posted(good), query: {} }, 401],
  ...(["msg_signature", "timestamp", "nonce"] as const).flatMap((name) => [
    [`no ${name}`, { ...posted(good), query: { ...posted(good).query, [name]: undefined } }, 401] as const,
    [`${name} twice`, twice(posted(good), name), 401] as const,
  ]),
  ["a verification without echostr", { ...verification(good), query: posted(good).query }, 401],
  ["echostr twice", twice(verification(good), "echostr"), 401],
  ["a timestamp of the day before", posted(good, { timestamp: String(SECOND - 86_400) }), 401],
  ["a timestamp 601 s ago", posted(good, { timestamp: String(SECOND - 601) }), 401],
  ["a timestamp 601 s ahead", posted(good, { timestamp: String(SECOND + 601) }), 401],
  ["a timestamp that is no number", posted(good, { timestamp: "now" }), 401],
  ["a timestamp in hexadecimal", posted(good, { timestamp: `0x${SECOND.toString(16)}` }), 401],
  ["an empty timestamp", posted(good, { timestamp: "" }), 401],
  ["another corp's receiveid", posted(encrypted(aMessage(), "wx0000000000000000")), 401],
  ["an empty receiveid", posted(encrypted(aMessage(), "")), 401],
  ["our receiveid with something behind it", posted(encrypted(aMessage(), `${keys.corpId}x`)), 401],
  ["a length that ends within the message", posted(encryptedBlock(padded(block(aMessage(), { length: 20 })))), 401],
  ["a length that points past the end", posted(encryptedBlock(padded(block(aMessage(), { length: 4096 })))), 400],
  ["a length of 4 GiB", posted(encryptedBlock(padded(block(aMessage(), { length: 0xffffffff })))), 400],
  [
    "a length that takes the receiveid for the message",
    posted(
      encryptedBlock(padded(block(aMessage(), { length: Buffer.byteLength(aMessage()) + keys.corpId.length + 1 }))),
    ),
    400,
  ],
  ["a block too short for a length", posted(encryptedBlock(padded(Buffer.alloc(18)))), 400],
  ["padding of which only the last byte is right", posted(encryptedBlock(wrongPadding())), 400],
  ["padding of 0", posted(encryptedBlock(Buffer.concat([block("x".repeat(26)), Buffer.alloc(0)]))), 400],
  ["padding of 33", posted(encryptedBlock(Buffer.alloc(64, 33))), 400],
  ["a cipher text of 16 bytes more", posted(longer(good)), 400],
  ["a cipher text cut in its middle", posted(good.slice(0, 40)), 400],
  ["an empty cipher text", posted(""), 400],
  ["a cipher text that is no base64", posted("!!!"), 400],
  ["an empty body", posted(good, { body: "" }), 400],
  ["a JSON body", posted(good, { body: `{"encrypt":"${good}"}` }), 400],
  ["an envelope without Encrypt", posted(good, { body: writeXml({ ToUserName: keys.corpId }) }), 400],
  ["an envelope cut off", posted(good, { body: envelope(good).slice(0, -8) }), 400],
  ["an envelope with a DOCTYPE", posted(good, { body: `<!DOCTYPE xml>${envelope(good)}` }), 400],
  ["an envelope with an entity", posted(good, { body: entity(good) }), 400],
  ["an envelope with Encrypt twice", posted(good, { body: repeated(good) }), 400],
  ["an envelope in another root", posted(good, { body: envelope(good).replaceAll("xml>", "html>") }), 400],
  ["an envelope with something behind it", posted(good, { body: `${envelope(good)}<xml/>` }), 400],
  ["a message that is no XML", posted(encrypted("12345")), 400],
  ["an empty message", posted(encrypted("")), 400],
  ["a message cut off", posted(encrypted(aMessage().slice(0, -6))), 400],
  ["a message with a DOCTYPE", posted(encrypted(`<!DOCTYPE xml [<!ENTITY a "1">]>${aMessage()}`)), 400],
  ["a message with an unknown entity", posted(encrypted(aMessage().replace("<![CDATA[12345]]>", "&a;"))), 400],
  ["a message with Content twice", posted(encrypted(aMessage().replace("</xml>", "<Content>1</Content></xml>"))), 400],
  ["a message in another root", posted(encrypted(aMessage().replaceAll("xml>", "html>"))), 400],
  ["a message nested without end", posted(encrypted(`${"<xml>".repeat(5000)}${"</xml>".repeat(5000)}`)), 400],
  ["a message from nobody", posted(encrypted(aMessage({ FromUserName: undefined }))), 400],
  ["a message of no type", posted(encrypted(aMessage({ MsgType: undefined }))), 400],
  ["a message of no time", posted(encrypted(aMessage({ CreateTime: "yesterday" }))), 400],
];

test.each(REFUSED)("refused: %s", (_what, request, status) => {
  expect(receive(keys, request)).toMatchObject({ kind: "rejected", status });
});

test("refused: encrypted with another key", () => {
  const other = aesKey("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFA");

  for (let salt = 0; salt < 512; salt += 1) {
    const random = Buffer.alloc(16, salt % 256);
    const cipher = encrypt(other, `${aMessage()}${" ".repeat(salt)}`, keys.corpId, random);

    expect(receive(keys, posted(cipher))).toMatchObject({ kind: "rejected", status: 400 });
  }
});

test("ten minutes either way are believed", () => {
  for (const seconds of [-600, 600]) {
    expect(receive(keys, posted(good, { timestamp: String(SECOND + seconds) })).kind).toBe("message");
  }
});

test("with one bit of the query turned, a callback is refused", () => {
  const request = posted(good);
  for (const [name, value] of Object.entries(request.query)) {
    for (const changed of turned(Buffer.from(String(value)))) {
      const query = { ...request.query, [name]: changed.toString("latin1") };

      expect(receive(keys, { ...request, query })).toMatchObject({ kind: "rejected", status: 401 });
    }
  }
});

test("with one bit of the body turned, a callback is refused, or says what it said", () => {
  const request = posted(good);
  const meant = receive(keys, request);
  const from = request.body.indexOf("<Encrypt>");
  const until = request.body.indexOf("</Encrypt>") + "</Encrypt>".length;
  for (const [index, body] of [...turned(request.body)].entries()) {
    const incoming = receive(keys, { ...request, body });
    const signed = index >= from * 8 && index < until * 8;

    // The receiver's name, the agent's number and the blanks between are not signed, and not read.
    if (signed || incoming.kind === "rejected") expect([400, 401]).toContain("status" in incoming && incoming.status);
    else expect(incoming).toEqual(meant);
  }
});

test("with one bit of the echo turned, a verification is refused", () => {
  const request = verification(encrypted("1616140317555161061"));
  for (const changed of turned(Buffer.from(String(request.query["echostr"])))) {
    const query = { ...request.query, echostr: changed.toString("latin1") };

    expect(receive(keys, { ...request, query })).toMatchObject({ kind: "rejected", status: 401 });
  }
});

test("no input makes it throw", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant(good));
  const value = fc.option(fc.oneof(text, fc.array(text, { maxLength: 3 })), { nil: undefined });
  const plain = fc.oneof(text, fc.constantFrom(aMessage(), anEvent()).chain(mangled));
  const request = fc.oneof(
    fc.record({
      method: fc.constantFrom("GET" as const, "POST" as const),
      query: fc.dictionary(fc.constantFrom("msg_signature", "timestamp", "nonce", "echostr", "__proto__"), value),
      headers: fc.constant({}),
      body: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      now: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
    }),
    text.map((encrypted) => posted(encrypted)),
    text.map((body) => posted(good, { body })),
    text.map((encrypted) => verification(encrypted)),
    fc.uint8Array({ minLength: 32, maxLength: 320 }).map((bytes) => posted(Buffer.from(bytes).toString("base64"))),
    fc
      .uint8Array({ maxLength: 20 })
      .map((bytes) => posted(encryptedBlock(Buffer.alloc(320, Buffer.from([...bytes, 1]))))),
    plain.map((message) => posted(encrypted(message))),
  );

  fc.assert(
    fc.property(request, (asked) => {
      const incoming = receive(keys, asked);
      expect(["message", "handshake", "ignored", "rejected"]).toContain(incoming.kind);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["a number beyond a double", 4561255354251345929n],
  ["its neighbour", 4561255354251345930n],
  ["a base64 text", "CAIQg/PKxgYY2sC9tpuAgAMg9/zKaw=="],
  ["zeros in front", "0012"],
])("a MsgId is text, whatever it looks like: %s", (_what, id) => {
  const message = understood(aMessage({ MsgId: String(id) }));

  expect(message.id).toBe(String(id));
});

test.each(["007", "0", "1e3", "Li.Ming-2_a@b", "0x1F"])("an account stays as it is written: %s", (account) => {
  expect(understood(aMessage({ FromUserName: account })).account).toBe(account);
});

test.each([
  ["text", { Content: "我的积分" }, { kind: "text", text: "我的积分" }],
  ["text", { Content: "" }, { kind: "text", text: "" }],
  ["image", { PicUrl: "http://p", MediaId: "media-1" }, { kind: "image", mediaId: "media-1" }],
  ["voice", { MediaId: "media-1", Format: "amr" }, { kind: "voice", what: "voice" }],
  ["video", { MediaId: "media-1", ThumbMediaId: "media-2" }, { kind: "other", what: "video" }],
  ["location", { Location_X: "22.8", Label: "南宁" }, { kind: "other", what: "location" }],
  ["link", { Title: "学习", Url: "https://a" }, { kind: "other", what: "link" }],
  ["hologram", {}, { kind: "other", what: "hologram" }],
])("a message of type %s %o", (MsgType, fields, content) => {
  expect(understood(aMessage({ MsgType, Content: undefined, ...fields })).content).toEqual(content);
});

test.each([
  ["enter_agent", { EventKey: "" }, { kind: "entered" }],
  ["subscribe", { EventKey: undefined }, { kind: "joined" }],
  ["unsubscribe", { EventKey: "" }, { kind: "left" }],
  ["click", { EventKey: "我的积分" }, { kind: "menu", key: "我的积分" }],
  ["CLICK", { EventKey: "排名" }, { kind: "menu", key: "排名" }],
])("the event %s %o", (Event, fields, content) => {
  expect(understood(anEvent({ Event, ...fields })).content).toEqual(content);
});

test.each([
  "view",
  "LOCATION",
  "template_card_event",
  "change_contact",
  "batch_job_result",
  "inactive_alert",
  "novelty",
])("the event %s is genuine and of no concern", (Event) => {
  expect(receive(keys, posted(encrypted(anEvent({ Event }))))).toMatchObject({
    kind: "ignored",
    reason: `event ${Event}`,
  });
});

test("an event with lists and elements within elements is read as far as it is flat", () => {
  const nested = anEvent({ EventKey: undefined }).replace(
    "</xml>",
    "<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>a</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem><SelectedItem/></SelectedItems><EventKey>帮助<b>我</b></EventKey></xml>",
  );

  expect(understood(nested).content).toEqual({ kind: "menu", key: "帮助" });
});

test("a retried event has the id it had, and every other event another one", () => {
  const events = [
    anEvent(),
    anEvent({ EventKey: "排名" }),
    anEvent({ FromUserName: "ZhangWei" }),
    anEvent({ CreateTime: SECOND + 1 }),
    anEvent({ Event: "enter_agent" }),
    anEvent({ Event: "subscribe" }),
  ];
  const first = events.map((plain) => understood(plain).id);
  const retried = events.map((plain) => understood(plain, Buffer.alloc(16, 9)).id);

  expect(retried).toEqual(first);
  expect(new Set(first).size).toBe(events.length);
});

test("what a member writes arrives letter by letter, and so does the reply", () => {
  for (const text of [
    "]]>",
    "a]]>b]]>",
    "<&>",
    "&amp;",
    "<![CDATA[x]]>",
    "<xml>",
    "\"'",
    "第一行\n第二行",
    "👍🏽",
    " 12 ",
  ]) {
    expect(understood(aMessage({ Content: text })).content).toEqual({ kind: "text", text });
    expect(readBack(text)).toBe(text);
  }
});

test("any text passes both ways", () => {
  const text = fc
    .string({ unit: "binary", minLength: 1, maxLength: 200 })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those XML cannot hold
    .map((any) => any.toWellFormed().replace(/[^\t\n\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""))
    .filter((any) => any !== "");
  fc.assert(
    fc.property(text, (any) => {
      expect(understood(aMessage({ Content: any })).content).toEqual({ kind: "text", text: any });
      expect(readBack(any)).toBe(any);
    }),
  );
});

test("characters that XML cannot hold neither lose a message nor spoil a reply", () => {
  expect(understood(aMessage({ Content: "1\u000B2\u00003\u001F4\uFFFE" })).content).toEqual({
    kind: "text",
    text: "1 2 3 4 ",
  });
  expect(readBack("总积分\u0000\u000B12\uD800")).toBe("总积分  12\uFFFD");
});

test("a broken letter does not lose a message", () => {
  const plain = block(aMessage({ Content: "我的积分" }));
  plain[plain.indexOf("我的积分") + 1] = 0xff;

  const incoming = receive(keys, posted(encryptedBlock(padded(plain))));

  expect(incoming).toMatchObject({ message: { content: { text: expect.stringMatching(/^\uFFFD+的积分$/u) } } });
});

test("an answer of 2048 bytes to a name of letters that need care satisfies the workspace's own reader", () => {
  expect(readBack("学".repeat(682), "a&b")).toHaveLength(682);
});

test("nothing to say is an empty body", () => {
  const message = understood(aMessage());

  expect(passiveReply(keys, message, undefined, SECOND, Buffer.alloc)).toEqual({ type: "text/plain", body: "" });
});

function understood(plain: string, random?: Buffer) {
  const incoming: Incoming = receive(keys, posted(encrypted(plain, keys.corpId, random)));
  if (incoming.kind !== "message") throw new Error(`${incoming.kind}: ${"reason" in incoming ? incoming.reason : ""}`);
  return incoming.message;
}

/** A reply as the workspace reads it. */
function readBack(text: string, account = "LiMing"): string | undefined {
  const message = { id: "1", account, content: { kind: "text", text: "" } } as const;
  const answer = passiveReply(keys, message, text, SECOND, Buffer.alloc);
  expect(answer.type).toBe("text/xml");
  return readReply(answer.body, account, { ...keys, aesKey: aesKey(keys.encodingAesKey) });
}

function* turned(bytes: Buffer): Generator<Buffer> {
  for (let index = 0; index < bytes.length; index += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1 << bit;
      yield changed;
    }
  }
}

function capitals(request: CallbackRequest): CallbackRequest {
  const signature = String(request.query["msg_signature"]).toUpperCase();
  return { ...request, query: { ...request.query, msg_signature: signature } };
}

function twice(request: CallbackRequest, name: string): CallbackRequest {
  const value = String(request.query[name]);
  return { ...request, query: { ...request.query, [name]: [value, value] } };
}

function wrongPadding(): Buffer {
  const right = padded(block(aMessage()));
  right[right.length - 2]! ^= 1;
  return right;
}

function longer(encrypted: string): string {
  return Buffer.concat([Buffer.from(encrypted, "base64"), Buffer.alloc(16)]).toString("base64");
}

function entity(encrypted: string): string {
  return `<xml><Encrypt>&e;</Encrypt><Other>${encrypted}</Other></xml>`;
}

function repeated(encrypted: string): string {
  return `<xml><Encrypt>${encrypted}</Encrypt><Encrypt>${encrypted}</Encrypt></xml>`;
}

function mangled(source: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(source.length), fc.nat(20), fc.string({ maxLength: 8 }))
    .map(([at, count, put]) => source.slice(0, at) + put + source.slice(at + count));
}
