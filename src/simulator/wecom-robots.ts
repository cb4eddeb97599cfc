import { createHash } from "node:crypto";
import type { WebhookSendRequest } from "../platform/wecom/wire.ts";
import { SlidingLimit } from "./limits.ts";
import { imageType, type MediaStore } from "./media.ts";
import type { Arrival, WorkspaceRecord } from "./record.ts";
import { shownMedia, textContent } from "./wecom-content.ts";
import { done, type Endpoints, inner, jsonBody, type Reply, type WireRequest } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

const MINUTE_MS = 60_000;
const IMAGE_BYTES = 2 * 1024 * 1024;
/** Unlike the app's, a robot's text is refused when too long. */
const TEXT_BYTES = { text: 2048, markdown: 4096 } as const;

/** webhook/send (page 99110): no token, no trusted IP, the key is all. */
export function robotEndpoints(robots: ReadonlySet<string>, media: MediaStore, record: WorkspaceRecord): Endpoints {
  const perMinute = new SlidingLimit(20, MINUTE_MS, MINUTE_MS);

  function send(request: WireRequest): Reply {
    const key = request.query.get("key") ?? "";
    if (!robots.has(key)) throw new Refusal(93000);
    const body = jsonBody<WebhookSendRequest>(request);
    const arrival: Arrival = { at: request.at, via: "message", ...content(body, key) };
    if (!perMinute.take(key, request.at)) throw new Refusal(45009);
    record.arrived("group", [`webhook:${key}`], arrival);
    return { ...done, recipients: 1 };
  }

  function content(body: { readonly msgtype?: unknown }, key: string): Omit<Arrival, "at" | "via"> {
    switch (body.msgtype) {
      case "text":
      case "markdown": {
        const text = textContent(body, body.msgtype);
        if (Buffer.byteLength(text) > TEXT_BYTES[body.msgtype]) throw new Refusal(40058);
        return { kind: body.msgtype, text };
      }
      case "image":
        return { kind: "image", bytes: robotImage(inner(body, "image")) };
      case "file":
        return shownMedia(body, "file", media, `webhook:${key}`);
      default:
        throw new Refusal(40008);
    }
  }

  return { "webhook/send": { method: "POST", credential: "key", answer: send } };
}

function robotImage(image: unknown): Buffer {
  const base64 = inner(image, "base64");
  if (typeof base64 !== "string") throw new Refusal(40058);
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw new Refusal(40058);
  if (bytes.length === 0) throw new Refusal(93017);
  if (bytes.length > IMAGE_BYTES) throw new Refusal(93018);
  if (createHash("md5").update(bytes).digest("hex") !== inner(image, "md5")) throw new Refusal(301019);
  if (imageType(bytes) === undefined) throw new Refusal(40123);
  return bytes;
}
