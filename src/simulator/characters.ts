import { Growth, type GrowthStart } from "./growth.ts";
import { hear } from "./hearing.ts";
import { integer, type Random, seeded, shuffled } from "./random.ts";
import type { School } from "./school.ts";
import { correctionWording, plainWording, sloppyWording, typoWording, vagueWording, type Word } from "./wordings.ts";

/** Habits with a part of luck in them: some of the late are too late, some of the silent give in. */
export const characterKinds = ["prompt", "sloppy", "late", "silent", "correcting", "disputing"] as const;
/** `tardy`: late, and always within the grace. `mute`: never says anything of itself. */
export const scriptedKinds = ["tardy", "mute"] as const;
export type CharacterKind = (typeof characterKinds)[number] | (typeof scriptedKinds)[number];

/** Something the member will do, so long after the message that made them. */
export type Utterance =
  /** `says`: the number in it, a typo too; undefined when it holds no total. */
  | { readonly kind: "text"; readonly afterMs: number; readonly text: string; readonly says: number | undefined }
  | { readonly kind: "picture"; readonly afterMs: number };

/** The bot told this member that this total is recorded. */
export interface Acknowledged {
  readonly at: number;
  readonly total: number;
}

/** The bot recorded a number that the member never wrote in this round. */
export interface Misread extends Acknowledged {
  readonly said: readonly number[];
}

export interface CharacterMember extends GrowthStart {
  readonly name: string;
}

interface Round {
  readonly closesAt: number;
  /** Every number written in this round. */
  readonly said: number[];
  /** The true total at the last of them, whatever was written. */
  meant: number | undefined;
  /** Something was said and is not settled. */
  awaiting: boolean;
  /** Until then something is still to be said, and what the bot says is not answered. */
  busyUntil: number;
  reminders: number;
  /** Answers to the bot so far; people give up. */
  answers: number;
  over: boolean;
  disputed: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const PATIENCE = 4;

/**
 * A member with habits. Hears what the bot says and plans what to say back; the same seed and the same messages
 * give the same plan. Keeps an own record of what the bot acknowledged, from which a rehearsal recomputes
 * rankings and talk lists without the bot.
 */
export class Character {
  readonly kind: CharacterKind;
  readonly member: CharacterMember;
  /** In order; the last one of a round counts. */
  readonly acknowledged: Acknowledged[] = [];
  /** Empty as long as the bot reads well. */
  readonly misread: Misread[] = [];
  readonly #growth: Growth;
  readonly #random: Random;
  #round: Round | undefined;

  constructor(seed: number, member: CharacterMember, kind: CharacterKind) {
    this.kind = kind;
    this.member = member;
    this.#growth = new Growth(seed, member);
    this.#random = seeded(seed, member.account, kind);
  }

  totalAt(at: number): number {
    return this.#growth.totalAt(at);
  }

  /** Any text of the bot to this member, passive replies too. */
  onMessage(text: string, at: number): Utterance[] {
    const heard = hear(text, at);
    const round = this.#round;
    switch (heard.kind) {
      case "question":
        if (round === undefined || at >= round.closesAt) return this.#onQuestion(heard.closesAt, at);
        return this.#onReminder(round, at);
      case "accepted":
        return this.#onAccepted(heard.total, at);
      case "confirm":
        return this.#answer(at, confirmation(heard.numbers));
      case "unread":
        return this.#answer(at, plainWording);
      case "no-round":
        if (round !== undefined) round.over = true;
        return [];
      case "results":
        return this.onResults(at);
      case "other":
        return [];
      default:
        return heard satisfies never;
    }
  }

  /** The quarter's results were shown, perhaps in a group. */
  onResults(at: number): Utterance[] {
    const round = this.#round;
    if (this.kind !== "disputing" || round === undefined || round.disputed) return [];
    round.disputed = true;
    const afterMs = this.#between(10 * MINUTE, 5 * HOUR);
    const text = `异议 我的成长总积分应为${round.meant ?? this.totalAt(at)}分，请核对`;
    return [{ kind: "text", afterMs, text, says: undefined }];
  }

  #onQuestion(closesAt: number, at: number): Utterance[] {
    const round: Round = {
      closesAt,
      said: [],
      meant: undefined,
      awaiting: false,
      busyUntil: at,
      reminders: 0,
      answers: 0,
      over: false,
      disputed: false,
    };
    this.#round = round;
    switch (this.kind) {
      case "prompt":
      case "disputing":
        return this.#say(round, at, this.#beforeClosing(round, at, 90), plainWording);
      case "late":
        return this.#say(round, at, closesAt - at + this.#between(5 * MINUTE, 14 * HOUR), plainWording);
      case "tardy":
        return this.#say(round, at, closesAt - at + this.#between(5 * MINUTE, HOUR), plainWording);
      case "sloppy":
        return this.#sloppily(round, at);
      case "correcting":
        return this.#say(round, at, this.#beforeClosing(round, at, 180), typoWording);
      case "silent":
        round.over = this.#random() < 0.5;
        return [];
      case "mute":
        round.over = true;
        return [];
      default:
        return this.kind satisfies never;
    }
  }

