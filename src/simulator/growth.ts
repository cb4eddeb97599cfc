import { integer, seeded } from "./random.ts";

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** No day has ever given more points. */
const DAY_CAP = 66;

export interface GrowthStart {
  readonly account: string;
  /** True at the end of the day `asOf`. */
  readonly startTotal: number;
  readonly asOf: string;
  /** Points on a usual day. */
  readonly pace: number;
}

/** A member's true total. It stands still within a day, so that two reports of one day agree. */
export class Growth {
  readonly #seed: number;
  readonly #start: GrowthStart;
  readonly #firstDay: number;
  /** The last day asked for: a year is added up once, not at each question. */
  #known: { readonly day: number; readonly total: number };

  constructor(seed: number, start: GrowthStart) {
    this.#seed = seed;
    this.#start = start;
    this.#firstDay = Date.parse(start.asOf) / DAY_MS;
    this.#known = { day: this.#firstDay, total: start.startTotal };
  }

  totalAt(at: number): number {
    const day = dayOf(at);
    let known = day < this.#known.day ? { day: this.#firstDay, total: this.#start.startTotal } : this.#known;
    while (known.day < day) known = { day: known.day + 1, total: known.total + this.#gain(known.day + 1) };
    this.#known = known;
    return known.total;
  }

  gainOn(at: number): number {
    return this.#gain(dayOf(at));
  }

  /** Nothing on one day in ten, else the usual give or take a third. */
  #gain(day: number): number {
    const { account, pace } = this.#start;
    const random = seeded(this.#seed, account, day);
    if (random() < 0.1) return 0;
    return Math.min(DAY_CAP, integer(random, Math.floor((pace * 2) / 3), Math.ceil((pace * 4) / 3)));
  }
}

function dayOf(at: number): number {
  return Math.floor((at + SHANGHAI_MS) / DAY_MS);
}
