import { changesBetween } from "../domain/edit-distance.ts";

/** A command as somebody may have meant it. */
export interface Meant {
  /** All its words. */
  readonly words: readonly string[];
  /** What people say for it and what it is not: a decision has one exact word. */
  readonly near: readonly string[];
}

const MOST = 2;
const LONGEST = 16;
/** What may stand around a command's words in a message that means it. */
const AROUND = 4;

/** The commands that a message comes near to, the nearest first. */
export function near<M extends Meant>(text: string, all: readonly M[]): M[] {
  const bare = (part: string) => part.toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, "");
  // What the command takes may stand behind the first blank: 己谈 李明.
  const said = [...new Set([bare(text), bare(text.trim().split(/[\s,，:：]/)[0] ?? "")])];
  const usable = said.filter((part) => part.length >= 2 && part.length <= LONGEST);
  return (
    all
      .map((command) => ({ command, distance: Math.min(...usable.map((part) => distance(part, command))) }))
      .filter(({ distance: found }) => found < FAR)
      .sort((a, b) => a.distance - b.distance)
      // What is said word for word is meant, not what it resembles besides.
      .filter(({ distance: found }, _, [first]) => found === 0 || first!.distance > 0)
      .slice(0, MOST)
      .map(({ command }) => command)
  );
}

const FAR = 10;

function distance(said: string, { words, near: others }: Meant): number {
  if (others.includes(said)) return 0;
  return Math.min(...words.map((word) => toWord(said, word)), ...others.map((word) => within(said, word)));
}

function toWord(said: string, word: string): number {
  if (word.length < 2) return FAR;
  const [from, to] = [Array.from(said), Array.from(word)];
  if (from.toSorted().join("") === to.toSorted().join("")) return 1;
  const changes = changesBetween(from, to);
  // Of two characters the other one makes another word: 已阅 is not 已谈.
  const allowed = word.length < 3 ? 0 : word.length < 7 ? 1 : 2;
  return changes <= allowed ? changes : within(said, word);
}

/** 统计表发我一下. */
function within(said: string, word: string): number {
  return word.length >= 2 && said.includes(word) && said.length <= word.length + AROUND ? 3 : FAR;
}
