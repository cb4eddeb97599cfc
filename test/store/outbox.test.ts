import { describe, expect, test } from "vitest";
import { deliveryStates } from "../../src/domain/delivery.ts";
import { forgetUpload, saveUpload, settleBatch, uploadOf } from "../../src/store/batches.ts";
import { countByState, outboxLines, resolveDelivery } from "../../src/store/outbox.ts";
import { anOutbox, DAY, type Outbox, START } from "./an-outbox.ts";

const messageRows = ({ db }: Outbox) => db.$client.prepare("select message from messages").pluck().all() as string[];

describe("a planned delivery", () => {
  test("is planned once for a key, whoever plans it and how often", () => {
    const outbox = anOutbox();

    outbox.plan("ask-1-1", 1, "第一次");
    outbox.now += 1000;
    outbox.plan("ask-1-1", 1, "第二次");
    outbox.plan("ask-1-1", 2, "第一次");

    expect(outboxLines(outbox.db)).toEqual([
      {
        id: 1,
        key: "ask-1-1",
        to: "User1",
        state: "planned",
        attempts: 0,
        error: null,
        plannedAt: START,
        sentAt: null,
        notBefore: START,
        expiresAt: null,
      },
    ]);
    expect(messageRows(outbox)[0]).toContain("第一次");
  });

  test("shares its text with all that say the same", () => {
    const outbox = anOutbox();

    outbox.plan("a", 1, "同样");
    outbox.plan("b", 2, "同样");
    outbox.plan("c", "webhook:robot", "同样");
    outbox.plan("d", 3, "另外");

    expect(messageRows(outbox)).toHaveLength(2);
  });

  test("of a long text becomes several messages, and once only", () => {
    const outbox = anOutbox();
    const lines = Array.from({ length: 100 }, (_, index) => `第 ${index} 名 某某党支部：人均 12345.67 分`);

    outbox.plan("long", 1, lines.join("\n"));
    outbox.plan("long", 1, lines.join("\n"));

    expect(outboxLines(outbox.db).map(({ key }) => key)).toEqual(["long", "long-2", "long-3"]);
    const texts = messageRows(outbox).map((message) => (JSON.parse(message) as { text: string }).text);
    expect(texts.join("\n").split("\n")).toEqual(lines);
  });

  test("keeps the time before which and the time from which it is not sent", () => {
    const outbox = anOutbox();

    outbox.plan("a", 1, "早", { notBefore: START + 1000, expiresAt: START + 5000 });

    expect(outboxLines(outbox.db)).toMatchObject([{ notBefore: START + 1000, expiresAt: START + 5000 }]);
  });
});

describe("the list of deliveries", () => {
  test("shows the recipient as the roster or the operator wrote it, in the order of planning", () => {
    const outbox = anOutbox();

    outbox.plan("a", "appchat:School", "一");
    outbox.plan("b", 2, "二");

    expect(outboxLines(outbox.db).map(({ key, to }) => [key, to])).toEqual([
      ["a", "appchat:School"],
      ["b", "User2"],
    ]);
  });

  test("and the counts go by state", () => {
    const outbox = anOutbox();
    outbox.plan("sent", 1);
    outbox.send();
    outbox.plan("refused", 1);
    outbox.send({ kind: "refused", error: "不在可见范围" });
    outbox.plan("unknown", "webhook:robot");
    outbox.send({ kind: "unknown", error: "超时" });
    outbox.plan("sending", 2);
    outbox.claim(outbox.due()[0]!);
    outbox.plan("planned", 3);

    expect(countByState(outbox.db)).toEqual({ planned: 1, sending: 1, sent: 1, refused: 1, unknown: 1 });
    for (const state of deliveryStates) {
      expect(outboxLines(outbox.db, state)).toMatchObject([{ key: state, state }]);
    }
  });

  test("counts nothing where there is nothing", () => {
    expect(countByState(anOutbox().db)).toEqual({ planned: 0, sending: 0, sent: 0, refused: 0, unknown: 0 });
  });
});

describe("a person's word on a delivery", () => {
  const idOf = ({ db }: Outbox, key: string) => outboxLines(db).find((line) => line.key === key)!.id;

  test.each(["unknown", "refused"] as const)("settles one that is %s as sent", (kind) => {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    outbox.send({ kind, error: "超时" });
    outbox.now += 60_000;

    const done = resolveDelivery(outbox.db, idOf(outbox, "a"), "sent", outbox.now);

    expect(done).toBe(true);
    expect(outbox.row("a")).toMatchObject({ state: "sent", sentAt: outbox.now });
    expect(outbox.due()).toEqual([]);
  });

  test.each(["unknown", "refused"] as const)("sends one that is %s again, even when it has expired", (kind) => {
    const outbox = anOutbox();
    outbox.plan("a", 1, "问", { expiresAt: START + 1000 });
    outbox.send({ kind, error: "超时" });
    outbox.now += DAY;

    const done = resolveDelivery(outbox.db, idOf(outbox, "a"), "resend", outbox.now);

    expect(done).toBe(true);
    expect(outbox.row("a")).toMatchObject({ state: "planned", error: null, notBefore: outbox.now });
    expect(outbox.send()).toEqual(["a"]);
    expect(outbox.row("a")).toMatchObject({ state: "sent", attempts: 2 });
  });

  test("is taken once", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    outbox.send({ kind: "unknown", error: "超时" });

    expect(resolveDelivery(outbox.db, 1, "resend", outbox.now)).toBe(true);
    expect(resolveDelivery(outbox.db, 1, "resend", outbox.now)).toBe(false);
    expect(resolveDelivery(outbox.db, 1, "sent", outbox.now)).toBe(false);
  });

  test("is not taken on one that is planned, being sent, or sent, and on none", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    const taken = [resolveDelivery(outbox.db, 1, "sent", outbox.now)];

    const batch = outbox.claim(outbox.due()[0]!)!;
    taken.push(resolveDelivery(outbox.db, 1, "resend", outbox.now));
    settleBatch(outbox.db, batch, { kind: "sent", refused: new Map() }, outbox.now);
    taken.push(resolveDelivery(outbox.db, 1, "resend", outbox.now), resolveDelivery(outbox.db, 99, "sent", outbox.now));

    expect(taken).toEqual([false, false, false, false]);
    expect(outbox.row("a")).toMatchObject({ state: "sent", attempts: 1 });
  });
});

describe("an uploaded file", () => {
  test("is known by its key, newly uploaded by its new handle, and forgotten when it has expired", () => {
    const { db } = anOutbox();
    const known = [uploadOf(db, "chart")];

    saveUpload(db, "chart", "media-1", START);
    known.push(uploadOf(db, "chart"));
    saveUpload(db, "chart", "media-2", START + 1);
    known.push(uploadOf(db, "chart"));
    forgetUpload(db, "chart");
    known.push(uploadOf(db, "chart"));

    expect(known).toEqual([
      undefined,
      { handle: "media-1", uploadedAt: START },
      { handle: "media-2", uploadedAt: START + 1 },
      undefined,
    ]);
  });
});
