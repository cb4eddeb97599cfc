import { PlatformError, type PlatformErrorClass } from "../platform.ts";
import { errorOf, STALE_TOKEN, withoutSecrets } from "./errors.ts";
import { type TokenManager, tokenManager } from "./token.ts";
import type { TokenAnswer, WireAnswer } from "./wire.ts";

export interface ApiKeys {
  readonly base: string;
  readonly corpId: string;
  readonly secret: string;
}

const TIMEOUT_MS = 10_000;

/** WeCom answers 200 with the failure in the body: callers of `call` see success or a PlatformError. */
export interface Api {
  /** A call with the app's token: renewed once when it proves stale, and the call made once more. */
  call<T extends WireAnswer>(path: string, query: Query, init?: Body): Promise<T>;
  /** A call without token (group robots). */
  callOpen<T extends WireAnswer>(path: string, query: Query, init?: Body): Promise<T>;
  /** Raw bytes, told from an error, which comes as JSON, by their content-disposition (page 90254). */
  download(path: string, query: Query): Promise<Uint8Array>;
  clockSkewMs(): number | undefined;
}

type Query = Readonly<Record<string, string | number>>;
/** JSON text as it goes out, or a form with a file. */
type Body = string | FormData;

export function wecomApi(keys: ApiKeys, now: () => number): Api {
  const tokens: TokenManager = tokenManager(fetchToken, now);
  let skew: number | undefined;
  let shut: { readonly since: number; readonly until: number; readonly error: unknown } | undefined;

  async function fetchToken(): Promise<{ token: string; lifeMs: number }> {
    const path = "/cgi-bin/gettoken";
    if (shut !== undefined && now() >= shut.since && now() < shut.until) throw shut.error;
    const asked = request<TokenAnswer>(path, { corpid: keys.corpId, corpsecret: keys.secret });
    const answer = await asked.catch((error: unknown) => {
      // Who asks too often is shut out; each call that waits for a token would ask again.
      const wait = error instanceof PlatformError ? error.retryAfterMs : undefined;
      if (wait !== undefined) shut = { since: now(), until: now() + wait, error };
      throw error;
    });
    if (!answer.access_token) throw new PlatformError("retry", `${path}: no token in the answer`);
    return { token: answer.access_token, lifeMs: (answer.expires_in ?? 7200) * 1000 };
  }

  async function exchange(path: string, query: Query, body?: Body): Promise<Exchange> {
    const url = new URL(keys.base.replace(/\/$/, "") + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const headers = typeof body === "string" ? { "content-type": "application/json; charset=utf-8" } : undefined;
    const uncertain = body === undefined ? "retry" : "unknown";
    let response: Response;
    let bytes: Buffer;
    try {
      response = await fetch(url, {
        method: body === undefined ? "GET" : "POST",
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      bytes = Buffer.from(await response.arrayBuffer());
    } catch (cause) {
      throw unreachable(path, uncertain, cause);
    }
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) skew = date - now();
    // The gateway may have handed the request on before it gave up: nobody can say whether it was done.
    if (response.status >= 500) {
      throw new PlatformError(uncertain, `${path}: HTTP ${response.status}`, { code: response.status });
    }
    return { path, response, bytes, uncertain };
  }

  async function request<T extends WireAnswer>(path: string, query: Query, body?: Body): Promise<T> {
    return answerOf(await exchange(path, query, body)) as T;
  }

  async function withToken<T>(attempt: (token: string) => Promise<T>): Promise<T> {
    const token = await tokens.get();
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof PlatformError) || !isStaleToken(error.code)) throw error;
      tokens.invalidate(token);
      return await attempt(await tokens.get());
    }
  }

  return {
    clockSkewMs: () => skew,
    call: (path, query, body) => withToken((token) => request(path, { access_token: token, ...query }, body)),
    callOpen: request,
    download: (path, query) =>
      withToken(async (token) => {
        const exchanged = await exchange(path, { access_token: token, ...query });
        if (exchanged.response.headers.has("content-disposition")) return exchanged.bytes;
        answerOf(exchanged);
        throw new PlatformError("retry", `${path}: no file in the answer`);
      }),
  };
}

interface Exchange {
  readonly path: string;
  readonly response: Response;
  readonly bytes: Buffer;
  /** The class when nobody can say whether it was done: a GET changes nothing and may be tried again. */
  readonly uncertain: "retry" | "unknown";
}

/** Throws PlatformError unless the answer is one of success. */
function answerOf({ path, response: { status }, bytes, uncertain }: Exchange): WireAnswer {
  const answer = objectIn(bytes.toString("utf8"));
  if (answer === undefined) {
    const message = `${path}: HTTP ${status}, not a JSON object`;
    throw new PlatformError(classOfStatus(status) ?? uncertain, message, { code: status });
  }
  if (answer.errcode) throw errorOf(path, answer.errcode, answer.errmsg ?? "");
  return answer;
}

function objectIn(text: string): WireAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Something between us and the platform answered; a 4xx was never handed on. */
function classOfStatus(status: number): PlatformErrorClass | undefined {
  if (status === 429) return "retry";
  return status >= 400 ? "configuration" : undefined;
}

/** 40001 of a business call means "secret or token wrong": one renewal tells which. */
function isStaleToken(code: number | string | undefined): boolean {
  return code === 40001 || (typeof code === "number" && STALE_TOKEN.has(code));
}

/** Not connected at all: certainly not done. Anything later is not known. */
function unreachable(path: string, uncertain: Exchange["uncertain"], cause: unknown): PlatformError {
  const { message, name, cause: reason } = cause as Error & { cause?: { code?: string } };
  const code = reason?.code ?? name;
  const never = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"];
  const cls = never.includes(code) ? "retry" : uncertain;
  return new PlatformError(cls, `${path}: ${code} ${withoutSecrets(message)}`, { code, cause });
}
