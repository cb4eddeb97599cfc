import { setTimeout as delay } from "node:timers/promises";
import type { WorkspaceRecord } from "./record.ts";
import { aesKey, encrypt, signature } from "./wecom-crypto.ts";
import { readReply } from "./wecom-reply.ts";
import { writeXml } from "./wecom-xml.ts";

/** One message or event, ready to be posted: by `deliver`, or by a test itself, in as many copies as it likes. */
export interface PreparedCallback {
  /** Which message this is; copies share it. */
  readonly serial: number;
  readonly account: string;
  /** Opaque; an event has none. */
  readonly msgId: string | undefined;
  readonly url: string;
  readonly body: string;
  /** What is inside, equal in every copy. */
  readonly plain: string;
  /** WeCom shows the member no answer to an `unsubscribe`. */
  readonly answerable: boolean;
}

export interface CallbackOutcome {
  readonly msgId: string | undefined;
  readonly attempts: number;
  /** HTTP status of each attempt, 0 where none came: refused, broken off, or later than 5 s. */
  readonly statuses: readonly number[];
  /** The last attempt was answered with 200. */
  readonly answered: boolean;
  /** What the member read; undefined for an empty or a wrong answer. */
  readonly reply: string | undefined;
}

export interface CallbackOptions {
  readonly now: () => number;
  readonly corpId: string;
  readonly agentId: number;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly randomBytes: (count: number) => Buffer;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retryPauseMs: number;
  readonly record: WorkspaceRecord;
}

export type EventName = "enter_agent" | "subscribe" | "unsubscribe" | "click";

type Fields = Readonly<Record<string, string | number | bigint>>;

/** URL verification is allowed one second only (page 90930). */
const VERIFY_MS = 1000;

/** Speaks to the bot's callback as WeCom does (pages 90930, 90238–90241) and checks every answer in full. */
export class Callbacks {
  readonly #options: CallbackOptions;
  readonly #key: Buffer;
  /** The first answer to each message: a later copy must be answered with the same. */
  readonly #answers = new Map<number, string | undefined>();
  readonly #firstMsgId: bigint;
  #serial = 0;
  #url: string | undefined;

  constructor(options: CallbackOptions) {
    this.#options = options;
    this.#key = aesKey(options.encodingAesKey);
    this.#firstMsgId = 2n ** 62n + BigInt(options.randomBytes(6).readUIntBE(0, 6)) * 4096n;
  }

  connect(url: string): void {
    this.#url = url;
  }

  async verifyUrl(): Promise<{ status: number; body: string; ok: boolean }> {
    const echo = this.#digits();
    const { url, encrypted } = this.#encrypted(echo);
    url.searchParams.set("echostr", encrypted);
    const { status, body } = await exchange(url.href, { signal: AbortSignal.timeout(VERIFY_MS) });
    return { status, body, ok: status === 200 && body === echo };
  }

