import { describe, expect, test } from "vitest";
import { settleBatch } from "../../src/store/batches.ts";
import { EXPIRED, nextDue } from "../../src/store/due-batches.ts";
import { anOutbox, DAY, MIDNIGHT, type Outbox, SENT, START } from "./an-outbox.ts";

const MINUTE = 60_000;
/** A minute and what the platform's minute may begin apart from ours. */
const WAIT = 61_000;
const later: Parameters<Outbox["send"]>[0] = { kind: "postponed", until: START + 5000, error: "系统繁忙" };

describe("what is due is gathered", () => {
  test("into one batch where it is the same text to many members", () => {
    const outbox = anOutbox();
    for (const member of [1, 2, 3]) outbox.plan(`ask-${member}`, member, "请填报");

    const [batch, ...others] = outbox.due();

    expect(others).toEqual([]);
    expect(outbox.claim(batch!)).toMatchObject({
      message: { kind: "text", text: "请填报" },
      firstAttemptAt: START,
      uncertain: false,
      deliveries: [
        { memberId: 1, account: "User1", groupTarget: null, attempts: 1 },
        { memberId: 2, account: "User2", groupTarget: null, attempts: 1 },
        { memberId: 3, account: "User3", groupTarget: null, attempts: 1 },
      ],
    });
  });

  test("into no more members a batch than one call takes", () => {
    const outbox = anOutbox({ members: 7 });
    for (let member = 1; member <= 7; member += 1) outbox.plan(`ask-${member}`, member);

    const sizes = outbox.due({ membersPerCall: 3 }).map((id) => outbox.claim(id)!.deliveries.length);

    expect(sizes).toEqual([3, 3, 1]);
  });

  test("into a batch of its own for every group", () => {
    const outbox = anOutbox();
    outbox.plan("a", "appchat:school", "通报");
    outbox.plan("b", "webhook:robot", "通报");
    outbox.plan("c", 1, "通报");

    const batches = outbox.due().map((id) => outbox.keysOf(outbox.claim(id)!));

    expect(new Set(batches.map((keys) => keys.join()))).toEqual(new Set(["a", "b", "c"]));
  });

  test("once: gathered again at the same time it is the same batches", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1);

    const first = outbox.due();
    const second = outbox.due();

    expect(first).toHaveLength(1);
    expect(second).toEqual(first);
  });

  test("whole, however much it is", () => {
    const outbox = anOutbox({ members: 4500 });
    for (let member = 1; member <= 4500; member += 1) outbox.plan(`ask-${member}`, member);

    expect(outbox.send()).toHaveLength(4500);
  });

  test("not before its time", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1, "早", { notBefore: START + 1000 });

    const before = outbox.send();
    outbox.now += 1000;
    const then = outbox.send();

    expect([before, then]).toEqual([[], ["a"]]);
  });
});

describe("to one recipient", () => {
  test.each([1, "appchat:school"])("everything goes in the order in which it was planned: %s", (to) => {
    const outbox = anOutbox();
    for (const key of ["a", "b", "c"]) outbox.plan(key, to, key);

    expect([outbox.send(), outbox.send(), outbox.send(), outbox.send()]).toEqual([["a"], ["b"], ["c"], []]);
  });

  test("nothing overtakes what is being sent, is tried again, or is repeated", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1, "一");
    outbox.plan("b", 1, "二");

    const batch = outbox.claim(outbox.due()[0]!)!;
    const whileSending = outbox.due();
    settleBatch(outbox.db, batch, later, outbox.now);
    const whilePostponed = outbox.due();
    outbox.now += 5000;
    outbox.send({ kind: "repeat", at: outbox.now + 5000, error: "超时" });
    const whileUncertain = outbox.due();
    outbox.now += 5000;

    expect([whileSending, whilePostponed, whileUncertain]).toEqual([[], [], []]);
    expect([outbox.send(), outbox.send()]).toEqual([["a"], ["b"]]);
  });

  test.each(["refused", "unknown"] as const)("what is %s holds up nothing", (kind) => {
    const outbox = anOutbox();
    outbox.plan("a", 1, "一");
    outbox.plan("b", 1, "二");

    outbox.send({ kind, error: "不行" });

    expect(outbox.send()).toEqual(["b"]);
  });

  test("what waits for the morning holds up nothing, and goes in the morning", () => {
    const outbox = anOutbox();
    outbox.plan("morning", 1, "早上好", { notBefore: START + 10 * 3_600_000 });
    outbox.plan("now", 1, "现在");

    const now = outbox.send();
    outbox.now = START + 10 * 3_600_000;

    expect(now).toEqual(["now"]);
    expect(outbox.send()).toEqual(["morning"]);
  });

  test("what one recipient waits for holds up no other", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1, "一");
    outbox.send(later);
    outbox.plan("b", 1, "二");
    outbox.plan("c", 2, "二");
    outbox.plan("d", "webhook:robot", "二");

    expect(new Set(outbox.send())).toEqual(new Set(["c", "d"]));
  });
});

