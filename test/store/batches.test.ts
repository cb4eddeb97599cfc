import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { abandonedBatches, type ClaimedBatch, settleBatch } from "../../src/store/batches.ts";
import { openDatabase } from "../../src/store/database.ts";
import { nextDue } from "../../src/store/due-batches.ts";
import { aFolder } from "../support/a-folder.ts";
import { anOutbox, DAY, type Outbox, SENT, START } from "./an-outbox.ts";

describe("a claim", () => {
  test("is had by one of two processes", () => {
    const file = join(aFolder(), "study-points.sqlite");
    const one = anOutbox({ db: openDatabase(file) });
    const two = anOutbox({ db: openDatabase(file) });
    one.plan("a", 1);
    const [batch] = one.due();

    const claims = [two.claim(batch!, "two"), one.claim(batch!, "one"), two.claim(batch!, "two")];

    expect(claims.map((claimed) => claimed !== undefined)).toEqual([true, false, false]);
    expect(one.row("a")).toMatchObject({ state: "sending", attempts: 1 });
    one.db.$client.close();
    two.db.$client.close();
  });

  test("is had by nobody on a batch that is done, or whose time has not come", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    const [batch] = outbox.due();
    outbox.send({ kind: "repeat", at: START + 5000, error: "超时" });

    const early = outbox.claim(batch!);
    outbox.now += 5000;
    outbox.send();

    expect(early).toBeUndefined();
    expect(outbox.claim(batch!)).toBeUndefined();
  });
});

describe("the outcome of a batch", () => {
  /** Two members in one batch, claimed. */
  function claimed(): { outbox: Outbox; batch: ClaimedBatch } {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    outbox.plan("b", 2);
    return { outbox, batch: outbox.claim(outbox.due()[0]!)! };
  }

  test("sent: all were sent but those who were refused, each with the reason", () => {
    const { outbox, batch } = claimed();
    outbox.now += 300;

    settleBatch(outbox.db, batch, { kind: "sent", refused: new Map([[2, "不在可见范围"]]) }, outbox.now);

    expect(outbox.row("a")).toMatchObject({ state: "sent", sentAt: START + 300, error: null });
    expect(outbox.row("b")).toMatchObject({ state: "refused", sentAt: null, error: "不在可见范围" });
    expect(outbox.due()).toEqual([]);
  });

  test("postponed: it was certainly not accepted, and is gathered anew", () => {
    const { outbox, batch } = claimed();

    settleBatch(outbox.db, batch, { kind: "postponed", until: START + 5000, error: "系统繁忙" }, outbox.now);

    expect(outbox.row("a")).toMatchObject({
      state: "planned",
      notBefore: START + 5000,
      error: "系统繁忙",
      sentAt: null,
    });
    expect(outbox.due()).toEqual([]);
    outbox.now += 5000;
    const [again] = outbox.due();
    expect(again).not.toBe(batch.id);
    expect(outbox.claim(again!)).toMatchObject({ uncertain: false, firstAttemptAt: START + 5000 });
    expect(outbox.row("a")).toMatchObject({ attempts: 2 });
  });

  test("repeat: nobody knows, and the identical request follows", () => {
    const { outbox, batch } = claimed();
    outbox.plan("c", 3);

    settleBatch(outbox.db, batch, { kind: "repeat", at: START + 5000, error: "超时" }, outbox.now);

    expect(outbox.row("a")).toMatchObject({ state: "planned", error: "超时", attempts: 1 });
    outbox.now += 5000;
    const again = outbox.claim(batch.id)!;
    expect(again).toMatchObject({ id: batch.id, uncertain: true, firstAttemptAt: START });
    expect(outbox.keysOf(again)).toEqual(["a", "b"]);
    expect(again.messageHash).toBe(batch.messageHash);
  });

  test.each(["unknown", "refused"] as const)("%s: it is over, and nothing goes out again by itself", (kind) => {
    const { outbox, batch } = claimed();

    settleBatch(outbox.db, batch, { kind, error: "超时" }, outbox.now);
    outbox.now += DAY;

    expect(outbox.row("a")).toMatchObject({ state: kind, error: "超时", sentAt: null });
    expect(outbox.row("b")).toMatchObject({ state: kind });
    expect(outbox.due()).toEqual([]);
    expect(nextDue(outbox.db)).toBeUndefined();
  });

  test("is the same when it is written down twice", () => {
    const { outbox, batch } = claimed();

    settleBatch(outbox.db, batch, SENT, outbox.now);
    const once = outbox.row("a");
    settleBatch(outbox.db, batch, SENT, outbox.now);

    expect(outbox.row("a")).toEqual(once);
    expect(outbox.due()).toEqual([]);
  });
});

describe("a claim that nobody will settle", () => {
  function left(): { outbox: Outbox; id: number } {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    const [id] = outbox.due();
    outbox.claim(id!, "one");
    return { outbox, id: id! };
  }
  const found = ({ db, now }: Outbox, process: string, underWay: readonly number[] = []) =>
    abandonedBatches(db, process, new Set(underWay), now).map(({ id }) => id);

  test("is one of this process that it is not working on", () => {
    const { outbox, id } = left();

    expect(found(outbox, "one")).toEqual([id]);
    expect(found(outbox, "one", [id])).toEqual([]);
  });

  test("is one of another process that holds it longer than a call can last", () => {
    const { outbox, id } = left();
    const atOnce = found(outbox, "two");
    outbox.now += 29_999;
    const inTime = found(outbox, "two");
    outbox.now += 1;

    expect([atOnce, inTime]).toEqual([[], []]);
    expect(found(outbox, "two")).toEqual([id]);
  });

  test("is none when it was settled", () => {
    const { outbox } = left();
    const [batch] = abandonedBatches(outbox.db, "one", new Set(), outbox.now);
    settleBatch(outbox.db, batch!, { kind: "unknown", error: "中断" }, outbox.now);

    expect(found(outbox, "one")).toEqual([]);
  });

  test("is given with all that was being sent", () => {
    const { outbox } = left();

    expect(abandonedBatches(outbox.db, "one", new Set(), outbox.now)).toMatchObject([
      { message: { kind: "text", text: "您好" }, firstAttemptAt: START, deliveries: [{ account: "User1" }] },
    ]);
  });
});
