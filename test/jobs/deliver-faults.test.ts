import fc from "fast-check";
import { expect, test } from "vitest";
import { outboxLines } from "../../src/store/outbox.ts";
import { aSender, members, type Sender } from "../support/a-sender.ts";

/** The first is the one whose order and uncertainty matter most. */
const PATHS = [
  ...(["message/send", "message/send", "message/send"] as const),
  ...(["appchat/send", "webhook/send", "gettoken", "media/upload"] as const),
] as const;
const TARGETS = [...members(2), "appchat:school", "webhook:robot-1"] as const;

type Step =
  | { readonly kind: "plan"; readonly to: string; readonly text: string }
  | { readonly kind: "picture"; readonly to: string }
  | { readonly kind: "fault"; readonly path: string; readonly what: "unavailable" | "loseAnswer" | number }
  | { readonly kind: "expire tokens" }
  | { readonly kind: "drain" }
  /** A process claims what is due, sends some of it, and dies. */
  | { readonly kind: "die"; readonly before: boolean }
  | { readonly kind: "pass"; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("plan" as const),
      to: fc.constantFrom(...TARGETS),
      // Few texts, so that equal ones meet.
      text: fc.constantFrom("收到", "已记录", "今天是考核日"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("picture" as const), to: fc.constantFrom(...TARGETS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("fault" as const),
      path: fc.constantFrom(...PATHS),
      what: fc.constantFrom("loseAnswer" as const, "loseAnswer" as const, "unavailable" as const, -1, 45009, 40014),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "expire tokens" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "drain" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("die" as const), before: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass" as const), seconds: fc.nat(60) }) },
);

async function take(sender: Sender, steps: readonly Step[]): Promise<void> {
  const { faults } = sender.wecom;
  for (const [index, taken] of steps.entries()) {
    switch (taken.kind) {
      case "plan":
        sender.plan(`text-${index}`, taken.to, taken.text);
        break;
      case "picture":
        sender.planFile(`picture-${index}`, taken.to);
        break;
      case "fault":
        if (typeof taken.what === "number") faults.errcode(taken.path, taken.what);
        else faults[taken.what](taken.path);
        break;
      case "expire tokens":
        faults.expireTokens();
        break;
      case "drain":
        await sender.drain();
        break;
      case "die":
        await die(sender, `dying-${index}`, taken.before);
        break;
      case "pass":
        sender.bot.clock.pass(taken.seconds * 1000);
        await sender.drain();
        break;
      default:
        taken satisfies never;
    }
  }
}

async function die(sender: Sender, name: string, before: boolean): Promise<void> {
  const called = Promise.withResolvers<void>();
  const dying = sender.another(name, {
    async send(...what) {
      if (!before) await sender.platform.send(...what).catch(() => undefined);
      called.resolve();
      return new Promise(() => {});
    },
  });
  const [batch] = await dying.due();
  if (batch === undefined) return;
  await Promise.race([dying.deliver(batch), called.promise]);
}

/** What was planned for a recipient, in order. */
function plannedFor(target: string, steps: readonly Step[]): string[] {
  return steps.flatMap((taken) => {
    if (taken.kind === "plan" && taken.to === target) return taken.text;
    return taken.kind === "picture" && taken.to === target ? "[picture]" : [];
  });
}

test("whatever goes wrong in whatever order, nothing is lost and nothing is doubled", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const sender = await aSender(members(2));

      await take(sender, steps);
      sender.wecom.faults.clear();
      sender.bot.clock.pass(31_000);
      await sender.drainAll();

      const { record } = sender.wecom;
      for (const target of TARGETS) {
        const lines = outboxLines(sender.bot.db).filter(({ to }) => to === target);
        const arrived = target.startsWith("m") ? record.toMember(target).length : record.toGroup(target).length;
        const sent = lines.filter(({ state }) => state === "sent").length;
        const unknown = lines.filter(({ state }) => state === "unknown").length;
        // To a group an answer that was lost leaves the post unknown: it may have arrived.
        expect({ target, open: lines.length - sent - unknown }).toEqual({ target, open: 0 });
        if (target.startsWith("m")) {
          const order = record.toMember(target).map(({ text }) => text ?? "[picture]");
          expect({ target, unknown, order }).toEqual({ target, unknown: 0, order: plannedFor(target, steps) });
        } else expect({ target, fits: arrived >= sent && arrived <= sent + unknown }).toEqual({ target, fits: true });
      }
      expect(record.dropped).toEqual([]);
      expect(record.violations).toEqual([]);
      await sender.wecom.close();
    }),
    { numRuns: 50 },
  );
});
