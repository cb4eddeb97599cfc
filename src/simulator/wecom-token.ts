import type { TokenAnswer } from "../platform/wecom/wire.ts";
import { SlidingLimit } from "./limits.ts";
import type { Endpoints } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

const MINUTE_MS = 60_000;
const FETCHES_A_MINUTE = 60;

export interface TokenOptions {
  readonly now: () => number;
  readonly corpId: string;
  readonly secret: string;
  readonly lifeSeconds: number;
  /** The real one often says 40014 for plain expiry. */
  readonly expiredCode: 40014 | 42001;
  readonly randomBytes: (count: number) => Buffer;
}

/** One app's access_token (page 91039): fetched again within its life, it is the same one. */
export class Tokens {
  readonly #options: TokenOptions;
  readonly #limit = new SlidingLimit(FETCHES_A_MINUTE, MINUTE_MS, MINUTE_MS);
  #current: { readonly token: string; readonly expiresAt: number } | undefined;
  #issued = 0;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** WeCom may revoke early. */
  revoke(): void {
    this.#current = undefined;
  }

  /** Throws Refusal unless the token is the living one. */
  check(token: string | null): void {
    if (token === null || token === "") throw new Refusal(41001);
    if (token !== this.#current?.token) throw new Refusal(40014);
    if (this.#options.now() >= this.#current.expiresAt) throw new Refusal(this.#options.expiredCode);
  }

  endpoints(): Endpoints {
    return {
      gettoken: {
        method: "GET",
        credential: "secret",
        answer: ({ query, at }) => {
          if (!this.#limit.take("gettoken", at)) throw new Refusal(45009);
          if (!query.get("corpid")) throw new Refusal(41002);
          if (!query.get("corpsecret")) throw new Refusal(41004);
          if (query.get("corpid") !== this.#options.corpId) throw new Refusal(40013);
          if (query.get("corpsecret") !== this.#options.secret) throw new Refusal(40001);
          return { json: this.#issue(at) };
        },
      },
    };
  }

  #issue(at: number): TokenAnswer {
    if (this.#current === undefined || at >= this.#current.expiresAt) {
      this.#issued += 1;
      const token = `${this.#options.randomBytes(96).toString("base64url")}-${this.#issued}`;
      this.#current = { token, expiresAt: at + this.#options.lifeSeconds * 1000 };
    }
    const { token, expiresAt } = this.#current;
    return { errcode: 0, errmsg: "ok", access_token: token, expires_in: Math.ceil((expiresAt - at) / 1000) };
  }
}
