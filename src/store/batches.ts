import type { Instant } from "../domain/calendar.ts";
import type { DeliveryState, Message } from "../domain/delivery.ts";
import { type Database, prepared, transaction } from "./database.ts";

export interface ClaimedDelivery {
  readonly id: number;
  readonly memberId: number | null;
  /** The workspace user id as the roster writes it. */
  readonly account: string | null;
  readonly groupTarget: string | null;
  readonly attempts: number;
}

export interface ClaimedBatch {
  readonly id: number;
  readonly claimedAt: Instant;
  readonly claimedBy: string;
  readonly message: Message;
  readonly messageHash: string;
  readonly firstAttemptAt: Instant;
  readonly uncertain: boolean;
  readonly deliveries: readonly ClaimedDelivery[];
}

/** Marks a batch as being sent by `process`. Undefined when somebody else has it or it is done. */
export function claimBatch(db: Database, id: number, process: string, now: Instant): ClaimedBatch | undefined {
  return transaction(db, () => {
    const claimed = prepared(
      db,
      `update batches set claimed_at = :now, claimed_by = :process, first_attempt_at = coalesce(first_attempt_at, :now)
       where id = :id and done = 0 and claimed_at is null and not_before <= :now`,
    ).run({ id, process, now });
    if (claimed.changes === 0) return undefined;
    prepared(
      db,
      "update deliveries set state = 'sending', attempts = attempts + 1 where batch_id = ? and state = 'planned'",
    ).run(id);
    return claimedBatch(db, id);
  });
}

function claimedBatch(db: Database, id: number): ClaimedBatch {
  const { message, uncertain, ...batch } = prepared<ClaimedRow>(
    db,
    `select m.message, m.hash as messageHash, b.first_attempt_at as firstAttemptAt, b.uncertain,
       b.claimed_at as claimedAt, b.claimed_by as claimedBy
     from batches b join messages m on m.id = b.message_id where b.id = ?`,
  ).get(id)!;
  const deliveries = prepared<ClaimedDelivery>(
    db,
    `select d.id, d.member_id as memberId, m.account_shown as account, d.group_target as groupTarget, d.attempts
     from deliveries d left join members m on m.id = d.member_id
     where d.batch_id = ? and d.state = 'sending' order by d.id`,
  ).all(id);
  return { id, ...batch, message: JSON.parse(message) as Message, uncertain: uncertain === 1, deliveries };
}

type ClaimedRow = Pick<ClaimedBatch, "messageHash" | "firstAttemptAt" | "claimedAt" | "claimedBy"> & {
  readonly message: string;
  readonly uncertain: number;
};

/** What became of a claimed batch. */
export type Outcome =
  /** Accepted; `refused` by delivery id, with the reason. */
  | { readonly kind: "sent"; readonly refused: ReadonlyMap<number, string> }
  /** Certainly not accepted: planned anew. */
  | { readonly kind: "postponed"; readonly until: Instant; readonly error: string }
  /** Nobody knows: the identical request is repeated. */
  | { readonly kind: "repeat"; readonly at: Instant; readonly error: string }
  /** Nobody knows, and repeating could double it: a person decides. */
  | { readonly kind: "unknown"; readonly error: string }
  | { readonly kind: "refused"; readonly error: string };

/** That it was sent is a fact, whoever has the batch by now; every other outcome counts only while the claim holds. */
export function settleBatch(db: Database, batch: ClaimedBatch, outcome: Outcome, now: Instant): void {
  transaction(db, () => {
    if (outcome.kind !== "sent" && !isStillClaimed(db, batch)) return;
    switch (outcome.kind) {
      case "sent": {
        const sent = prepared(db, "update deliveries set state = 'sent', sent_at = ?, error = null where id = ?");
        const refused = prepared(db, "update deliveries set state = 'refused', error = ? where id = ?");
        for (const { id } of batch.deliveries) {
          const reason = outcome.refused.get(id);
          if (reason === undefined) sent.run(now, id);
          else refused.run(reason, id);
        }
        return finish(db, batch.id);
      }
      case "postponed":
        prepared(
          db,
          `update deliveries set state = 'planned', batch_id = null, not_before = ?, error = ?
           where batch_id = ? and state = 'sending'`,
        ).run(outcome.until, outcome.error, batch.id);
        return finish(db, batch.id);
      case "repeat":
        setState(db, batch.id, "planned", outcome.error);
        prepared(db, "update batches set claimed_at = null, uncertain = 1, not_before = ? where id = ?").run(
          outcome.at,
          batch.id,
        );
        return;
      case "unknown":
      case "refused":
        setState(db, batch.id, outcome.kind, outcome.error);
        return finish(db, batch.id);
      default:
        return outcome satisfies never;
    }
  });
}

/** Somebody who stood still for too long finds that his batch was taken over. */
function isStillClaimed(db: Database, { id, claimedBy, claimedAt }: ClaimedBatch): boolean {
  const claim = "select 1 from batches where id = ? and done = 0 and claimed_by = ? and claimed_at = ?";
  return prepared(db, claim).get(id, claimedBy, claimedAt) !== undefined;
}

function setState(db: Database, batchId: number, state: DeliveryState, error: string): void {
  prepared(db, "update deliveries set state = ?, error = ? where batch_id = ? and state = 'sending'").run(
    state,
    error,
    batchId,
  );
}

function finish(db: Database, batchId: number): void {
  prepared(db, "update batches set done = 1, claimed_at = null where id = ?").run(batchId);
}

/** A call to the platform ends within 10 seconds; who holds a claim longer is not alive any more. */
const CLAIM_MS = 30_000;

/** Claims that nobody will settle: of a process that has died, or of this one when it lost them. */
export function abandonedBatches(
  db: Database,
  process: string,
  underWay: ReadonlySet<number>,
  now: Instant,
): ClaimedBatch[] {
  return prepared<{ id: number; claimedBy: string }>(
    db,
    `select id, claimed_by as claimedBy from batches
     where done = 0 and claimed_at is not null and (claimed_by = :process or claimed_at <= :before)`,
  )
    .all({ process, before: now - CLAIM_MS })
    .filter(({ id, claimedBy }) => !(claimedBy === process && underWay.has(id)))
    .map(({ id }) => claimedBatch(db, id));
}
