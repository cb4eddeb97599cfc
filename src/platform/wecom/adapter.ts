import { createHash } from "node:crypto";
import {
  type DirectoryEntry,
  type OutboundFile,
  type OutboundMessage,
  type Platform,
  PlatformError,
  type PlatformFacts,
  type Recipients,
  type SendResult,
} from "../platform.ts";
import { type Api, wecomApi } from "./api.ts";
import { type CallbackKeys, passiveReply, receive } from "./callback.ts";
import { groupForm, groupOf, isRobot } from "./groups.ts";
import { printable } from "./printable.ts";
import type {
  AgentAnswer,
  AppchatSendRequest,
  DepartmentListAnswer,
  MediaUploadAnswer,
  MenuCreateRequest,
  MessageSendAnswer,
  MessageSendRequest,
  UserListAnswer,
  WebhookSendRequest,
  WireAnswer,
} from "./wire.ts";

export interface WeComKeys extends CallbackKeys {
  readonly base: string;
  readonly agentId: number;
  readonly secret: string;
}

const HOUR_MS = 3_600_000;

export const facts: PlatformFacts = {
  name: "wecom",
  limits: {
    membersPerCall: 1000,
    // 30 by the platform's word; the distance covers clocks that differ and a minute counted otherwise.
    perMemberMinute: 25,
    perGroupMinute: 20,
    perAccountDay: 200,
    // What is longer it cuts without a word.
    textBytes: 2048,
    duplicateWindowMs: 4 * HOUR_MS,
    // 3 days; the distance keeps a retry within the life of its upload.
    uploadLifeMs: 60 * HOUR_MS,
  },
  groups: groupForm,
};

/** A self-built app (自建应用) of one WeCom workspace. `random` gives bytes nobody can foresee. */
export function wecom(keys: WeComKeys, now: () => number, random: (bytes: number) => Buffer): Platform {
  const api = wecomApi(keys, now);
  return {
    ...facts,
    receive: (request) => receive(keys, request),
    reply: (to, text) => passiveReply(keys, to, text, Math.floor(now() / 1000), random),
    send: (to, message, duplicateCheckMs) =>
      to.kind === "members"
        ? sendToMembers(api, keys.agentId, to.accounts, message, duplicateCheckMs)
        : sendToGroup(api, to.target, message),
    needsUpload: (to, file) => !(isRobot(to) && file.kind === "image"),
    uploadScope: (to) => (isRobot(to) ? to.target : ""),
    clockSkewMs: api.clockSkewMs,
    upload: (to, file) => upload(api, to, file),
    download: (mediaId) => api.download("/cgi-bin/media/get", { media_id: mediaId }),
    directory: () => directory(api),
    async setMenu(menu) {
      const body: MenuCreateRequest = {
        button: menu.map(({ name, items }) => ({
          name,
          sub_button: items.map((item) => ({ type: "click", name: item.name, key: item.key })),
        })),
      };
      await api.call("/cgi-bin/menu/create", { agentid: keys.agentId }, JSON.stringify(body));
    },
    async check() {
      const agent = await api.call<AgentAnswer>("/cgi-bin/agent/get", { agentid: keys.agentId });
      if (agent.close === 1) throw new PlatformError("configuration", "the app is disabled in the admin console");
    },
  };
}

/** https://developer.work.weixin.qq.com/document/path/90236 */
async function sendToMembers(
  api: Api,
  agentId: number,
  accounts: readonly string[],
  message: OutboundMessage,
  duplicateCheckMs: number,
): Promise<SendResult> {
  // `@all` would be everybody: no account begins so, whatever the roster says.
  const real = accounts.filter((account) => !account.startsWith("@"));
  const unreal = accounts
    .filter((account) => account.startsWith("@"))
    .map((account) => ({ account, reason: NO_ACCOUNT }));
  if (real.length === 0) return { refused: unreal };
  const request: MessageSendRequest = {
    touser: real.join("|"),
    agentid: agentId,
    ...content(message),
    enable_duplicate_check: 1,
    duplicate_check_interval: Math.floor(duplicateCheckMs / 1000),
  };
  const answer = await api.call<MessageSendAnswer>("/cgi-bin/message/send", {}, JSON.stringify(request));
  const refused = [
    ...named(answer.invaliduser, "不在应用可见范围或已离开企业"),
    ...named(answer.unlicenseduser, "没有基础接口许可"),
  ];
  const given = new Map(accounts.map((account) => [account.toLowerCase(), account]));
  const known = refused.flatMap(({ account, reason }) => {
    const written = given.get(account.toLowerCase());
    return written === undefined ? [] : [{ account: written, reason }];
  });
  return { refused: [...unreal, ...known] };
}

