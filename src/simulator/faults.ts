import type { Credential } from "./wecom-endpoint.ts";

export type Fault =
  | { readonly kind: "unavailable"; readonly status: number }
  | { readonly kind: "lost" }
  | { readonly kind: "slow" | "late"; readonly ms: number }
  | { readonly kind: "errcode"; readonly errcode: number }
  | { readonly kind: "held"; readonly reached: () => void; readonly released: Promise<void> };

export interface HowOften {
  /** How many requests it hits; 1 unless told. */
  readonly times?: number;
  /** How many matching requests pass unharmed before. */
  readonly skip?: number;
}

export interface Hold {
  /** When the first request is held. */
  readonly reached: Promise<void>;
  /** Those held go on, and no more are held. */
  release(): void;
}

interface Planned {
  readonly matches: (path: string, credential: Credential) => boolean;
  readonly fault: Fault;
  skip: number;
  times: number;
}

/**
 * What may go wrong between the bot and the workspace, on order. `path` is one of `message/send`, … or `*`.
 * A request meets at most one fault: the earliest ordered that matches and has hits left.
 */
export class Faults {
  readonly #planned = new Set<Planned>();
  readonly #holds = new Set<Hold>();
  readonly #revokeToken: () => void;

  constructor(revokeToken: () => void) {
    this.#revokeToken = revokeToken;
  }

  /** Answered with an HTTP error; nothing is done. */
  unavailable(path: string, { status = 503, ...often }: HowOften & { readonly status?: number } = {}): void {
    this.#onPath(path, { kind: "unavailable", status }, often);
  }

  /** Done, and the connection breaks before the answer. */
  loseAnswer(path: string, often: HowOften = {}): void {
    this.#onPath(path, { kind: "lost" }, often);
  }

  /** Done and answered only after `ms` of real time, even if the bot has gone meanwhile. */
  slow(path: string, ms: number, often: HowOften = {}): void {
    this.#onPath(path, { kind: "slow", ms }, often);
  }

  /** Done at once, answered after `ms` of real time. */
  late(path: string, ms: number, often: HowOften = {}): void {
    this.#onPath(path, { kind: "late", ms }, often);
  }

  /** Refused with this errcode; nothing is done. */
  errcode(path: string, errcode: number, often: HowOften = {}): void {
    this.#onPath(path, { kind: "errcode", errcode }, often);
  }

  /** Accepted, and neither done nor answered until released. */
  hold(path: string, often: HowOften = { times: Number.POSITIVE_INFINITY }): Hold {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const planned = this.#onPath(path, { kind: "held", reached: reached.resolve, released: released.promise }, often);
    const hold: Hold = {
      reached: reached.promise,
      release: () => {
        this.#planned.delete(planned);
        this.#holds.delete(hold);
        released.resolve();
      },
    };
    this.#holds.add(hold);
    return hold;
  }

  /** The token in use is worth nothing from now on; a new one can be had. */
  expireTokens(): void {
    this.#revokeToken();
  }

  /** As if the admin had reset the secret: the token is dead and the bot's secret buys no other. */
  resetSecret({ times = Number.POSITIVE_INFINITY }: HowOften = {}): void {
    this.#revokeToken();
    this.#onPath("gettoken", { kind: "errcode", errcode: 40001 }, { times });
  }

  /** The bot's address is no longer among the trusted ones (企业可信IP). Robots are not asked for it. */
  blockAddress({ times = Number.POSITIVE_INFINITY }: HowOften = {}): void {
    this.#onApp({ kind: "errcode", errcode: 60020 }, { times });
  }

  suspendApp({ times = Number.POSITIVE_INFINITY }: HowOften = {}): void {
    this.#onApp({ kind: "errcode", errcode: 48006 }, { times });
  }

  /** All is well again; what is held goes on. */
  clear(): void {
    this.#planned.clear();
    for (const hold of this.#holds) hold.release();
  }

  /** For the workspace alone: what this request meets. */
  meet(path: string, credential: Credential): Fault | undefined {
    for (const planned of this.#planned) {
      if (!planned.matches(path, credential)) continue;
      if (planned.skip > 0) {
        planned.skip -= 1;
        continue;
      }
      planned.times -= 1;
      if (planned.times <= 0) this.#planned.delete(planned);
      return planned.fault;
    }
    return undefined;
  }

  #onPath(path: string, fault: Fault, often: HowOften): Planned {
    return this.#plan((asked) => path === "*" || asked === path, fault, often);
  }

  #onApp(fault: Fault, often: HowOften): void {
    this.#plan((_path, credential) => credential !== "key", fault, often);
  }

  #plan(matches: Planned["matches"], fault: Fault, { times = 1, skip = 0 }: HowOften): Planned {
    const planned = { matches, fault, times, skip };
    this.#planned.add(planned);
    return planned;
  }
}
