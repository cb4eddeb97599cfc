import { expect, test } from "vitest";
import { commands, type Name } from "../../src/chat/commands.ts";
import { type Wording, wordsIn } from "../../src/chat/read/commands.ts";

const rows = Object.entries(commands) as unknown as [Name, Wording][];

test("no word stands in two rows of the table, nor twice in one list", () => {
  const owners = new Map<string, Name>();
  const taken: string[] = [];
  for (const [name, { words, or }] of rows) {
    for (const list of or === undefined ? [words] : [words, or[0]]) {
      const said = wordsIn(list).map((word) => word.toLowerCase());
      for (const [index, word] of said.entries()) {
        const owner = owners.get(word);
        if ((owner ?? name) !== name || said.indexOf(word) !== index) taken.push(`${word}: ${owner}, ${name}`);
        owners.set(word, name);
      }
    }
  }

  expect(taken).toEqual([]);
  expect(owners.size).toBeGreaterThan(150);
});

test("no row's pattern is another row's word", () => {
  const all = rows.flatMap(([name, { words }]) => wordsIn(words).map((word) => [word, name] as const));
  for (const [name, { pattern }] of rows) {
    expect(
      all.filter(([word, owner]) => owner !== name && pattern?.test(word)),
      name,
    ).toEqual([]);
  }
});