  #sloppily(round: Round, at: number): Utterance[] {
    const afterMs = this.#beforeClosing(round, at, 240);
    const habit = this.#random();
    if (habit < 0.1) {
      round.busyUntil = at + afterMs;
      round.awaiting = true;
      return [{ kind: "text", afterMs, text: "收到", says: undefined }];
    }
    if (habit < 0.2) {
      const total = this.#say(round, at, afterMs + MINUTE, sloppyWording);
      return [{ kind: "picture", afterMs }, ...total];
    }
    return this.#say(round, at, afterMs, habit < 0.35 ? vagueWording : sloppyWording);
  }

  /** Only the silent have said nothing by then, and of them some give in at the second reminder. */
  #onReminder(round: Round, at: number): Utterance[] {
    round.reminders += 1;
    const nothingYet = round.said.length === 0 && at >= round.busyUntil;
    if (round.over || !nothingYet || (this.kind === "silent" && round.reminders < 2)) return [];
    return this.#say(round, at, this.#beforeClosing(round, at, 60), plainWording);
  }

  /** Somebody who has said nothing is not told «已记录» of a total. */
  #onAccepted(total: number, at: number): Utterance[] {
    const round = this.#round;
    if (round === undefined || !round.awaiting) return [];
    this.acknowledged.push({ at, total });
    if (!round.said.includes(total)) this.misread.push({ at, total, said: [...round.said] });
    if (total !== round.meant) return this.#answer(at, correctionWording);
    round.awaiting = at < round.busyUntil;
    return [];
  }

  #answer(at: number, word: Word): Utterance[] {
    const round = this.#round;
    if (round === undefined || !round.awaiting || round.over) return [];
    if (at < round.busyUntil || round.answers >= PATIENCE) return [];
    round.answers += 1;
    return this.#say(round, at, this.#between(20 * SECOND, 10 * MINUTE), word);
  }

  /** The total of the moment in which it will be said, not of now: midnight may lie between. */
  #say(round: Round, at: number, afterMs: number, word: Word): Utterance[] {
    const then = at + afterMs;
    const today = this.#growth.gainOn(then);
    const total = this.totalAt(then);
    const { text, says } = word(this.#random, { name: this.member.name, total, today });
    round.said.push(says);
    round.meant = total;
    round.awaiting = true;
    round.busyUntil = then;
    return [{ kind: "text", afterMs, text, says }];
  }

  #beforeClosing(round: Round, at: number, withinMinutes: number): number {
    const most = Math.min(withinMinutes * MINUTE, (round.closesAt - at) * 0.8);
    return this.#between(Math.min(MINUTE, most), most);
  }

  #between(from: number, to: number): number {
    return integer(this.#random, Math.floor(from), Math.floor(to));
  }
}

/** «是» only where it can mean nothing else. */
function confirmation(numbers: readonly number[]): Word {
  return (random, { total }) => {
    const sure = numbers.length === 1 && numbers[0] === total;
    return { text: sure && random() < 0.5 ? "是" : `${total}`, says: total };
  };
}

/** Of a hundred members; the others are prompt. */
const SHARES = { sloppy: 18, late: 10, correcting: 9, silent: 8, disputing: 5 } as const;

/**
 * A character for everybody in the school, by account; each kind at least once where there are people enough. Those in
 * `script` are of the kind that it says, whatever the seed.
 */
export function cast(
  { seed, everybody, asOf }: School,
  script: ReadonlyMap<string, CharacterKind> = new Map(),
): Map<string, Character> {
  const random = seeded(seed, "cast");
  const registered = everybody.filter(({ state }) => state !== "未注册");
  const kinds = new Map(
    shuffled(random, registered).map(({ account }, place) => [account, characterKinds[place] ?? kindByShare(random)]),
  );
  return new Map(
    everybody.map(({ account, name, startTotal, pace }) => {
      const member = { account, name, startTotal, pace, asOf };
      return [account, new Character(seed, member, script.get(account) ?? kinds.get(account) ?? "silent")];
    }),
  );
}

function kindByShare(random: Random): CharacterKind {
  let place = random() * 100;
  for (const kind of ["sloppy", "late", "correcting", "silent", "disputing"] as const) {
    place -= SHARES[kind];
    if (place < 0) return kind;
  }
  return "prompt";
}
