import type { Certainty } from "./numbers.ts";
import { type Role, Signs } from "./signs.ts";
import type { Token } from "./tokens.ts";
import type { WordKind } from "./words.ts";

/** What ties a number to the one before it: A+B, A-B or A到B, A还是B, A不是B. */
export type Joint = "plus" | "range" | "or" | "not";

export interface Figure {
  readonly value: number | undefined;
  readonly certainty: Certainty;
  readonly joint: Joint | undefined;
  role: Role;
  /** 大概, 左右 … around it. */
  hedged: boolean;
  /** Part of a question. */
  asked: boolean;
  /** Whose it is: the person named last before it, or else first after it. */
  owner: "me" | "name" | undefined;
}

export interface Labelled {
  readonly figures: readonly Figure[];
  /** 没变, 和上次一样. */
  readonly unchanged: boolean;
}

/** What stands between the last number and here; `more`: so much that nothing ties them. */
type Since = "nothing" | "bracket" | "comma" | "to" | "more" | Joint;

/** Gives every number of a message its role (domain.md §8.7, §8.4, and the doubts of §8.8). */
export function label(tokens: readonly Token[]): Labelled {
  const labeller = new Labeller(tokens);
  for (const [index, token] of tokens.entries()) labeller.take(token, index);
  labeller.endClause();
  return labeller;
}

function jointOf(since: Since): Joint | undefined {
  if (since === "to") return "range";
  return since === "nothing" || since === "bracket" || since === "comma" || since === "more" ? undefined : since;
}

/** What a rise ends in: 从11020|到12345 in a total, 差655|到13000 in a goal. */
function roleOfEnd(start: Figure | undefined): Role | undefined {
  if (start?.role === "past" || start?.role === "increment") return "target";
  return start?.role === "other" ? "other" : undefined;
}

class Labeller implements Labelled {
  readonly figures: Figure[] = [];
  unchanged = false;

  private readonly tokens: readonly Token[];
  private readonly signs = new Signs();
  /** The numbers of this sentence, which a question mark may concern. */
  private sentence: Figure[] = [];
  private last: Figure | undefined;
  private since: Since = "more";
  private sameClause = false;
  /** Words without a meaning stand between the signs and here. */
  private gap = false;
  /** The signs began right behind the last number. */
  private behind = false;
  private speaker: Figure["owner"];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  take(token: Token, index: number): void {
    switch (token.kind) {
      case "link":
        return;
      case "open":
        if (this.since === "nothing") this.since = "bracket";
        return;
      case "number":
        return this.number(token.value, token.certainty);
      case "comma":
        return this.endClause();
      case "close":
        return this.signsBehind();
      case "stop":
        return this.endSentence();
      case "question":
        for (const figure of this.sentence) figure.asked = true;
        return this.endSentence();
      case "date":
        this.since = "more";
        return;
      case "me":
        this.nameOwner("me");
        return this.sign("current");
      case "name":
      case "them":
        this.nameOwner("name");
        this.signs.clear();
        this.since = "more";
        return;
      case "or":
        if (this.adjacent()) this.since = "or";
        return;
      case "not":
        if (this.adjacent()) this.since = "not";
        else this.sign(this.tokens[index + 1]?.kind === "comma" ? "target" : "not");
        return;
      case "to":
        if (this.since === "nothing") this.since = "to";
        return;
      case "dash":
        if (this.since === "nothing") this.since = "range";
        return;
      case "plus":
        return this.plus(this.tokens[index + 1]);
      case "equals":
        if (this.since === "nothing") this.sign("target");
        return;
      case "arrow":
        if (this.last !== undefined && this.since === "nothing") this.last.role = "past";
        return this.sign("target");
      case "wrong":
        this.deny();
        return this.sign("target");
      case "short":
        if (this.touching()) this.hedgeLast();
        return this.sign("other");
      case "orSo":
        if (this.touching()) this.hedgeLast();
        return;
      case "many":
        return this.touching() ? this.hedgeLast() : this.sign("increment");
      case "about":
      case "nearly":
        return this.adjacent() && this.clauseEndsBehind(index) ? this.hedgeLast() : this.sign(token.kind);
      case "query":
        if (this.last !== undefined && this.sameClause) this.last.asked = true;
        return this.sign("query");
      case "unchanged":
        this.unchanged = true;
        return this.passOver();
      case "same":
        this.unchanged ||= this.signs.has("past");
        return this.passOver();
      case "text":
      case "picture":
        return this.passOver();
      default:
        return this.sign(token.kind);
    }
  }

  endClause(): void {
    this.signsBehind();
    if (this.gap) this.signs.clear();
    else this.signs.keepFar();
    this.gap = false;
    this.sameClause = false;
    this.since = this.adjacent() ? "comma" : "more";
  }

  private endSentence(): void {
    this.endClause();
    this.since = "more";
    this.sentence = [];
  }

  private number(value: number | undefined, certainty: Certainty): void {
    const { signs, last } = this;
    const end = this.since === "to" ? roleOfEnd(last) : undefined;
    const joint = end === undefined ? jointOf(this.since) : undefined;
    // 12345=11020+1325 does not equal its first term.
    if (joint === "plus" && last?.role === "target") last.role = "plain";
    this.last = {
      value,
      certainty,
      joint,
      role: end ?? signs.roleOf(value ?? 0),
      hedged: signs.has("about") || signs.has("nearly"),
      asked: signs.has("query"),
      owner: this.speaker,
    };
    this.figures.push(this.last);
    this.sentence.push(this.last);
    signs.clear();
    this.since = "nothing";
    this.sameClause = true;
    this.gap = false;
    this.behind = false;
  }

  private sign(kind: WordKind): void {
    if (this.touching() && this.signs.none) this.behind = true;
    this.signs.add(kind);
    this.since = "more";
  }

  /** Signs behind a number without others are about it, unless a number follows in the clause. */
  private signsBehind(): void {
    if (this.behind && this.last?.role === "plain" && this.signs.postposed) {
      this.last.role = this.signs.roleOf(this.last.value ?? 0);
      this.signs.clear();
    }
    this.behind = false;
  }

  private passOver(): void {
    this.gap = true;
    this.behind = false;
    this.since = "more";
    this.signs.keepLasting();
  }

  /** `A+B`, `12000+`, or `+1325`. */
  private plus(next: Token | undefined): void {
    if (this.since !== "nothing") this.sign("increment");
    else if (next?.kind === "number") this.since = "plus";
    else this.hedgeLast();
  }

  private deny(): void {
    const wrong = this.sentence.at(-1);
    if (wrong !== undefined) wrong.role = "denied";
  }

  private hedgeLast(): void {
    if (this.last !== undefined) this.last.hedged = true;
  }

  private nameOwner(owner: "me" | "name"): void {
    if (this.speaker === undefined) for (const figure of this.figures) figure.owner = owner;
    this.speaker = owner;
  }

  private touching(): boolean {
    return this.since === "nothing" || this.since === "bracket";
  }

  private adjacent(): boolean {
    return this.touching() || this.since === "comma";
  }

  private clauseEndsBehind(index: number): boolean {
    let next = index + 1;
    while (this.tokens[next]?.kind === "link" || this.tokens[next]?.kind === "orSo") next += 1;
    const kind = this.tokens[next]?.kind;
    return kind === undefined || kind === "comma" || kind === "stop" || kind === "close" || kind === "question";
  }
}
