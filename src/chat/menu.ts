import { commands, type Name } from "./commands.ts";

/**
 * Below the app's conversation, one for all: what every member may do; what officials may do besides stands in their
 * 帮助. A key is the command as it would be written, so that both are read alike.
 */
export const menu = [
  group("我的", "my_score", "undo", "mute"),
  group("结果", "my_rank", "why_talk", "appeal"),
  group("更多", "rules", "privacy", "help"),
] as const;

function group(name: string, ...names: readonly Name[]) {
  const items = names.map((command) => commands[command].words.split(" ")[0]!);
  return { name, items: items.map((word) => ({ name: word, key: word })) };
}
