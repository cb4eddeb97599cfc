import { defaultPolicy } from "../../src/domain/policy.ts";
import { adopt } from "../jobs/a-life.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, rows } from "./a-school.ts";

/** What the first branch reports in `aClosedRound`: 李明, 陈静 and 伍建国 are on the talk list. */
export const reported = { zhang: 15_000, wang: 14_000, li: 13_000, chen: 12_000, wu: 11_000 } as const;

/** The morning after a round of the first branch, of whom everybody (or a share) is checked. */
export async function aClosedRound({
  people = aSchool,
  share = 1,
  totals = reported,
}: {
  people?: Readonly<Record<string, APerson>>;
  share?: number;
  totals?: Readonly<Record<string, number>>;
} = {}): Promise<Bot> {
  const bot = aBot({ time: "2026-11-18 10:00" });
  const { parameters } = defaultPolicy;
  adopt(bot, { ...defaultPolicy, parameters: { ...parameters, spotCheck: { share, atLeast: 0 } } });
  bot.roster(people);
  bot.past("li", 11_020, "2026-08-18");
  anOpenRound(bot);
  for (const [account, total] of Object.entries(totals)) await bot.say(account, String(total));
  bot.clock.set("2026-11-19 09:01");
  await bot.tick();
  return bot;
}

/** Says that the quarter's summary has been archived. */
export function archive(bot: Bot, quarter = "2026Q4"): void {
  bot.db.$client
    .prepare(
      "insert into summaries (quarter, version, state, policy_id, made_at, changed_at) values (?, 1, 'archived', 1, 0, 0)",
    )
    .run(quarter);
}

export interface CheckRow {
  readonly roundId: number;
  readonly account: string;
  readonly state: string;
  readonly mediaId: string | null;
  readonly by: string | null;
}

export function check(bot: Bot, account: string): CheckRow | undefined {
  return rows<CheckRow>(
    bot,
    `select c.round_id as roundId, m.account, c.state, c.media_id as mediaId, p.account as "by" from spot_checks c
     join members m on m.id = c.member_id left join members p on p.id = c.resolved_by where m.account = ?
     order by c.id desc limit 1`,
    account,
  )[0];
}

/** Every version of a member's line of the branch table. */
export function tableVersions(bot: Bot, account: string): { version: number; total: number; source: string }[] {
  return rows(
    bot,
    `select t.version, t.total, t.source from table_rows t join members m on m.id = t.member_id
     where m.account = ? order by t.round_id, t.version`,
    account,
  );
}

export function acts(bot: Bot, like: string): { act: string; actor: string; subject: string; detail: string }[] {
  return rows(bot, "select act, actor, subject, detail from audit where act like ? order by id", like);
}
