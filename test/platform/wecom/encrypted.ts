import { createCipheriv } from "node:crypto";
import type { CallbackRequest } from "../../../src/platform/platform.ts";
import type { CallbackKeys } from "../../../src/platform/wecom/callback.ts";
import { aesKey, encrypt, signature } from "../../../src/simulator/wecom-crypto.ts";
import { writeXml } from "../../../src/simulator/wecom-xml.ts";

export const keys: CallbackKeys = {
  corpId: "wx5823bf96d3bd56c7",
  token: "QDG6eK",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
};

export const SECOND = 1_700_000_000;
const RANDOM = Buffer.from("0123456789abcdef");

/** The plain XML of a text message; `changes` replace or, as undefined, remove elements. */
export function aMessage(changes: Readonly<Record<string, string | number | undefined>> = {}): string {
  const fields = {
    ToUserName: keys.corpId,
    FromUserName: "LiMing",
    CreateTime: SECOND,
    MsgType: "text",
    Content: "12345",
    MsgId: "4561255354251345929",
    AgentID: 1_000_002,
    ...changes,
  };
  const present = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return writeXml(Object.fromEntries(present) as Record<string, string | number>);
}

export function anEvent(changes: Readonly<Record<string, string | number | undefined>> = {}): string {
  return aMessage({
    MsgType: "event",
    Content: undefined,
    MsgId: undefined,
    Event: "click",
    EventKey: "我的积分",
    ...changes,
  });
}

/** Encrypted as WeCom does it, by the simulator's own cipher. */
export function encrypted(plain: string, receiveId = keys.corpId, random: Buffer = RANDOM): string {
  return encrypt(aesKey(keys.encodingAesKey), plain, receiveId, random);
}

/** A cipher text of just this block, whatever its padding and length field say. */
export function encryptedBlock(block: Buffer): string {
  const key = aesKey(keys.encodingAesKey);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]).toString("base64");
}

/** `random ‖ length ‖ message ‖ receiveid`, the length as given. */
export function block(message: string, { length = Buffer.byteLength(message), receiveId = keys.corpId } = {}): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return Buffer.concat([RANDOM, size, Buffer.from(message), Buffer.from(receiveId)]);
}

export function padded(plain: Buffer): Buffer {
  const count = 32 - (plain.length % 32);
  return Buffer.concat([plain, Buffer.alloc(count, count)]);
}

export interface Signed {
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly token?: string;
}

/** A signed query and the time at which it arrives. */
function signed(cipherText: string, { timestamp = String(SECOND), nonce = "nonce123", token = keys.token }: Signed) {
  return { msg_signature: signature(token, timestamp, nonce, cipherText), timestamp, nonce };
}

export function envelope(cipherText: string): string {
  return writeXml({ ToUserName: keys.corpId, AgentID: "1000002", Encrypt: cipherText });
}

export function posted(cipherText: string, how: Signed & { readonly body?: string | Buffer } = {}): CallbackRequest {
  const body = Buffer.from(how.body ?? envelope(cipherText));
  return { method: "POST", query: signed(cipherText, how), headers: {}, body, now: SECOND * 1000 };
}

export function verification(echostr: string, how: Signed = {}): CallbackRequest {
  const query = { ...signed(echostr, how), echostr };
  return { method: "GET", query, headers: {}, body: Buffer.alloc(0), now: SECOND * 1000 };
}
