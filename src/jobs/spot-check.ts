import type { Policy } from "../domain/policy.ts";
import type { Services } from "../services.ts";
import type { RoundWithBranch } from "../store/rounds.ts";

/** Asks a sample of those who reported to show the live page (四（二）). */
export function askSpotChecks(
  _services: Pick<Services, "db" | "now" | "random">,
  _policy: Policy,
  _round: RoundWithBranch,
): void {}
