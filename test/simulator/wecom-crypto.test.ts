import { expect, test } from "vitest";
import { aesKey, decrypt, encrypt, signature } from "../../src/simulator/wecom-crypto.ts";

const token = "QDG6eK";
const key = aesKey("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C");
const corpId = "wx5823bf96d3bd56c7";

/** The vendor's example, https://developer.work.weixin.qq.com/document/path/90968. */
const official = {
  encrypt:
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
  signature: "477715d11cdb4164915debcba66cb864d751f3e6",
  message: `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>
<FromUserName><![CDATA[mycreate]]></FromUserName>
<CreateTime>1409659813</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hello]]></Content>
<MsgId>4561255354251345929</MsgId>
<AgentID>218</AgentID>
</xml>`,
};

test("vector A: the official message verifies, decrypts, and encrypts to the same bytes", () => {
  const decrypted = decrypt(key, official.encrypt);

  expect(signature(token, "1409659813", "1372623149", official.encrypt)).toBe(official.signature);
  expect(decrypted).toEqual({ random: Buffer.from("0960688932c47ef1"), message: official.message, receiveId: corpId });
  expect(encrypt(key, official.message, corpId, decrypted.random)).toBe(official.encrypt);
});

test("vector B: the echo of the URL check decrypts to its digits", () => {
  const echo = decodeURIComponent(
    "P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D",
  );

  expect(signature(token, "1409659589", "263014780", echo)).toBe("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3");
  expect(decrypt(key, echo)).toMatchObject({ message: "1616140317555161061", receiveId: corpId });
});

test("vector C: Chinese text and an empty receiveid", () => {
  const message = '{"msgtype":"text","text":{"content":"你好"}}';

  const encrypted = encrypt(key, message, "", Buffer.from("0123456789abcdef"));

  expect(encrypted).toBe(
    "sKqRbbiSUnDhFHOvPjtUMevlVJi5gSks1smLwj58jImB2BNF0on6mvpE5XjYftWR+hKtqfw2+k/hItigkhHI2ITZ+4TZPkW1CRjdWTgPVbN+GsKbDXGJI9Sxfe05/dE5",
  );
  expect(signature(token, "1700000000", "nonce123", encrypted)).toBe("cb975dceeb74c97aade3ca6f09c63b9df82abb19");
  expect(decrypt(key, encrypted)).toMatchObject({ message, receiveId: "" });
});

test("vector D: a text that fills its blocks gets a whole block of padding", () => {
  const encrypted = encrypt(key, "x".repeat(12), "", Buffer.from("0123456789abcdef"));

  expect(encrypted).toBe("sKqRbbiSUnDhFHOvPjtUMT04SBXqyecnV0R+mVLqu11Se0CAxtEP8Zs4hONFU+GhnY2XmfYUSF/20UR5dRgc0w==");
  expect(decrypt(key, encrypted).message).toBe("x".repeat(12));
});

test.each([
  ["not base64", "%%%"],
  ["of an odd length", Buffer.alloc(48).toString("base64")],
  ["empty", ""],
  ["encrypted with another key", encrypt(aesKey("a".repeat(43)), "hello", corpId, Buffer.alloc(16))],
])("a text that is %s is refused", (_what, encrypted) => {
  expect(() => decrypt(key, encrypted)).toThrow(RangeError);
});

test("a key that is not 43 letters is refused", () => {
  expect(() => aesKey("short")).toThrow("43");
});