describe("the limits of a minute", () => {
  /** Sends whatever is due, then moves the clock to what is due next; the times and keys in the order sent. */
  function sendAll(outbox: Outbox): { key: string; at: number }[] {
    const sent: { key: string; at: number }[] = [];
    for (;;) {
      const keys = outbox.send();
      sent.push(...keys.map((key) => ({ key, at: outbox.now })));
      if (keys.length > 0) continue;
      const due = nextDue(outbox.db);
      if (due === undefined) return sent;
      expect(due).toBeGreaterThan(outbox.now);
      outbox.now = due;
    }
  }

  const mostInAMinute = (times: readonly number[]) =>
    Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE).length));

  test.each([
    ["a member", 1, 25],
    ["a group", "webhook:robot", 20],
  ] as const)("let %s have no more than its limit, in order, and lose nothing: %s", (_, to, limit) => {
    const outbox = anOutbox();
    const keys = Array.from({ length: 70 }, (_, index) => `m-${index}`);
    for (const key of keys) outbox.plan(key, to, key);

    const sent = sendAll(outbox);

    expect(sent.map(({ key }) => key)).toEqual(keys);
    expect(mostInAMinute(sent.map(({ at }) => at))).toBe(limit);
    expect(sent.at(-1)!.at).toBe(START + (Math.ceil(70 / limit) - 1) * WAIT);
  });

  test("do not let later words overtake those that wait", () => {
    const outbox = anOutbox();
    for (let index = 0; index < 27; index += 1) outbox.plan(`m-${index}`, 1, `${index}`);
    while (outbox.send().length > 0);
    outbox.now += 30_000;
    outbox.plan("later", 1, "后来");

    const meanwhile = outbox.send();

    expect(meanwhile).toEqual([]);
    expect(sendAll(outbox).map(({ key }) => key)).toEqual(["m-25", "m-26", "later"]);
  });

  test("of one member and one group are nobody else's", () => {
    const outbox = anOutbox();
    for (let index = 0; index < 26; index += 1) {
      outbox.plan(`m-${index}`, 1, `${index}`);
      outbox.plan(`g-${index}`, "webhook:robot", `${index}`);
    }
    while (outbox.send().length > 0);
    outbox.plan("member", 2);
    outbox.plan("group", "appchat:school");

    expect(new Set(outbox.send())).toEqual(new Set(["member", "group"]));
  });
});

describe("the limit of a day", () => {
  test("lets members wait until midnight, and groups not at all", () => {
    const outbox = anOutbox();
    for (const member of [1, 2, 3]) outbox.plan(`m-${member}`, member);
    outbox.plan("group", "appchat:school");
    const limits = { perDay: 2 };

    const today = [outbox.send(SENT, limits), outbox.send(SENT, limits)].flat();
    const due = nextDue(outbox.db);
    outbox.now = MIDNIGHT + DAY;
    const tomorrow = outbox.send(SENT, limits);

    expect(new Set(today)).toEqual(new Set(["m-1", "m-2", "group"]));
    expect(due).toBe(MIDNIGHT + DAY);
    expect(tomorrow).toEqual(["m-3"]);
  });

  test("counts what was sent, not what was refused", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    outbox.send({ kind: "refused", error: "不行" }, { perDay: 1 });
    outbox.plan("b", 2);

    expect(outbox.send(SENT, { perDay: 1 })).toEqual(["b"]);
  });
});

describe("what has expired", () => {
  test("is refused unsent, and what has not is sent", () => {
    const outbox = anOutbox();
    outbox.plan("over", 1, "一", { expiresAt: START });
    outbox.plan("just", 2, "二", { expiresAt: START + 1 });

    expect(outbox.send()).toEqual(["just"]);
    expect(outbox.row("over")).toMatchObject({ state: "refused", error: EXPIRED, attempts: 0, sentAt: null });
  });

  test("while a limit held it up is refused too", () => {
    const outbox = anOutbox();
    for (let index = 0; index < 25; index += 1) outbox.plan(`m-${index}`, 1, `${index}`);
    while (outbox.send().length > 0);
    outbox.plan("late", 1, "晚", { expiresAt: START + 30_000 });
    outbox.send();
    outbox.now += WAIT;

    expect(outbox.send()).toEqual([]);
    expect(outbox.row("late")).toMatchObject({ state: "refused", error: EXPIRED });
  });

  test("does not leave a batch whose outcome is uncertain: it is repeated as it was", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1, "问", { expiresAt: START + 1000 });
    outbox.plan("b", 2, "问", { expiresAt: START + 9000 });
    outbox.send({ kind: "repeat", at: START + 5000, error: "超时" });
    outbox.now += 5000;

    expect(outbox.send()).toEqual(["a", "b"]);
  });
});

describe("when something is due next", () => {
  test("is when the first delivery or batch may go", () => {
    const outbox = anOutbox();
    const due = [nextDue(outbox.db)];

    outbox.plan("a", 1, "一", { notBefore: START + 2000 });
    outbox.plan("b", 2, "二", { notBefore: START + 1000 });
    due.push(nextDue(outbox.db));
    outbox.now += 1000;
    outbox.send({ kind: "repeat", at: START + 9000, error: "超时" });
    due.push(nextDue(outbox.db));
    outbox.now += 1000;
    outbox.send();
    due.push(nextDue(outbox.db));

    expect(due).toEqual([undefined, START + 1000, START + 2000, START + 9000]);
  });
});

describe("a clock that was ahead and has been set right", () => {
  test("does not keep back for months what it had put off", () => {
    const outbox = anOutbox();
    outbox.plan("a", 1);
    const [batch] = outbox.due();
    const ahead = START + 90 * DAY;
    settleBatch(outbox.db, outbox.claim(batch!)!, { kind: "postponed", until: ahead, error: "系统繁忙" }, START);

    expect(outbox.due()).toHaveLength(1);
  });

  test("does not count what it sent in the future against the present minute", () => {
    const outbox = anOutbox();
    for (let sent = 0; sent < 25; sent += 1) {
      outbox.plan(`ahead-${sent}`, 1);
      const [batch] = outbox.due();
      settleBatch(outbox.db, outbox.claim(batch!)!, SENT, START + 90 * DAY);
    }
    outbox.plan("now", 1);

    expect(outbox.due()).toHaveLength(1);
  });
});
