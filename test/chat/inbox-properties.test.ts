import fc from "fast-check";
import { expect, test } from "vitest";
import { openInbox } from "../../src/chat/inbox.ts";
import type { InboundMessage } from "../../src/platform/platform.ts";
import type { Bot } from "../support/a-bot.ts";
import { aSchoolBeingAsked, rows } from "./a-school.ts";

const texts = [
  "12345",
  "12400",
  "10980",
  "大概12000",
  "总积分12345，总积分12354",
  "99999",
  "是",
  "否",
  "撤回",
  "请假",
  "停止提醒",
  "我的积分",
  "帮助",
  "你好",
  "代报 李明 12333",
  "代报 陈静 12333",
  "进度",
];

const said = fc.record({
  account: fc.constantFrom("zhang", "wang", "li", "chen", "tang", "nobody"),
  text: fc.constantFrom(...texts),
});

/** What the platform may do with a message on its way: hand it over, hand over an earlier one again, or do both at once. */
const step = fc.record({
  /** How many new messages come in this turn of the event loop. */
  fresh: fc.nat({ max: 3 }),
  /** Which earlier ones come again in it, and where among them. */
  copies: fc.array(fc.record({ of: fc.nat(), at: fc.nat() }), { maxLength: 3 }),
  /** The database refuses in this turn; the platform comes again with the same. */
  refused: fc.boolean(),
  /** The process has been restarted before this turn. */
  restarted: fc.boolean(),
});

const TABLES = ["reports", "questions", "round_members", "deliveries", "messages", "members", "inbox"];
const stateOf = (bot: Bot) => ({
  ...Object.fromEntries(TABLES.map((table) => [table, rows(bot, `select * from ${table}`)])),
  audit: rows(bot, "select at, actor, act, subject, detail, hash from audit"),
});

test("however messages, copies, retries and restarts interleave, each message counts once and has one reply", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 1, maxLength: 25 }),
      fc.array(step, { maxLength: 25 }),
      async (all, steps) => {
        const messages = all.map(({ account, text }, index): InboundMessage => {
          return { id: `id-${index}`, account, content: { kind: "text", text } };
        });

        const [once, wild] = [await aSchoolBeingAsked(), await aSchoolBeingAsked()];
        const expected = new Map<string, string | undefined>();
        for (const message of messages) expected.set(message.id, await once.inbox.submit(message));

        const inboxes = [wild.inbox];
        let sent = 0;
        for (const { fresh, copies, refused, restarted } of [...steps, ...messages.map(() => plainly)]) {
          if (restarted) inboxes.unshift(openInbox({ ...wild.services, school: "测试学校", bot: "学习积分助手" }));
          const turn = messages.slice(sent, sent + fresh);
          sent += turn.length;
          for (const { of, at } of copies) {
            // A copy comes after its message, never before.
            if (sent > turn.length) turn.splice(at % (turn.length + 1), 0, messages[of % (sent - turn.length)]!);
          }
          if (refused) {
            wild.db.$client.pragma("query_only = on");
            const outcomes = await Promise.allSettled(turn.map((message) => inboxes[0]!.submit(message)));
            expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
            wild.db.$client.pragma("query_only = off");
          }
          const replies = await Promise.all(turn.map((message) => inboxes[0]!.submit(message)));
          for (const [index, { id }] of turn.entries()) expect(replies[index]).toBe(expected.get(id));
        }

        expect(sent).toBe(messages.length);
        expect(stateOf(wild)).toEqual(stateOf(once));
      },
    ),
    { numRuns: 60 },
  );
});

const plainly = { fresh: 1, copies: [], refused: false, restarted: false };