const NO_ACCOUNT = "不是账号";

function named(list: string | undefined, reason: string): { account: string; reason: string }[] {
  return (list ?? "")
    .split("|")
    .filter(Boolean)
    .map((account) => ({ account, reason }));
}

type Content = Pick<MessageSendRequest, "msgtype" | "text" | "image" | "file">;

function content(message: OutboundMessage): Content {
  if (message.kind === "text") return { msgtype: "text", text: { content: printable(message.text) } };
  const media = { media_id: message.handle ?? "" };
  return message.file.kind === "image" ? { msgtype: "image", image: media } : { msgtype: "file", file: media };
}

/** Application chats (page 90248) and group robots (page 99110). Neither recognises a repeated request. */
async function sendToGroup(api: Api, target: string, message: OutboundMessage): Promise<SendResult> {
  const { kind, id } = groupOf(target);
  if (kind === "appchat") {
    const request: AppchatSendRequest = { chatid: id, ...content(message) };
    await api.call<WireAnswer>("/cgi-bin/appchat/send", {}, JSON.stringify(request));
  } else {
    const request: WebhookSendRequest = robotContent(message);
    await api.callOpen<WireAnswer>("/cgi-bin/webhook/send", { key: id }, JSON.stringify(request));
  }
  return { refused: [] };
}

/** A robot takes pictures inside the request. */
function robotContent(message: OutboundMessage): WebhookSendRequest {
  if (message.kind === "text") return { msgtype: "text", text: { content: printable(message.text) } };
  if (message.file.kind === "file") return { msgtype: "file", file: { media_id: message.handle ?? "" } };
  const bytes = Buffer.from(message.file.bytes);
  const md5 = createHash("md5").update(bytes).digest("hex");
  return { msgtype: "image", image: { base64: bytes.toString("base64"), md5 } };
}

/** Pages 90253 and 99110: media of the app and of a robot are not interchangeable. */
async function upload(api: Api, to: Recipients, file: OutboundFile): Promise<string> {
  const form = new FormData();
  const type =
    file.kind !== "image" ? "application/octet-stream" : /\.jpe?g$/i.test(file.name) ? "image/jpeg" : "image/png";
  form.set("media", new Blob([Buffer.from(file.bytes)], { type }), file.name);
  const query = { type: file.kind };
  const answer = isRobot(to)
    ? await api.callOpen<MediaUploadAnswer>(
        "/cgi-bin/webhook/upload_media",
        { key: groupOf(to.target).id, ...query },
        form,
      )
    : await api.call<MediaUploadAnswer>("/cgi-bin/media/upload", query, form);
  if (!answer.media_id) throw new PlatformError("retry", "the platform gave no media id");
  return answer.media_id;
}

/** Departments are walked one by one: `user/list` gives one level only (page 90201). */
async function directory(api: Api): Promise<DirectoryEntry[]> {
  const { department = [] } = await api.call<DepartmentListAnswer>("/cgi-bin/department/list", {});
  const entries = new Map<string, DirectoryEntry>();
  for (const { id, name } of department) {
    const { userlist = [] } = await api.call<UserListAnswer>("/cgi-bin/user/list", { department_id: id });
    for (const user of userlist) {
      if (user.status === 5) continue;
      entries.set(user.userid.toLowerCase(), { account: user.userid, name: user.name, department: name });
    }
  }
  return [...entries.values()];
}
