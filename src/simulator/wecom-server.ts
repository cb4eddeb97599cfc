import { randomBytes as cryptoBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { MenuCreateRequest } from "../platform/wecom/wire.ts";
import { Faults } from "./faults.ts";
import { imageType, MediaStore } from "./media.ts";
import { WorkspaceRecord } from "./record.ts";
import { appEndpoints } from "./wecom-app.ts";
import { appchatEndpoints } from "./wecom-appchat.ts";
import { type CallbackOutcome, Callbacks, type EventName, type PreparedCallback } from "./wecom-callback.ts";
import { Directory, type WorkspaceMember } from "./wecom-directory.ts";
import { createHttpServer } from "./wecom-http.ts";
import { mediaEndpoints } from "./wecom-media.ts";
import { messageEndpoints } from "./wecom-messages.ts";
import { robotEndpoints } from "./wecom-robots.ts";
import { Tokens } from "./wecom-token.ts";

export interface WeComOptions {
  /** Milliseconds; may be simulated, jump, and be set back. */
  readonly now: () => number;
  readonly corpId: string;
  readonly corpName?: string;
  readonly agentId: number;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly members: readonly WorkspaceMember[];
  /** Ids of chats that the app made earlier. */
  readonly appchats?: readonly string[];
  /** Keys of group robots. */
  readonly robots?: readonly string[];
  /** On 127.0.0.1; any free one unless told. */
  readonly port?: number;
  readonly tokenLifeSeconds?: number;
  readonly expiredTokenCode?: 40014 | 42001;
  /** × 200 person-times a day; 500, or all members if they are more. */
  readonly accountLimit?: number;
  readonly randomBytes?: (count: number) => Buffer;
  /** Real milliseconds; 5000 as WeCom has it. */
  readonly callbackTimeoutMs?: number;
  /** How often an unanswered callback is sent again; 3, or 0 for never. */
  readonly callbackRetries?: number;
  /** Real milliseconds before each retry; none. */
  readonly callbackRetryPauseMs?: number;
}

/** A message that is no text, with what its elements hold (page 90239). */
const OTHER = {
  location: { Location_X: "22.817", Location_Y: "108.366", Scale: 16, Label: "南宁市", AppType: "wxwork" },
  link: { Title: "学习", Description: "文章", Url: "https://example.invalid/a", PicUrl: "" },
} as const;

/** A simulated WeCom workspace: its members speak to the bot, its server answers the bot, its record judges. */
export interface WeCom {
  /** For WECOM_API_BASE. */
  readonly url: string;
  readonly record: WorkspaceRecord;
  readonly faults: Faults;
  /** The menu below the app's conversation, once the bot has set one. */
  readonly menu: MenuCreateRequest | undefined;
  /** The bot's `/wecom/callback`. */
  connectCallback(url: string): void;
  /** As the admin console does when the address is saved. */
  verifyUrl(): Promise<{ status: number; body: string; ok: boolean }>;

  say(account: string, text: string): Promise<CallbackOutcome>;
  /** The picture can be fetched by media/get for three days. */
  sendImage(account: string, bytes: Buffer): Promise<CallbackOutcome>;
  sendVoice(account: string): Promise<CallbackOutcome>;
  sendOther(account: string, msgType: "location" | "link" | "video"): Promise<CallbackOutcome>;
  enter(account: string): Promise<CallbackOutcome>;
  /** Events only; the directory is changed by `addMember` and `removeMember`. */
  subscribe(account: string): Promise<CallbackOutcome>;
  unsubscribe(account: string): Promise<CallbackOutcome>;
  click(account: string, key: string): Promise<CallbackOutcome>;

  prepare(account: string, text: string): PreparedCallback;
  prepareEvent(account: string, event: EventName, key?: string): PreparedCallback;
  /** Another copy of the same message, encrypted anew as a retry is. */
  again(prepared: PreparedCallback): PreparedCallback;
  /** With WeCom's patience: 5 s an attempt, three retries. */
  deliver(prepared: PreparedCallback): Promise<CallbackOutcome>;
  /** Checks and records the body of a 200 to a copy that a test posted itself. */
  takeAnswer(prepared: PreparedCallback, body: string): string | undefined;

  addMember(member: WorkspaceMember): void;
  changeMember(account: string, changes: Partial<Omit<WorkspaceMember, "account">>): void;
  removeMember(account: string): void;
  close(): Promise<void>;
}

export async function startWeCom(options: WeComOptions): Promise<WeCom> {
  const { now, agentId, randomBytes = cryptoBytes } = options;
  const record = new WorkspaceRecord();
  const directory = new Directory(options.members);
  const media = new MediaStore(now, randomBytes);
  const robots = new Set(options.robots);
  const tokens = new Tokens({
    ...options,
    lifeSeconds: options.tokenLifeSeconds ?? 7200,
    expiredCode: options.expiredTokenCode ?? 40014,
    randomBytes,
  });
  const callbacks = new Callbacks({
    ...options,
    randomBytes,
    timeoutMs: options.callbackTimeoutMs ?? 5000,
    retries: options.callbackRetries ?? 3,
    retryPauseMs: options.callbackRetryPauseMs ?? 0,
    record,
  });
  const faults = new Faults(() => tokens.revoke());
  const accountLimit = options.accountLimit ?? Math.max(500, options.members.length);
  let menu: MenuCreateRequest | undefined;

  const endpoints = {
    ...tokens.endpoints(),
    ...messageEndpoints({ agentId, accountLimit, directory, media, record }),
    ...appchatEndpoints({ existing: options.appchats ?? [], directory, media, record }),
    ...robotEndpoints(robots, media, record),
    ...mediaEndpoints(media, robots, record),
    ...appEndpoints(agentId, directory, (accepted) => (menu = accepted)),
    ...directory.endpoints(options.corpName ?? "企业"),
  };
  const server = createHttpServer({ now, endpoints, tokens, faults, record });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function message(account: string, msgType: string, fields: Readonly<Record<string, string | number>>) {
    return callbacks.message(directory.get(account).account, msgType, fields);
  }
  function event(account: string, name: EventName, key?: string) {
    return callbacks.event(directory.get(account).account, name, key);
  }
  function stored(type: "image" | "voice" | "video", fileName: string, bytes: Buffer): { MediaId: string } {
    return { MediaId: media.put("app", { type, fileName, bytes }).id };
  }

  return {
    url,
    record,
    faults,
    get menu() {
      return menu;
    },
    connectCallback: (callbackUrl) => callbacks.connect(callbackUrl),
    verifyUrl: () => callbacks.verifyUrl(),

    say: async (account, text) => callbacks.deliver(message(account, "text", { Content: text })),
    async sendImage(account, bytes) {
      const picture = stored("image", `image.${imageType(bytes) ?? "jpg"}`, bytes);
      const PicUrl = `${url}/pic/${picture.MediaId}`;
      return callbacks.deliver(message(account, "image", { PicUrl, ...picture }));
    },
    async sendVoice(account) {
      const voice = stored("voice", "voice.amr", Buffer.from("#!AMR\n"));
      return callbacks.deliver(message(account, "voice", { ...voice, Format: "amr" }));
    },
    async sendOther(account, msgType) {
      if (msgType !== "video") return callbacks.deliver(message(account, msgType, OTHER[msgType]));
      const { MediaId } = stored("video", "video.mp4", Buffer.from("video"));
      return callbacks.deliver(message(account, msgType, { MediaId, ThumbMediaId: MediaId }));
    },
    enter: async (account) => callbacks.deliver(event(account, "enter_agent")),
    subscribe: async (account) => callbacks.deliver(event(account, "subscribe")),
    unsubscribe: async (account) => callbacks.deliver(event(account, "unsubscribe")),
    click: async (account, key) => callbacks.deliver(event(account, "click", key)),

    prepare: (account, text) => message(account, "text", { Content: text }),
    prepareEvent: event,
    again: (prepared) => callbacks.again(prepared),
    deliver: (prepared) => callbacks.deliver(prepared),
    takeAnswer: (prepared, body) => callbacks.takeAnswer(prepared, body),

    addMember: (member) => directory.add(member),
    changeMember: (account, changes) => directory.change(account, changes),
    removeMember: (account) => directory.remove(account),
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      faults.clear();
      record.close();
    },
  };
}