  message(account: string, msgType: string, fields: Fields): PreparedCallback {
    this.#serial += 1;
    const msgId = this.#msgId(this.#serial);
    const about = { serial: this.#serial, account, msgId: String(msgId), answerable: true };
    return this.#prepared(about, msgType, { ...fields, MsgId: msgId });
  }

  /** Events carry no MsgId (page 90240): two alike within a second cannot be told apart. */
  event(account: string, event: EventName, eventKey = ""): PreparedCallback {
    this.#serial += 1;
    const about = { serial: this.#serial, account, msgId: undefined, answerable: event !== "unsubscribe" };
    return this.#prepared(about, "event", { Event: event, EventKey: eventKey });
  }

  /** The same message encrypted anew, as a retry is: other nonce, time and cipher text, equal inside. */
  again(prepared: PreparedCallback): PreparedCallback {
    return this.#enveloped(prepared);
  }

  /** On no answer within 5 s or any status but 200: the same message again, up to three times. */
  async deliver(prepared: PreparedCallback): Promise<CallbackOutcome> {
    const { retries, retryPauseMs, timeoutMs } = this.#options;
    const { msgId } = prepared;
    const statuses: number[] = [];
    for (let copy = prepared; ; copy = this.again(prepared)) {
      const { status, body } = await exchange(copy.url, {
        method: "POST",
        body: copy.body,
        headers: { "content-type": "text/xml" },
        signal: AbortSignal.timeout(timeoutMs),
      });
      statuses.push(status);
      const attempts = statuses.length;
      if (status === 200) return { msgId, attempts, statuses, answered: true, reply: this.takeAnswer(copy, body) };
      if (attempts > retries) return { msgId, attempts, statuses, answered: false, reply: undefined };
      if (retryPauseMs > 0) await delay(retryPauseMs);
    }
  }

  /**
   * What WeCom does with the body of a 200: the first answer to a message reaches the member; an answer that is
   * wrong, or differs from the first, is a violation. For `deliver`, and for tests that post copies themselves.
   */
  takeAnswer(prepared: PreparedCallback, body: string): string | undefined {
    const { corpId, token, record, now } = this.#options;
    const { serial, account } = prepared;
    const about = `the answer to ${account}'s message ${prepared.msgId ?? "(an event)"}`;
    let text: string | undefined;
    try {
      text = readReply(body, account, { corpId, token, aesKey: this.#key });
    } catch (error) {
      record.violations.push(`${about} ${error instanceof Error ? error.message : String(error)}`);
    }
    if (text !== undefined && !prepared.answerable) record.violations.push(`${about} reaches nobody`);
    if (this.#answers.has(serial)) {
      if (this.#answers.get(serial) !== text) record.violations.push(`${about} differs from the one given before`);
      return text;
    }
    this.#answers.set(serial, text);
    if (text !== undefined && prepared.answerable) {
      record.arrived("members", [account], { at: now(), via: "passive", kind: "text", text });
    }
    return text;
  }

  #prepared(
    about: Omit<PreparedCallback, "url" | "body" | "plain">,
    msgType: string,
    fields: Fields,
  ): PreparedCallback {
    const { corpId, agentId } = this.#options;
    const head = { ToUserName: corpId, FromUserName: about.account, CreateTime: this.#seconds(), MsgType: msgType };
    return this.#enveloped({ ...about, plain: writeXml({ ...head, ...fields, AgentID: agentId }) });
  }

  #enveloped(message: Omit<PreparedCallback, "url" | "body">): PreparedCallback {
    const { corpId, agentId } = this.#options;
    const { url, encrypted } = this.#encrypted(message.plain);
    const body = writeXml({ ToUserName: corpId, AgentID: String(agentId), Encrypt: encrypted });
    return { ...message, url: url.href, body };
  }

  #encrypted(plain: string): { url: URL; encrypted: string } {
    if (this.#url === undefined) throw new Error("connectCallback(url) comes first");
    const { corpId, token, randomBytes } = this.#options;
    const encrypted = encrypt(this.#key, plain, corpId, randomBytes(16));
    const timestamp = String(this.#seconds());
    const nonce = this.#digits();
    const url = new URL(this.#url);
    url.searchParams.set("msg_signature", signature(token, timestamp, nonce, encrypted));
    url.searchParams.set("timestamp", timestamp);
    url.searchParams.set("nonce", nonce);
    return { url, encrypted };
  }

  #seconds(): number {
    return Math.floor(this.#options.now() / 1000);
  }

  #digits(): string {
    return String(this.#options.randomBytes(6).readUIntBE(0, 6));
  }

  /** By turns a number too large for a double, close to its neighbours, and a base64 text. */
  #msgId(serial: number): bigint | string {
    const id = this.#firstMsgId + BigInt(serial);
    return serial % 2 === 1 ? id : Buffer.from(id.toString(16), "hex").toString("base64");
  }
}

/** Status 0 stands for every way of getting no answer. */
async function exchange(url: string, request: RequestInit): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { ...request, redirect: "manual" });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 0, body: "" };
  }
}
