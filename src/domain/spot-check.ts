import { createHmac, createSecretKey } from "node:crypto";
import type { Parameters } from "./policy.ts";

/** How many of `reported` members are checked (四（二）): a share of them rounded up, and never more than there are. */
export function sampleSize(reported: number, { share, atLeast }: Parameters["spotCheck"]): number {
  // 0.07 × 100 is 7.000000000000001.
  const shared = Math.ceil(Number((reported * share).toFixed(9)));
  return Math.min(reported, Math.max(shared, atLeast));
}

/**
 * Who is checked of those who reported in a round (四（二）), in the order of their ids: the smallest by
 * HMAC-SHA256(seed, round ‖ member), so that anybody with the seed finds the same members in whatever order.
 */
export function spotSample(
  seed: Uint8Array,
  roundId: number,
  memberIds: readonly number[],
  rules: Parameters["spotCheck"],
): number[] {
  const size = sampleSize(memberIds.length, rules);
  if (size === 0) return [];
  const key = createSecretKey(seed);
  return memberIds
    .map((id) => ({ id, lot: createHmac("sha256", key).update(`${roundId}\n${id}`).digest("hex") }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}
