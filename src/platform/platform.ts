/** What is known of a platform without a connection to it. */
export interface PlatformFacts {
  readonly name: "wecom" | "dingtalk";
  readonly limits: Limits;
  readonly groups: GroupForm;
}

/** What the rest of the bot knows of WeCom and DingTalk: no vendor words. */
export interface Platform extends PlatformFacts {
  /** Checks, decrypts and decodes one callback. A bad one is `rejected`, never thrown. */
  receive(request: CallbackRequest): Incoming;
  /** The body that answers a message within its own request; empty when there is nothing to say. */
  reply(to: InboundMessage, text: string | undefined): CallbackAnswer;
  /**
   * Sends one message to members (≤ `limits.membersPerCall`) or one group and says what became of each recipient.
   * The same arguments make the same request, byte for byte, which the platform delivers once within
   * `duplicateCheckMs` where it can. Throws PlatformError when nothing was accepted.
   */
  send(to: Recipients, message: OutboundMessage, duplicateCheckMs: number): Promise<SendResult>;
  /** Whether a file must be handed over before it can be sent to these recipients. */
  needsUpload(to: Recipients, file: OutboundFile): boolean;
  /** An upload serves all recipients of an equal scope; `""`: those of the app itself. */
  uploadScope(to: Recipients): string;
  /** Hands a file to the platform; the handle is good for `limits.uploadLifeMs`. Repeating it does no harm. */
  upload(to: Recipients, file: OutboundFile): Promise<string>;
  /** The bytes of a picture that a member sent. */
  download(mediaId: string): Promise<Uint8Array>;
  /** Everybody the app can see in the workspace. */
  directory(): Promise<DirectoryEntry[]>;
  /** Puts the commands of the menu below the app's conversation, where the platform has one. */
  setMenu(menu: readonly MenuGroup[]): Promise<void>;
  /** Throws PlatformError unless the credentials are accepted; used by readiness and `doctor`. */
  check(): Promise<void>;
  /** How far the platform's clock is ahead of ours, by its latest answer. */
  clockSkewMs(): number | undefined;
}

export interface Limits {
  readonly membersPerCall: number;
  /** Messages a minute that one member really receives; the platform drops the rest without a word. */
  readonly perMemberMinute: number;
  readonly perGroupMinute: number;
  /** Person-times a day for each account of the workspace. */
  readonly perAccountDay: number;
  /** UTF-8 bytes of one text message. */
  readonly textBytes: number;
  /** For how long a repeated identical request to members is recognised and not delivered again; 0: never. */
  readonly duplicateWindowMs: number;
  readonly uploadLifeMs: number;
}

export interface CallbackRequest {
  readonly method: "GET" | "POST";
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Milliseconds since the epoch, for the window in which a timestamp is believed. */
  readonly now: number;
}

export interface CallbackAnswer {
  readonly type: string;
  readonly body: string;
}

export type Incoming =
  | { readonly kind: "message"; readonly message: InboundMessage }
  | { readonly kind: "handshake"; readonly answer: CallbackAnswer }
  /** Genuine, and of no concern to us (an event of another kind). */
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "rejected"; readonly status: 400 | 401; readonly reason: string };

/** What a member did in the app's conversation. */
export interface InboundMessage {
  /** Equal for every copy of the same message, and for nothing else. */
  readonly id: string;
  /** Workspace user id as written by the platform. */
  readonly account: string;
  readonly content: InboundContent;
}

export type InboundContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly mediaId: string }
  | { readonly kind: "voice" | "other"; readonly what: string }
  /** Opened the conversation, or came into the app's visible scope. */
  | { readonly kind: "entered" }
  | { readonly kind: "joined" }
  | { readonly kind: "left" }
  | { readonly kind: "menu"; readonly key: string };

export type Recipients =
  | { readonly kind: "members"; readonly accounts: readonly string[] }
  /** `target` as the platform writes it, by its `GroupForm`. */
  | { readonly kind: "group"; readonly target: string };

/** How a platform writes a group of its workspace. */
export interface GroupForm {
  /** For people. */
  readonly form: string;
  fits(target: string): boolean;
}

export type OutboundMessage =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly file: OutboundFile; readonly handle: string | undefined };

export interface OutboundFile {
  readonly kind: "file" | "image";
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Who did not get it although the call was accepted; everybody else did. */
export interface SendResult {
  readonly refused: readonly { readonly account: string; readonly reason: string }[];
}

export interface DirectoryEntry {
  readonly account: string;
  readonly name: string;
  readonly department: string;
}

export interface MenuGroup {
  readonly name: string;
  readonly items: readonly { readonly name: string; readonly key: string }[];
}

/**
 * What the sender must do about a failed call:
 * `retry` it was not accepted and may be tried later; `unknown` nobody can say whether it was accepted;
 * `stale-upload` the handle has expired, upload again; `recipient` this recipient will never get it;
 * `content` this message will never be accepted; `configuration` nothing can be sent until a person mends something.
 */
export type PlatformErrorClass = "retry" | "unknown" | "stale-upload" | "recipient" | "content" | "configuration";

export class PlatformError extends Error {
  readonly class: PlatformErrorClass;
  readonly code: number | string | undefined;
  /** For `retry`: not before so many milliseconds from now. */
  readonly retryAfterMs: number | undefined;
  constructor(
    cls: PlatformErrorClass,
    message: string,
    options: { code?: number | string | undefined; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "PlatformError";
    this.class = cls;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
  }
}
