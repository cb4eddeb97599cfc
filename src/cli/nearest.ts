/** The word that takes the fewest changes to reach, if those are fewer than its letters. */
export function nearest<Word extends string>(text: string, words: readonly Word[]): Word | undefined {
  const letters = Array.from(text.slice(0, 20));
  const [best] = words
    .map((word) => ({ word, changes: changesBetween(letters, Array.from(word)) }))
    .filter(({ word, changes }) => changes < word.length)
    .sort((a, b) => a.changes - b.changes);
  return best?.word;
}

/** Letters to add, drop or replace (Levenshtein). */
function changesBetween(from: readonly string[], to: readonly string[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of from.entries()) {
    const next = [index + 1];
    for (const [place, other] of to.entries()) {
      const replaced = (row[place] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
