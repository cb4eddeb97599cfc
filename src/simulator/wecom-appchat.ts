import type { AppchatSendRequest, WireAnswer } from "../platform/wecom/wire.ts";
import { DailyLimit, SlidingLimit } from "./limits.ts";
import type { MediaStore } from "./media.ts";
import type { Arrival, WorkspaceRecord } from "./record.ts";
import { shownMedia, shownText } from "./wecom-content.ts";
import type { Directory } from "./wecom-directory.ts";
import { type Endpoints, jsonBody, type Reply, type WireRequest } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const NAME_LETTERS = 50;

interface CreateRequest {
  readonly name: string;
  readonly owner: string;
  readonly userlist: readonly string[];
  readonly chatid: string;
}

interface CreateAnswer extends WireAnswer {
  readonly chatid: string;
}

export interface AppchatOptions {
  /** Chats made by this app earlier, each with the whole workspace in it. */
  readonly existing: readonly string[];
  readonly directory: Directory;
  readonly media: MediaStore;
  readonly record: WorkspaceRecord;
}

/** appchat/create (page 90245) and appchat/send (page 90248). A member's limits are kept for each chat. */
export function appchatEndpoints({ existing, directory, media, record }: AppchatOptions): Endpoints {
  const everybody = () => directory.members.length;
  const sizes = new Map<string, () => number>(existing.map((id) => [id, everybody]));
  const created = new DailyLimit(1000);
  const personMinute = new SlidingLimit(20_000, MINUTE_MS, MINUTE_MS);
  const personHour = new SlidingLimit(300_000, HOUR_MS, HOUR_MS);
  const chatMinute = new SlidingLimit(200, MINUTE_MS);
  const chatDay = new SlidingLimit(10_000, DAY_MS);

  function create(request: WireRequest): Reply {
    const body = jsonBody<CreateRequest>(request);
    const members = Array.isArray(body.userlist) ? new Set(body.userlist) : new Set<unknown>();
    if (members.size < 2 || members.size > 2000) throw new Refusal(86006);
    for (const account of members) if (directory.find(String(account)) === undefined) throw new Refusal(86216);
    if (body.owner !== undefined && !members.has(body.owner)) throw new Refusal(86207);
    if (body.name !== undefined && typeof body.name !== "string") throw new Refusal(86004);
    if (Array.from(body.name ?? "").length > NAME_LETTERS) {
      record.violations.push(`${request.path}: the name of the chat was cut to ${NAME_LETTERS} letters`);
    }
    const chatId = body.chatid ?? `appchat${sizes.size + 1}`;
    if (typeof chatId !== "string" || !/^[0-9A-Za-z]{1,32}$/.test(chatId)) throw new Refusal(86003);
    if (sizes.has(chatId)) throw new Refusal(86215);
    if (!created.take(request.at)) throw new Refusal(45009);
    sizes.set(chatId, () => members.size);
    const answer: CreateAnswer = { errcode: 0, errmsg: "ok", chatid: chatId };
    return { json: answer };
  }

  function send(request: WireRequest): Reply {
    const { at, path } = request;
    const body = jsonBody<AppchatSendRequest>(request);
    if (typeof body.chatid !== "string" || body.chatid === "") throw new Refusal(86001);
    const recipients = sizes.get(body.chatid)?.();
    if (recipients === undefined) throw new Refusal(86003);
    const arrival: Arrival = { at, via: "message", ...content(body, path) };
    if (!personMinute.take("corp", at, recipients) || !personHour.take("corp", at, recipients)) {
      throw new Refusal(45009);
    }
    const target = `appchat:${body.chatid}`;
    if (chatMinute.take(target, at) && chatDay.take(target, at)) record.arrived("group", [target], arrival);
    else record.dropped.push({ to: target, arrival });
    return { json: { errcode: 0, errmsg: "ok" }, recipients };
  }

  function content(body: { readonly msgtype?: unknown }, path: string): Omit<Arrival, "at" | "via"> {
    if (body.msgtype === "text" || body.msgtype === "markdown") return shownText(body, body.msgtype, path, record);
    if (body.msgtype === "image" || body.msgtype === "file") return shownMedia(body, body.msgtype, media, "app");
    throw new Refusal(40008);
  }

  return {
    "appchat/create": { method: "POST", credential: "token", answer: create },
    "appchat/send": { method: "POST", credential: "token", answer: send },
  };
}
