import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { seededBytes } from "../../src/simulator/random.ts";
import { aesKey, decrypt, encrypt, signature } from "../../src/simulator/wecom-crypto.ts";
import { startWeCom, type WeCom, type WeComOptions } from "../../src/simulator/wecom-server.ts";
import { readXml, writeXml } from "../../src/simulator/wecom-xml.ts";

export const KEYS = {
  corpId: "wx5823bf96d3bd56c7",
  agentId: 1000002,
  secret: "the-secret",
  token: "QDG6eK",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
} as const;

export const MEMBERS = [
  { account: "LiMing", name: "李明", department: "机关党支部" },
  { account: "007", name: "王芳", department: "机关党支部" },
  { account: "zhangwei", name: "张伟", department: "纺织系党支部" },
  { account: "guest", name: "陈静", department: "纺织系党支部", licensed: false },
] as const;

/** 2026-11-18 09:07 in Shanghai. */
export const START = Date.UTC(2026, 10, 18, 1, 7);

export interface Clock {
  now: number;
}

export async function aWorkspace(
  options: Partial<WeComOptions> = {},
): Promise<{ wecom: WeCom; clock: Clock; bot: Bot }> {
  const clock = { now: START };
  const wecom = await startWeCom({
    now: () => clock.now,
    ...KEYS,
    members: MEMBERS,
    appchats: ["school"],
    robots: ["robot-1", "robot-2"],
    randomBytes: seededBytes("workspace"),
    ...options,
  });
  onTestFinished(() => wecom.close());
  return { wecom, clock, bot: new Bot(wecom.url) };
}

type Answer = Record<string, unknown> & { errcode?: number };

/** The bot's side of the wire, by hand. */
export class Bot {
  readonly #base: string;
  #token = "";

  constructor(base: string) {
    this.#base = base;
  }

  async token(): Promise<string> {
    const answer = await this.get("gettoken", { corpid: KEYS.corpId, corpsecret: KEYS.secret });
    this.#token = String(answer["access_token"]);
    return this.#token;
  }

  async get(path: string, query: Record<string, string> = {}): Promise<Answer> {
    return (await this.request(path, query)).json() as Promise<Answer>;
  }

  async post(path: string, body: unknown, query: Record<string, string> = {}): Promise<Answer> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return (await this.request(path, query, { method: "POST", body: text })).json() as Promise<Answer>;
  }

  async upload(path: string, query: Record<string, string>, fileName: string, bytes: Uint8Array): Promise<Answer> {
    const body = new FormData();
    body.append("media", new Blob([Buffer.from(bytes)]), fileName);
    return (await this.request(path, query, { method: "POST", body })).json() as Promise<Answer>;
  }

  /** With the token of the app, fetched at the first call. */
  async request(path: string, query: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
    if (this.#token === "" && path !== "gettoken" && !path.startsWith("webhook/")) await this.token();
    const search = new URLSearchParams({ access_token: this.#token, ...query });
    return fetch(`${this.#base}/cgi-bin/${path}?${search.toString()}`, init);
  }

  /** message/send of a text. */
  async text(touser: string, content: string, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.post("message/send", { touser, msgtype: "text", agentid: KEYS.agentId, text: { content }, ...more });
  }
}

export interface Posted {
  readonly url: URL;
  readonly body: string;
  readonly plain: Readonly<Record<string, string>>;
}

type Answering = (posted: Posted, attempt: number) => { status: number; body?: string } | "hang up" | "stay silent";

/** The bot's callback: decrypts as the bot must, and answers as the test says. */
export async function aCallback(wecom: WeCom, answering: Answering): Promise<Posted[]> {
  const received: Posted[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://bot");
      const body = await text(request);
      received.push({ url, body, plain: readXml(decrypted(url, body)) });
      const answer = answering(received.at(-1) as Posted, received.length);
      if (answer === "hang up") request.socket.destroy();
      else if (answer !== "stay silent") response.writeHead(answer.status).end(answer.body);
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  wecom.connectCallback(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`);
  return received;
}

/** A passive reply as it should be; `changes` spoil the plain part, `envelope` the outer one. */
export function passiveReply(
  { url, plain }: Posted,
  content: string,
  changes: Record<string, string | number> = {},
  envelope: Record<string, string | number> = {},
): { status: number; body: string } {
  const fields = { ToUserName: plain["FromUserName"] ?? "", FromUserName: KEYS.corpId, CreateTime: 1_700_000_000 };
  const inside = writeXml({ ...fields, MsgType: "text", Content: content, ...changes });
  const Encrypt = encrypt(aesKey(KEYS.encodingAesKey), inside, KEYS.corpId, Buffer.alloc(16, "r"));
  const timestamp = url.searchParams.get("timestamp") ?? "";
  const MsgSignature = signature(KEYS.token, timestamp, "nonce", Encrypt);
  const body = writeXml({ Encrypt, MsgSignature, TimeStamp: Number(timestamp), Nonce: "nonce", ...envelope });
  return { status: 200, body };
}

function decrypted(url: URL, body: string): string {
  const encrypted = url.searchParams.get("echostr") ?? readXml(body)["Encrypt"] ?? "";
  const expected = signature(
    KEYS.token,
    url.searchParams.get("timestamp") ?? "",
    url.searchParams.get("nonce") ?? "",
    encrypted,
  );
  if (expected !== url.searchParams.get("msg_signature")) throw new Error("the callback is signed wrongly");
  const { message } = decrypt(aesKey(KEYS.encodingAesKey), encrypted);
  return url.searchParams.has("echostr") ? writeXml({ Echo: message }) : message;
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

export const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, 7)]);
