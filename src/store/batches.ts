import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { type Instant } from "../domain/calendar.ts";
import { type DeliveryState, type Message } from "../domain/delivery.ts";
import { type Database, prepared, transaction } from "./database.ts";
import { exists, is, pick, type RowOf, rows } from "./rows.ts";
import { batches, deliveries, messages, uploads } from "./schema-messages.ts";

const delivery = rows({
  ...pick(deliveries, "id", "memberId"),
  /** The workspace user id as the roster writes it. */
  account: is<string | null>("members.account_shown"),
  ...pick(deliveries, "groupTarget", "attempts"),
});
const deliveriesIn = delivery.all<[batchId: number]>(
  `select * from deliveries left join members on members.id = member_id
   where batch_id = ? and state = 'sending' order by deliveries.id`,
);

const claimed = rows({
  id: batches.id,
  message: messages.message,
  messageHash: messages.hash,
  firstAttemptAt: is<Instant>("first_attempt_at"),
  uncertain: batches.uncertain,
  claimedAt: is<Instant>("claimed_at"),
  claimedBy: is<string>("claimed_by"),
});
const claimedById = claimed.one<[id: number]>(
  "select * from batches join messages on messages.id = message_id where batches.id = ?",
);

export interface ClaimedBatch extends RowOf<typeof claimed> {
  readonly deliveries: readonly RowOf<typeof delivery>[];
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
  return { ...claimedById(db, id)!, deliveries: deliveriesIn(db, id) };
}

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

const holdsClaim = exists<[id: number, claimedBy: string, claimedAt: Instant]>(
  "select 1 from batches where id = ? and done = 0 and claimed_by = ? and claimed_at = ?",
);

/** Somebody who stood still for too long finds that his batch was taken over. */
function isStillClaimed(db: Database, { id, claimedBy, claimedAt }: ClaimedBatch): boolean {
  return holdsClaim(db, id, claimedBy, claimedAt);
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

const unsettled = rows({ id: batches.id, claimedBy: batches.claimedBy }).all<[process: string, before: Instant]>(
  "select * from batches where done = 0 and claimed_at is not null and (claimed_by = ? or claimed_at <= ?)",
);

/** Claims that nobody will settle: of a process that has died, or of this one when it lost them. */
export function abandonedBatches(
  db: Database,
  process: string,
  underWay: ReadonlySet<number>,
  now: Instant,
): ClaimedBatch[] {
  return unsettled(db, process, now - CLAIM_MS)
    .filter(({ id, claimedBy }) => !(claimedBy === process && underWay.has(id)))
    .map(({ id }) => claimedBatch(db, id));
}

/** The handle of a file that was handed to the platform, so that a repeated request names the same one. */
export const uploadOf = rows(pick(uploads, "handle", "uploadedAt")).one<[key: string]>(
  "select * from uploads where key = ?",
);

export function saveUpload(db: Database, key: string, handle: string, uploadedAt: Instant): void {
  const set = { handle, uploadedAt };
  db.insert(uploads)
    .values({ key, ...set })
    .onConflictDoUpdate({ target: uploads.key, set })
    .run();
}

/** Every file is handed over anew. */
export function forgetUploads(db: Database): void {
  db.delete(uploads).run();
}

export function forgetUpload(db: Database, key: string): void {
  db.delete(uploads).where(eq(uploads.key, key)).run();
}

/** What a file is made from has changed: it is uploaded anew when the same message is sent to members again. */
export function forgetFile(db: Database, message: Message): void {
  forgetUpload(db, createHash("sha256").update(JSON.stringify(message)).digest("hex"));
}
