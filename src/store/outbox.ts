import { createHash } from "node:crypto";
import type { Instant } from "../domain/calendar.ts";
import { type Delivery, type DeliveryState, type Message, type Recipient } from "../domain/delivery.ts";
import { type Database, prepared } from "./database.ts";

/** Plans a delivery; a key that is planned already is left as it is. */
export function plan(db: Database, { key, to, message, ...when }: Delivery, now: Instant): void {
  planToEach(db, [{ key, to }], [message], when, now);
}

/** Plans a message, in its parts, to many: it is stored once, and not at all when everybody has it. */
export function planToEach(
  db: Database,
  each: readonly Pick<Delivery, "key" | "to">[],
  parts: readonly Message[],
  { notBefore, expiresAt }: Pick<Delivery, "notBefore" | "expiresAt">,
  now: Instant,
): void {
  let messageIds: number[] | undefined;
  for (const { key, to } of each) {
    // Else the text, which may differ by now, would stay behind without a delivery.
    if (prepared(db, "select 1 from deliveries where key = ?").get(key) !== undefined) continue;
    messageIds ??= parts.map((part) => messageId(db, part));
    for (const [index, messageId] of messageIds.entries()) {
      prepared(
        db,
        `insert into deliveries (key, member_id, group_target, message_id, state, planned_at, not_before, expires_at)
         values (:key, :memberId, :groupTarget, :messageId, 'planned', :now, :notBefore, :expiresAt)
         on conflict (key) do nothing`,
      ).run({
        key: index === 0 ? key : `${key}-${index + 1}`,
        ...recipientColumns(to),
        messageId,
        now,
        notBefore: notBefore ?? now,
        expiresAt: expiresAt ?? null,
      });
    }
  }
}

function recipientColumns(to: Recipient): { memberId: number | null; groupTarget: string | null } {
  return to.kind === "member"
    ? { memberId: to.memberId, groupTarget: null }
    : { memberId: null, groupTarget: to.target };
}

function messageId(db: Database, message: Message): number {
  const json = JSON.stringify(message);
  const hash = createHash("sha256").update(json).digest("hex");
  prepared(db, "insert into messages (hash, message) values (?, ?) on conflict (hash) do nothing").run(hash, json);
  return prepared<{ id: number }>(db, "select id from messages where hash = ?").get(hash)!.id;
}

export interface OutboxLine {
  readonly id: number;
  readonly key: string;
  readonly to: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly error: string | null;
  readonly plannedAt: Instant;
  readonly sentAt: Instant | null;
  readonly notBefore: Instant;
  readonly expiresAt: Instant | null;
}

export function outboxLines(db: Database, state?: DeliveryState): OutboxLine[] {
  return prepared<OutboxLine>(
    db,
    `select d.id, d.key, coalesce(m.account_shown, d.group_target) as "to", d.state, d.attempts, d.error,
       d.planned_at as plannedAt, d.sent_at as sentAt, d.not_before as notBefore, d.expires_at as expiresAt
     from deliveries d left join members m on m.id = d.member_id
     where :state is null or d.state = :state order by d.id`,
  ).all({ state: state ?? null });
}

/** A person's word on a delivery that the platform left open; false when its state does not need one. */
export function resolveDelivery(db: Database, id: number, as: "sent" | "resend", now: Instant): boolean {
  const change =
    as === "sent"
      ? "state = 'sent', sent_at = :now"
      : "state = 'planned', batch_id = null, not_before = :now, expires_at = null, error = null";
  // A text that was deleted since cannot be sent again.
  const isKept = "message_id not in (select id from messages where hash like 'deleted-%')";
  return (
    prepared(
      db,
      `update deliveries set ${change} where id = :id and state in ('unknown', 'refused')
       and ${as === "sent" ? "true" : isKept}`,
    ).run({ id, now }).changes === 1
  );
}

export function countByState(db: Database): Record<DeliveryState, number> {
  const counts: Record<DeliveryState, number> = { planned: 0, sending: 0, sent: 0, refused: 0, unknown: 0 };
  for (const { state, n } of prepared<{ state: DeliveryState; n: number }>(
    db,
    "select state, count(*) as n from deliveries group by state",
  ).all()) {
    counts[state] = n;
  }
  return counts;
}
