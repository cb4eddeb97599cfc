export interface Word<Kind extends string> {
  readonly text: string;
  readonly kind: Kind;
}

/** Words of several kinds, each list separated by blanks. */
export class Lexicon<Kind extends string> {
  private readonly byFirst = new Map<number, Word<Kind>[]>();

  constructor(lists: Readonly<Record<Kind, string>>) {
    for (const [kind, list] of Object.entries(lists) as [Kind, string][]) {
      for (const text of list.split(/\s+/)) this.add({ text, kind });
    }
    for (const words of this.byFirst.values()) words.sort((a, b) => b.text.length - a.text.length);
  }

  /** The longest word that begins at `at`, so that 还是 hides 还. */
  at(text: string, at: number): Word<Kind> | undefined {
    const words = this.byFirst.get(text.charCodeAt(at));
    return words?.find((word) => word.text.length === 1 || text.startsWith(word.text, at));
  }

  private add(word: Word<Kind>): void {
    const first = word.text.charCodeAt(0);
    const words = this.byFirst.get(first);
    if (words === undefined) this.byFirst.set(first, [word]);
    else words.push(word);
  }
}
