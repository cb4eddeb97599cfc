import { holds } from "../acts/act.ts";
import type { Topic } from "../domain/topic.ts";
import type { Standing } from "../messages/remarks.ts";
import { commands } from "./commands.ts";
import { near } from "./near.ts";
import { nearWords } from "./near-words.ts";
import type { Turn } from "./turn.ts";

type Name = keyof typeof commands;

/** Words of courtesy mean a decision only while one waits for the sender. */
const DECISIONS: ReadonlySet<Name> = new Set(["approve", "return"]);
/** What these are about is known; a command that resembles them is not meant. */
const CLEAR: ReadonlySet<Topic> = new Set(["thanks", "greeting", "bye", "sorry", "later", "left", "no words"]);

const meant = (Object.keys(commands) as Name[]).map((name) => {
  const { words, right, help } = commands[name];
  const all = words.split(/\s+/);
  // As the help writes it, without what may be left out.
  const written = typeof help === "string" || help[0].includes(" / ") ? all[0]! : help[0].replace(/ \[.*?\]/g, "");
  return { name, right, form: written, words: all, near: nearWords[name]?.split(/\s+/) ?? [] };
});

/** The commands that the sender may give and that a message comes near to, as they are written. */
export function suggestions(
  turn: Turn,
  text: string,
  topic: Topic | undefined,
  waits: Standing["waits"],
): readonly string[] {
  if (topic !== undefined && CLEAR.has(topic)) return [];
  const waiting = new Set(waits.map(({ command }) => command));
  const isOpen = (name: Name) => !DECISIONS.has(name) || waiting.has("approve");
  const usable = meant.filter(({ name, right }) => isOpen(name) && holds(turn, right));
  const found = near(text, usable);
  // A question that is understood is answered; only what is a decision or an exact saying goes before.
  return topic === undefined || found.some(({ near: words }) => words.includes(text))
    ? found.map(({ form }) => form)
    : [];
}
