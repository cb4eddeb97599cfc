import { createHash } from "node:crypto";
import type { MessageSendAnswer, MessageSendRequest } from "../platform/wecom/wire.ts";
import { DailyLimit, SlidingLimit } from "./limits.ts";
import type { MediaStore } from "./media.ts";
import type { Arrival, WorkspaceRecord } from "./record.ts";
import { shownMedia, shownText } from "./wecom-content.ts";
import type { Directory } from "./wecom-directory.ts";
import { type Endpoints, jsonBody, type Reply, type Unchecked, type WireRequest } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MEMBERS_A_CALL = 1000;
const LONGEST_DUPLICATE_CHECK = 4 * 3600;
const DEFAULT_DUPLICATE_CHECK = 1800;
/** Person-times a day for each account of the workspace. */
const PER_ACCOUNT_DAY = 200;

export interface MessageOptions {
  readonly agentId: number;
  readonly accountLimit: number;
  readonly directory: Directory;
  readonly media: MediaStore;
  readonly record: WorkspaceRecord;
}

interface Sent {
  readonly until: number;
  readonly answer: MessageSendAnswer;
}

/** message/send (page 90236): one message to up to 1000 members. */
export function messageEndpoints({ agentId, accountLimit, directory, media, record }: MessageOptions): Endpoints {
  const perMinute = new SlidingLimit(30, MINUTE_MS);
  const perHour = new SlidingLimit(1000, HOUR_MS);
  const perDay = new DailyLimit(accountLimit * PER_ACCOUNT_DAY);
  const remembered = new Map<string, Sent>();
  let serial = 0;

  function send(request: WireRequest): Reply {
    const { at, path } = request;
    const body = jsonBody<MessageSendRequest>(request);
    if (!Number.isInteger(body.agentid)) throw new Refusal(40056);
    if (body.agentid !== agentId) throw new Refusal(301002);
    const receivers = resolve(directory, body.touser);
    const arrival: Arrival = { at, via: "message", ...content(body, path) };
    const checkMs = duplicateCheckMs(body);

    const digest = createHash("sha1").update(request.body).digest("base64");
    const before = checkMs > 0 ? remembered.get(digest) : undefined;
    if (before !== undefined && at < before.until) {
      record.suppressed.push({ to: receivers.good, arrival });
      return { json: before.answer };
    }
    if (!perDay.take(at, receivers.good.length)) throw new Refusal(45009);

    serial += 1;
    const answer = { errcode: 0, errmsg: "ok", ...receivers.bad, msgid: `msg-${at}-${serial}` };
    if (checkMs > 0) remember(remembered, digest, { until: at + checkMs, answer }, at);
    deliver(receivers.good, arrival);
    return { json: answer, recipients: receivers.good.length };
  }

  function content(body: Unchecked<MessageSendRequest>, path: string): Omit<Arrival, "at" | "via"> {
    if (body.msgtype === "text") return shownText(body, "text", path, record);
    if (body.msgtype === "image" || body.msgtype === "file") return shownMedia(body, body.msgtype, media, "app");
    throw new Refusal(40008);
  }

  /** Over a member's limit the message vanishes, with errcode 0 all the same. */
  function deliver(accounts: readonly string[], arrival: Arrival): void {
    const reached: string[] = [];
    for (const account of accounts) {
      if (perMinute.take(account, arrival.at) && perHour.take(account, arrival.at)) reached.push(account);
      else record.dropped.push({ to: account, arrival });
    }
    record.arrived("members", reached, arrival);
  }

  return { "message/send": { method: "POST", credential: "token", answer: send } };
}

interface Receivers {
  /** As the directory writes them, each once. */
  readonly good: readonly string[];
  readonly bad: Pick<MessageSendAnswer, "invaliduser" | "unlicenseduser">;
}

/** Some receivers bad: the others get it. All bad: 81013. The lists come back lower-cased. */
function resolve(directory: Directory, touser: unknown): Receivers {
  if (touser !== undefined && typeof touser !== "string") throw new Refusal(40058);
  const wanted =
    touser === "@all"
      ? directory.members.map(({ account }) => account)
      : (touser ?? "").split("|").filter((account) => account !== "");
  if (wanted.length === 0) throw new Refusal(82001);
  if (wanted.length > MEMBERS_A_CALL) throw new Refusal(40032);
  const good = new Set<string>();
  const invalid = new Set<string>();
  const unlicensed = new Set<string>();
  for (const account of wanted) {
    const member = directory.find(account);
    if (member === undefined) invalid.add(account.toLowerCase());
    else if (member.licensed === false) unlicensed.add(account.toLowerCase());
    else good.add(member.account);
  }
  const bad = {
    ...(invalid.size > 0 && { invaliduser: [...invalid].join("|") }),
    ...(unlicensed.size > 0 && { unlicenseduser: [...unlicensed].join("|") }),
  };
  if (good.size === 0) throw new Refusal(81013, bad);
  return { good: [...good], bad };
}

/** 0 when the check is off. */
function duplicateCheckMs(body: Unchecked<MessageSendRequest>): number {
  const wanted = body.enable_duplicate_check ?? 0;
  if (wanted !== 0 && wanted !== 1) throw new Refusal(40058);
  if (wanted === 0) return 0;
  const seconds = body.duplicate_check_interval ?? DEFAULT_DUPLICATE_CHECK;
  if (!Number.isInteger(seconds) || Number(seconds) < 1 || Number(seconds) > LONGEST_DUPLICATE_CHECK) {
    throw new Refusal(40058);
  }
  return Number(seconds) * 1000;
}

/** Forgets, from the oldest on, what is past its interval. */
function remember(remembered: Map<string, Sent>, digest: string, sent: Sent, at: number): void {
  remembered.delete(digest);
  remembered.set(digest, sent);
  for (const [oldest, { until }] of remembered) {
    if (at < until) break;
    remembered.delete(oldest);
  }
}
