import { hash, timingSafeEqual } from "node:crypto";
import type { CallbackAnswer, CallbackRequest, InboundContent, InboundMessage, Incoming } from "../platform.ts";
import { decrypt, encrypt } from "./cipher.ts";
import { printable } from "./printable.ts";
import type { PlainXml } from "./wire.ts";
import { cdata, parseXml } from "./xml.ts";

export interface CallbackKeys {
  readonly corpId: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

/** A request may be this far from our clock: WeCom retries within seconds, and a replay is older. */
const TIMESTAMP_WINDOW_MS = 10 * 60_000;

/** URL verification and messages (README; pages 90930, 90238–90241). */
export function receive(keys: CallbackKeys, request: CallbackRequest): Incoming {
  const query = signedQuery(request);
  if (query === undefined) return rejected(401, "signature parameters are missing");
  if (!isRecent(query.timestamp, request.now)) return rejected(401, "timestamp outside the window");

  if (request.method === "GET") {
    const echo = request.query.echostr;
    if (typeof echo !== "string") return rejected(401, "echostr is missing");
    const inside = decrypted(keys, query, echo);
    if (inside.kind === "rejected") return inside;
    return { kind: "handshake", answer: { type: "text/plain", body: inside.text } };
  }

  const envelope = parsed(request.body.toString("utf8"));
  if (envelope?.Encrypt === undefined) return rejected(400, "the body is not WeCom's envelope");
  const inside = decrypted(keys, query, envelope.Encrypt);
  if (inside.kind === "rejected") return inside;
  const xml = parsed(printable(inside.text));
  if (!isPlainXml(xml)) return rejected(400, "the decrypted text is not a WeCom message");
  return decoded(xml, inside.text);
}

/** The encrypted passive reply of page 90241; an empty body says "received, nothing to say". */
export function passiveReply(
  keys: CallbackKeys,
  message: InboundMessage,
  text: string | undefined,
  seconds: number,
  random: (bytes: number) => Buffer,
): CallbackAnswer {
  if (text === undefined) return { type: "text/plain", body: "" };
  const plain = `<xml><ToUserName>${cdata(message.account)}</ToUserName><FromUserName>${cdata(keys.corpId)}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>${cdata(text)}</Content></xml>`;
  const bytes = random(24);
  const nonce = bytes.toString("hex", 16);
  const encrypted = encrypt(keys.encodingAesKey, plain, keys.corpId, bytes);
  const signature = signatureOf(keys.token, String(seconds), nonce, encrypted);
  return {
    type: "text/xml",
    body: `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>${seconds}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`,
  };
}

type Rejected = Extract<Incoming, { kind: "rejected" }>;

function rejected(status: 400 | 401, reason: string): Rejected {
  return { kind: "rejected", status, reason };
}

interface SignedQuery {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
}

function signedQuery({ query }: CallbackRequest): SignedQuery | undefined {
  const { msg_signature: signature, timestamp, nonce } = query;
  if (typeof signature !== "string" || typeof timestamp !== "string" || typeof nonce !== "string") return undefined;
  return { signature, timestamp, nonce };
}

function isRecent(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - now) <= TIMESTAMP_WINDOW_MS;
}

/** The signature is checked before anything is decrypted, the receiveid last: a wrong key often yields garbage, not an error. */
function decrypted(
  keys: CallbackKeys,
  query: SignedQuery,
  encrypted: string,
): Rejected | { kind: "decrypted"; text: string } {
  const expected = signatureOf(keys.token, query.timestamp, query.nonce, encrypted);
  if (!equalInConstantTime(expected, query.signature)) return rejected(401, "signature does not match");
  const block = decrypt(keys.encodingAesKey, Buffer.from(encrypted, "base64"));
  if (block === undefined) return rejected(400, "cannot be decrypted");
  if (block.receiveId !== keys.corpId) return rejected(401, "receiveid is not our corp id");
  return { kind: "decrypted", text: block.message };
}

/** Page 90930: SHA-1 over the four, sorted. */
function signatureOf(...parts: readonly string[]): string {
  return hash("sha1", parts.toSorted().join(""));
}

function equalInConstantTime(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

function parsed(source: string): Record<string, string> | undefined {
  try {
    return parseXml(source);
  } catch {
    return undefined;
  }
}

function isPlainXml(xml: Record<string, string> | undefined): xml is Record<string, string> & PlainXml {
  return Boolean(xml?.FromUserName && xml.MsgType && /^\d+$/.test(xml.CreateTime ?? ""));
}

function decoded(xml: PlainXml, source: string): Incoming {
  const content = contentOf(xml);
  if (content === undefined) return { kind: "ignored", reason: `${xml.MsgType} ${xml.Event ?? ""}`.trim() };
  return { kind: "message", message: { id: idOf(xml, source), account: xml.FromUserName, content } };
}

/**
 * Messages have a MsgId, an opaque string. Events have none, and sender and second alone are equal for different
 * events; the decrypted text is the same on a retry and differs otherwise.
 */
function idOf(xml: PlainXml, source: string): string {
  if (xml.MsgId) return xml.MsgId;
  return `event-${hash("sha256", source).slice(0, 32)}`;
}

function contentOf(xml: PlainXml): InboundContent | undefined {
  switch (xml.MsgType) {
    case "text":
      return { kind: "text", text: xml.Content ?? "" };
    case "image":
      return { kind: "image", mediaId: xml.MediaId ?? "" };
    case "voice":
      return { kind: "voice", what: "voice" };
    case "event":
      return eventOf(xml);
    default:
      return { kind: "other", what: xml.MsgType };
  }
}

function eventOf(xml: PlainXml): InboundContent | undefined {
  switch (xml.Event?.toLowerCase()) {
    case "enter_agent":
      return { kind: "entered" };
    case "subscribe":
      return { kind: "joined" };
    case "unsubscribe":
      return { kind: "left" };
    case "click":
      return { kind: "menu", key: xml.EventKey ?? "" };
    default:
      return undefined;
  }
}
