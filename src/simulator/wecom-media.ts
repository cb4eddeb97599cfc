import type { MediaUploadAnswer } from "../platform/wecom/wire.ts";
import { imageType, type Media, type MediaOwner, type MediaStore } from "./media.ts";
import { parseMultipart } from "./multipart.ts";
import type { WorkspaceRecord } from "./record.ts";
import { type Endpoints, type Reply, type WireRequest } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

const MIB = 1024 * 1024;
const LARGEST = { image: 10 * MIB, file: 20 * MIB } as const;
/** Files must be larger than this. */
const SMALLEST = 5;

/** media/upload (page 90253), media/get (page 90254), webhook/upload_media (page 99110). */
export function mediaEndpoints(media: MediaStore, robots: ReadonlySet<string>, record: WorkspaceRecord): Endpoints {
  function upload(request: WireRequest, owner: MediaOwner, types: readonly ("image" | "file")[]): Reply {
    const type = types.find((known) => known === request.query.get("type"));
    if (type === undefined) throw new Refusal(40005);
    return { json: uploaded(media.put(owner, { type, ...received(request, type, record) })) };
  }

  return {
    "media/upload": {
      method: "POST",
      credential: "token",
      answer: (request) => upload(request, "app", ["image", "file"]),
    },
    "media/get": {
      method: "GET",
      credential: "token",
      answer: ({ query }) => {
        const found = media.find("app", query.get("media_id"));
        if (found === undefined) throw new Refusal(40007);
        return { file: { name: found.fileName, bytes: found.bytes } };
      },
    },
    "webhook/upload_media": {
      method: "POST",
      credential: "key",
      answer: (request) => {
        const key = request.query.get("key") ?? "";
        if (!robots.has(key)) throw new Refusal(93000);
        return upload(request, `webhook:${key}`, ["file"]);
      },
    },
  };
}

function received(
  request: WireRequest,
  type: "image" | "file",
  record: WorkspaceRecord,
): Pick<Media, "fileName" | "bytes"> {
  const part = parseMultipart(request.contentType, request.body)?.find(({ name }) => name === "media");
  if (part?.fileName === undefined || part.fileName === "") throw new Refusal(44001);
  if (!part.utf8) record.violations.push(`${request.path}: the file name is not UTF-8, people see garbage`);
  if (part.bytes.length <= SMALLEST) throw new Refusal(40006);
  if (part.bytes.length > LARGEST[type]) throw new Refusal(45001);
  if (type === "image" && imageType(part.bytes) === undefined) throw new Refusal(40123);
  // A copy: the part is a window on the whole request.
  return { fileName: part.fileName, bytes: Buffer.from(part.bytes) };
}

function uploaded({ id, type, createdAt }: Media): MediaUploadAnswer {
  return { errcode: 0, errmsg: "ok", type, media_id: id, created_at: String(Math.floor(createdAt / 1000)) };
}
