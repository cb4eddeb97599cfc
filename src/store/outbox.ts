import { createHash } from "node:crypto";
import { type Instant } from "../domain/calendar.ts";
import { type Delivery, type DeliveryState, type Message, type Recipient } from "../domain/delivery.ts";
import { type Database, prepared } from "./database.ts";
import { is, pick, type RowOf, rows, value } from "./rows.ts";
import { deliveries } from "./schema-messages.ts";

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
  const known = idOfMessage(db, hash);
  if (known !== undefined) return known;
  return Number(prepared(db, "insert into messages (hash, message) values (?, ?)").run(hash, json).lastInsertRowid);
}

const idOfMessage = value<number, [hash: string]>("select id from messages where hash = ?");

const line = rows({
  ...pick(deliveries, "id", "key"),
  to: is<string>("coalesce(members.account_shown, group_target)"),
  ...pick(deliveries, "state", "attempts", "error", "plannedAt", "sentAt", "notBefore", "expiresAt"),
});
export type OutboxLine = RowOf<typeof line>;

const linesIn = line.all<[state: DeliveryState | null]>(
  `select * from deliveries left join members on members.id = member_id
   where :state is null or state = :state order by deliveries.id`,
);

export function outboxLines(db: Database, state?: DeliveryState): OutboxLine[] {
  return linesIn(db, state ?? null);
}

/** A person's word on a delivery that the platform left open; false when its state does not need one. */
export function resolveDelivery(db: Database, id: number, as: "sent" | "resend", now: Instant): boolean {
  const change =
    as === "sent"
      ? "state = 'sent', sent_at = :now"
      : "state = 'planned', batch_id = null, not_before = :now, expires_at = null, expired = 0, error = null";
  // A text that was deleted since cannot be sent again.
  const isKept = "(select deleted from messages where messages.id = message_id) = 0";
  return (
    prepared(
      db,
      `update deliveries set ${change} where id = :id and state in ('unknown', 'refused')
       and ${as === "sent" ? "true" : isKept}`,
    ).run({ id, now }).changes === 1
  );
}

const inState = (state: DeliveryState, among: string) =>
  is<number>(`(select count(*) from deliveries where state = '${state}' and state in (${among}))`);
const UNDER_WAY = "'planned', 'sending'";
const FAILED = "'unknown', 'refused'";
const unsent = rows({
  all: is<number>("coalesce((select max(id) from deliveries), 0)"),
  planned: inState("planned", UNDER_WAY),
  sending: inState("sending", UNDER_WAY),
  refused: inState("refused", FAILED),
  unknown: inState("unknown", FAILED),
}).sole("select *");

/** No delivery is ever deleted, so the last id says how many there are. */
export function countByState(db: Database): Record<DeliveryState, number> {
  const { all, ...counts } = unsent(db);
  const { planned, sending, refused, unknown } = counts;
  return { ...counts, sent: all - planned - sending - refused - unknown };
}

/**
 * Whether something was planned under this key for anybody: what is said once is not said again to whoever comes into
 * the duty later. The keys of what is said to several are `<key>-<member>`.
 */
export function isAnnounced(db: Database, key: string): boolean {
  return (
    prepared(db, "select 1 from deliveries where key > ? and key < ? limit 1").get(`${key}-`, `${key}.`) !== undefined
  );
}
