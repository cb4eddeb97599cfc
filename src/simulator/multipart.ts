import { isUtf8 } from "node:buffer";

export interface Part {
  readonly name: string | undefined;
  readonly fileName: string | undefined;
  /** Whether the part's headers were UTF-8; else a file name is shown as garbage. */
  readonly utf8: boolean;
  readonly bytes: Buffer;
}

const BREAK = Buffer.from("\r\n");
const HEADERS_END = Buffer.from("\r\n\r\n");

/** The parts of a `multipart/form-data` body (RFC 7578); undefined when it is not well-formed. */
export function parseMultipart(contentType: string, body: Buffer): Part[] | undefined {
  const boundary = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType);
  if (boundary === null) return undefined;
  const line = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`);
  if (!body.subarray(0, line.length - 2).equals(line.subarray(2))) return undefined;

  const parts: Part[] = [];
  let start = line.length - 2;
  while (body.subarray(start, start + 2).equals(BREAK)) {
    const end = body.indexOf(line, start + 2);
    const part = end === -1 ? undefined : parsePart(body.subarray(start + 2, end));
    if (part === undefined) return undefined;
    parts.push(part);
    start = end + line.length;
  }
  return body.toString("latin1", start, start + 2) === "--" ? parts : undefined;
}

function parsePart(part: Buffer): Part | undefined {
  const headersEnd = part.indexOf(HEADERS_END);
  if (headersEnd === -1) return undefined;
  const headers = part.subarray(0, headersEnd);
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(headers.toString("utf8"))?.[1] ?? "";
  return {
    name: /;\s*name="([^"]*)"/i.exec(disposition)?.[1],
    fileName: /;\s*filename="([^"]*)"/i.exec(disposition)?.[1],
    utf8: isUtf8(headers),
    bytes: part.subarray(headersEnd + HEADERS_END.length),
  };
}
