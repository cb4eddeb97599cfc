import type { WireAnswer } from "../platform/wecom/wire.ts";
import { Refusal } from "./wecom-errors.ts";

/** One call as it came in. */
export interface WireRequest {
  /** Without `/cgi-bin/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  readonly at: number;
}

/** `recipients`: person-times accepted. */
export type Reply =
  | { readonly json: WireAnswer & object; readonly recipients?: number }
  | { readonly file: { readonly name: string; readonly bytes: Buffer } };

/** `secret`: gettoken; `token`: the calls of the app; `key`: a robot, which needs neither token nor trusted IP. */
export type Credential = "secret" | "token" | "key";

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly credential: Credential;
  /** Throws Refusal. */
  readonly answer: (request: WireRequest) => Reply;
}

export type Endpoints = Readonly<Record<string, Endpoint>>;

export const done: Reply = { json: { errcode: 0, errmsg: "ok" } };

/** What JSON of the expected type may hold before anybody has looked: any field may be missing or wrong. */
export type Unchecked<T> = { readonly [field in keyof T]?: unknown };

/** WeCom wants raw UTF-8: it refuses `\uXXXX` (40033). An escaped backslash before a `u` is no escape. */
const UNICODE_ESCAPE = /(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}/;

export function jsonBody<T>(request: WireRequest): Unchecked<T> {
  const text = request.body.toString("utf8");
  if (UNICODE_ESCAPE.test(text)) throw new Refusal(40033);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(40035);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refusal(40035);
  return value;
}

/** A field of an object inside the body, such as `text.content`. */
export function inner(object: unknown, field: string): unknown {
  return typeof object === "object" && object !== null ? (object as Record<string, unknown>)[field] : undefined;
}

/** The first `limit` bytes of UTF-8, never half a character. */
export function cutAtBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  let end = limit;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}
