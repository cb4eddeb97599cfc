import type { Media, MediaOwner, MediaStore } from "./media.ts";
import type { Arrival, WorkspaceRecord } from "./record.ts";
import { cutAtBytes, inner } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

/** Text and markdown of the app, passive replies too, are cut beyond this (pages 90236, 90241). */
export const TEXT_BYTES = 2048;

type Shown = Pick<Arrival, "kind" | "text" | "fileName" | "bytes">;

/** What people see of `text.content` or `markdown.content`; a text too long loses its end, and nobody is told. */
export function shownText(body: object, kind: "text" | "markdown", path: string, record: WorkspaceRecord): Shown {
  const content = textContent(body, kind);
  const text = cutAtBytes(content, TEXT_BYTES);
  if (text !== content) {
    const bytes = Buffer.byteLength(content);
    record.violations.push(`${path}: ${kind} of ${bytes} bytes was cut to ${TEXT_BYTES}: ${text.slice(0, 30)}…`);
  }
  return { kind, text };
}

export function textContent(body: object, kind: "text" | "markdown"): string {
  const content = inner(inner(body, kind), "content");
  if (typeof content !== "string" || content === "") throw new Refusal(44004);
  return content;
}

/** What people see of `image.media_id` or `file.media_id`. */
export function shownMedia(body: object, kind: "image" | "file", media: MediaStore, owner: MediaOwner): Shown {
  const found = media.find(owner, inner(inner(body, kind), "media_id"));
  if (found === undefined) throw new Refusal(40007);
  if (found.type !== kind) throw new Refusal(40004);
  return shown(kind, found);
}

function shown(kind: "image" | "file", { fileName, bytes }: Media): Shown {
  return { kind, fileName, bytes };
}
