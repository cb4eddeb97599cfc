/** What a quarter asked of people, in a branch or in the school; numbers of nobody in particular. */
export interface Burden {
  /** On the lists of the quarter's rounds, and how many of them were asked. */
  readonly members: number;
  readonly asked: number;
  readonly messages: MessageBurden;
  /** How often the bot asked back; null when the messages are no longer kept. */
  readonly questions: number | null;
  readonly reminders: number;
  /** Totals that replaced one given before, totals taken back, and totals given late. */
  readonly corrections: number;
  readonly withdrawn: number;
  readonly late: number;
}

/** Messages that the bot sent to members of its own accord. */
export interface MessageBurden {
  readonly total: number;
  /** A member, rounded to two places; null where nobody is. */
  readonly mean: number | null;
  readonly most: number;
  /** How many members got so many messages, the fewest first. */
  readonly distribution: readonly { readonly messages: number; readonly members: number }[];
}

/** `counts` are the messages of each member, in whatever order. */
export function messageBurden(counts: readonly number[]): MessageBurden {
  const members = new Map<number, number>();
  for (const count of counts) members.set(count, (members.get(count) ?? 0) + 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    total,
    mean: counts.length === 0 ? null : Math.round((total / counts.length) * 100) / 100,
    most: Math.max(0, ...members.keys()),
    distribution: [...members].sort(([a], [b]) => a - b).map(([messages, members]) => ({ messages, members })),
  };
}
