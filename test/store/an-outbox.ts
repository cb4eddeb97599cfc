import { type Delivery, partsOf } from "../../src/domain/delivery.ts";
import { type ClaimedBatch, claimBatch, type Outcome, settleBatch } from "../../src/store/batches.ts";
import { type Database } from "../../src/store/database.ts";
import { formBatches, openBatches, type SendLimits } from "../../src/store/due-batches.ts";
import { planToEach } from "../../src/store/outbox.ts";
import { anEmptyDatabase } from "../support/an-empty-database.ts";

/** 2026-11-18 10:00 in Shanghai. */
export const START = Date.parse("2026-11-18T10:00:00+08:00");
export const MIDNIGHT = Date.parse("2026-11-18T00:00:00+08:00");
export const DAY = 86_400_000;

/** WeCom's, but for the day's, which nobody reaches. */
export const LIMITS: SendLimits = { membersPerCall: 1000, perMemberMinute: 25, perGroupMinute: 20, perDay: 1_000_000 };

export interface Row {
  readonly key: string;
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly notBefore: number;
  readonly sentAt: number | null;
}

/** Planned deliveries and a sender that does what it is told. */
export interface Outbox {
  readonly db: Database;
  now: number;
  /** Plans a text to member n (1, 2, …) or to a group. */
  plan(key: string, to: number | string, text?: string, more?: Partial<Delivery>): void;
  /** Gathers what is due and gives the batches that may be sent now. */
  due(limits?: Partial<SendLimits>): number[];
  claim(batch: number, process?: string): ClaimedBatch | undefined;
  /** Gathers, claims and settles everything that is due; the keys in the order in which they went. */
  send(outcome?: Outcome | ((batch: ClaimedBatch) => Outcome), limits?: Partial<SendLimits>): string[];
  row(key: string): Row;
  /** Keys of a batch's deliveries. */
  keysOf(batch: ClaimedBatch): string[];
}

export const SENT: Outcome = { kind: "sent", refused: new Map() };

export function anOutbox({ members = 3, db = anEmptyDatabase() } = {}): Outbox {
  for (let id = 1; id <= members; id += 1) {
    db.$client
      .prepare("insert or ignore into members (id, account, account_shown, name) values (?, ?, ?, ?)")
      .run(id, `user${id}`, `User${id}`, `党员${id}`);
  }
  const key = db.$client.prepare("select key from deliveries where id = ?").pluck();

  const outbox: Outbox = {
    db,
    now: START,
    plan(key, to, text = "您好", more = {}) {
      const recipient = typeof to === "number" ? ({ kind: "member", memberId: to } as const) : group(to);
      planToEach(db, [{ key, to: recipient }], partsOf({ kind: "text", text }, 2048), more, outbox.now);
    },
    due(limits = {}) {
      const startOfDay = MIDNIGHT + Math.floor((outbox.now - MIDNIGHT) / DAY) * DAY;
      while (formBatches(db, { ...LIMITS, ...limits }, outbox.now, startOfDay));
      return openBatches(db, outbox.now);
    },
    claim: (batch, process = "one") => claimBatch(db, batch, process, outbox.now),
    send(outcome = SENT, limits = {}) {
      return outbox.due(limits).flatMap((id) => {
        const batch = outbox.claim(id)!;
        settleBatch(db, batch, typeof outcome === "function" ? outcome(batch) : outcome, outbox.now);
        return outbox.keysOf(batch);
      });
    },
    row: (of) =>
      db.$client
        .prepare(
          "select key, state, attempts, error, not_before as notBefore, sent_at as sentAt from deliveries where key = ?",
        )
        .get(of) as Row,
    keysOf: ({ deliveries }) => deliveries.map(({ id }) => key.get(id) as string),
  };
  return outbox;
}

function group(target: string): Delivery["to"] {
  return { kind: "group", target };
}
