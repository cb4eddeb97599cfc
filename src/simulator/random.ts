/** Random numbers that a seed repeats: the same parts give the same sequence on every machine. */
export type Random = () => number;

export function seeded(...parts: readonly (string | number)[]): Random {
  let state = fnv1a(parts.join("\u0000"));
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** For `WeComOptions.randomBytes`. */
export function seededBytes(...parts: readonly (string | number)[]): (count: number) => Buffer {
  const random = seeded(...parts);
  return (count) => Buffer.from(Array.from({ length: count }, () => integer(random, 0, 255)));
}

/** A whole number from `from` to `to`, both included. */
export function integer(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[integer(random, 0, list.length - 1)] ?? list[0];
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
