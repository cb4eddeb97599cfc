interface Use {
  readonly at: number;
  readonly count: number;
}

/** Ascending in time; what lies before `first` is forgotten. */
interface Uses {
  readonly list: Use[];
  first: number;
  sum: number;
  blockedAt: number;
}

/** At most `limit` in any window; who goes over it is shut out for `blockMs` (page 90312). */
export class SlidingLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #blockMs: number;
  readonly #uses = new Map<string, Uses>();

  constructor(limit: number, windowMs: number, blockMs = 0) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#blockMs = blockMs;
  }

  /** Whether `count` more are allowed; counts them if so. */
  take(key: string, at: number, count = 1): boolean {
    let uses = this.#uses.get(key);
    if (uses === undefined) this.#uses.set(key, (uses = { list: [], first: 0, sum: 0, blockedAt: Number.NaN }));
    if (at >= uses.blockedAt && at < uses.blockedAt + this.#blockMs) return false;
    this.#forget(uses, at);
    if (uses.sum + count > this.#limit) {
      uses.blockedAt = at;
      return false;
    }
    uses.list.push({ at, count });
    uses.sum += count;
    return true;
  }

  /** A simulated clock may be set back: what lies in the future then is not of this window either. */
  #forget(uses: Uses, at: number): void {
    const { list } = uses;
    for (let last = list.at(-1); last && last.at > at && list.length > uses.first; last = list.at(-1)) {
      uses.sum -= last.count;
      list.pop();
    }
    for (let use = list[uses.first]; use && use.at <= at - this.#windowMs; use = list[uses.first]) {
      uses.sum -= use.count;
      uses.first += 1;
    }
    if (uses.first > list.length / 2) {
      list.splice(0, uses.first);
      uses.first = 0;
    }
  }
}

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** At most `limit` in a calendar day of Shanghai; the rest of that day is shut. */
export class DailyLimit {
  readonly #limit: number;
  #day = Number.NaN;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(at: number, count = 1): boolean {
    const day = Math.floor((at + SHANGHAI_MS) / DAY_MS);
    if (day !== this.#day) this.#used = 0;
    this.#day = day;
    if (this.#used + count > this.#limit) return false;
    this.#used += count;
    return true;
  }
}
