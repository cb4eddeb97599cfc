import type { Policy } from "../domain/policy.ts";
import type { Services } from "../services.ts";
import type { Round } from "../store/rounds.ts";

/** A private word, once a round, to members whose pace is low (四（五）); advice, never a failure. */
export function adviseMembers(_services: Pick<Services, "db" | "now">, _policy: Policy, _round: Round): void {}
