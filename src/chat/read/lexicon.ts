export interface Word<Kind> {
  readonly text: string;
  readonly kind: Kind;
}

/** Words of several kinds, each list separated by blanks. */
export class Lexicon<Kind> {
  private readonly byFirst: ReadonlyMap<number, readonly Word<Kind>[]>;

  constructor(lists: readonly (readonly [list: string, kind: Kind])[]) {
    const words = lists.flatMap(([list, kind]) => list.split(/\s+/).map((text) => ({ text, kind })));
    words.sort((a, b) => b.text.length - a.text.length);
    this.byFirst = Map.groupBy(words, ({ text }) => text.charCodeAt(0));
  }

  /** The longest word that begins at `at`, so that 还是 hides 还. */
  at(text: string, at: number): Word<Kind> | undefined {
    return this.byFirst
      .get(text.charCodeAt(at))
      ?.find((word) => word.text.length === 1 || text.startsWith(word.text, at));
  }
}

/** Where the piece of a text ends that begins at `at` and has this form, given as a sticky pattern. */
export function endOf(form: RegExp, text: string, at: number): number | undefined {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : undefined;
}
