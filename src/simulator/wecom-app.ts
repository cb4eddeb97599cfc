import type { AgentAnswer, MenuCreateRequest } from "../platform/wecom/wire.ts";
import type { Directory } from "./wecom-directory.ts";
import { done, type Endpoints, inner, jsonBody, type WireRequest } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

export const APP_NAME = "学习积分助手";

/** agent/get `[90227]` and menu/create `[90231]`; `onMenu` gets each menu that was accepted. */
export function appEndpoints(
  agentId: number,
  directory: Directory,
  onMenu: (menu: MenuCreateRequest) => void,
): Endpoints {
  return {
    "agent/get": {
      method: "GET",
      credential: "token",
      answer: (request) => {
        checkAgent(request, agentId);
        const user = directory.members.map(({ account }) => ({ userid: account }));
        const agent: AgentAnswer = { errcode: 0, errmsg: "ok", agentid: agentId, name: APP_NAME, close: 0 };
        return { json: { ...agent, allow_userinfos: { user }, report_location_flag: 0, isreportenter: 1 } };
      },
    },
    "menu/create": {
      method: "POST",
      credential: "token",
      answer: (request) => {
        checkAgent(request, agentId);
        const menu = jsonBody<MenuCreateRequest>(request);
        checkMenu(menu.button);
        onMenu(menu as MenuCreateRequest);
        return done;
      },
    },
  };
}

function checkAgent({ query }: WireRequest, agentId: number): void {
  const text = query.get("agentid") ?? "";
  if (!/^\d+$/.test(text)) throw new Refusal(40056);
  if (Number(text) !== agentId) throw new Refusal(301002);
}

/** One code for each wrong field of a top button and of a sub button (page 90231). */
const TOP = { count: 3, size: 40016, type: 40017, nameBytes: 16, name: 40018, key: 40019 } as const;
const SUB = { count: 5, size: 40023, type: 40024, nameBytes: 40, name: 40025, key: 40026 } as const;
const KEY_BYTES = 128;

function checkMenu(buttons: unknown, level: typeof TOP | typeof SUB = TOP): void {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > level.count) throw new Refusal(level.size);
  for (const button of buttons) {
    if (!fits(inner(button, "name"), level.nameBytes)) throw new Refusal(level.name);
    const below = inner(button, "sub_button");
    if (below !== undefined && level === TOP) {
      checkMenu(below, SUB);
      continue;
    }
    if (inner(button, "type") !== "click") throw new Refusal(level.type);
    if (!fits(inner(button, "key"), KEY_BYTES)) throw new Refusal(level.key);
  }
}

function fits(text: unknown, bytes: number): boolean {
  return typeof text === "string" && text !== "" && Buffer.byteLength(text) <= bytes;
}
