import * as fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { tableTotals } from "../../src/domain/ranking.ts";
import { talkList } from "../../src/domain/talk.ts";
import { memberByAccount } from "../../src/store/members.ts";
import { figureIn, figuresOf, tableHead, tableRowsOf } from "../../src/store/tables.ts";
import { talksOf } from "../../src/store/talks.ts";
import { aClosedRound, reported } from "../chat/a-checked-school.ts";
import { rows } from "../chat/a-school.ts";
import type { Bot } from "../support/a-bot.ts";
import { tableOf } from "../support/newest-table.ts";
import { revisedFigure } from "../support/revised-figure.ts";

const { talk, branchRank } = defaultPolicy.parameters;
const accounts = ["zhang", "wang", "li", "chen", "wu"] as const;

function roundOf(bot: Bot): number {
  return rows<{ id: number }>(bot, "select id from rounds where state = 'closed'")[0]!.id;
}

function correct(bot: Bot, account: string, total: number, source: "抽查" | "异议" = "抽查") {
  const memberId = memberByAccount(bot.db, account)!.id;
  const correction = { memberId, total, source, correctedBy: 1 };
  return revisedFigure(bot, roundOf(bot), correction, "核对");
}

/** Whom those who hold talks were told last to have come onto the list. */
function newlyListed(bot: Bot): string[] {
  // Nobody is told of the own talk.
  const texts = ["zhang", "wang"].map((account) => bot.planned(account).at(-1) ?? "");
  const names = texts.flatMap((text) => /【谈话名单有变化】[^]*^新增：(.+)$/m.exec(text)?.[1]?.split("、") ?? []);
  return [...new Set(names)].toSorted();
}

test("whatever is corrected: older versions stay, the newest adds up, and the talk list is the rule's", async () => {
  const correction = fc.tuple(fc.constantFrom(...accounts), fc.integer({ min: 0, max: 20_000 }));
  await fc.assert(
    fc.asyncProperty(fc.array(correction, { minLength: 1, maxLength: 8 }), async (corrections) => {
      const { wu: _silent, ...totals } = reported;
      const bot = await aClosedRound({ share: 0, totals });
      const id = roundOf(bot);
      const versions = [tableOf(bot.db, id)];
      for (const [account, total] of corrections) {
        const before = new Set(talksOf(bot.db, id).map(({ memberId }) => memberId));
        const { version } = correct(bot, account, total);

        expect(version).toBe(versions.length + 1);
        versions.push(tableOf(bot.db, id));
        expect(figureIn(bot.db, id, memberByAccount(bot.db, account)!.id)).toEqual({ total });
        const figures = figuresOf(bot.db, id);
        expect(tableHead(bot.db, id)).toMatchObject({ ...tableTotals(figures, branchRank.missing), reason: "核对" });
        const listed = talksOf(bot.db, id).map(({ memberId }) => memberId);
        const owed = talkList(figures, talk, () => true).talks.map(({ memberId }) => memberId);
        expect(new Set(listed)).toEqual(new Set(owed));
        const added = talksOf(bot.db, id).filter(({ memberId }) => !before.has(memberId));
        if (added.length > 0) expect(newlyListed(bot)).toEqual(added.map(({ name }) => name).toSorted());
      }
      for (const [index, table] of versions.entries()) expect(tableRowsOf(bot.db, id, index + 1)).toEqual(table);
      expect(
        rows(bot, "select count(*) as n from reports where current = 1 group by round_id, member_id having n > 1"),
      ).toEqual([]);
      bot.db.$client.close();
    }),
    { numRuns: 15 },
  );
});

test("a talk that was held stays, though a correction takes the member off the list", async () => {
  const bot = await aClosedRound({ share: 0 });
  bot.db.$client.exec(
    "update talks set state = 'held' where member_id = (select id from members where account = 'li')",
  );

  correct(bot, "li", 14_900);

  expect(newlyListed(bot)).toEqual(["王芳"]);
  expect(
    rows(bot, "select m.account, t.state from talks t join members m on m.id = t.member_id order by m.id"),
  ).toEqual([
    { account: "wang", state: "owed" },
    { account: "li", state: "held" },
    { account: "chen", state: "owed" },
    { account: "wu", state: "owed" },
  ]);
});

test("the new version is not confirmed, though the one before it was", async () => {
  const bot = await aClosedRound({ share: 0 });
  bot.db.$client.exec("update branch_tables set confirmed_by = 1, confirmed_at = 1");

  correct(bot, "li", 12_900, "异议");

  expect(tableHead(bot.db, roundOf(bot))).toMatchObject({ version: 2, confirmedBy: null, confirmedAt: null });
});

test("somebody who is not on the table has no figure", async () => {
  const bot = await aClosedRound({ share: 0 });

  expect(figureIn(bot.db, roundOf(bot), memberByAccount(bot.db, "tang")!.id)).toBeUndefined();
});
