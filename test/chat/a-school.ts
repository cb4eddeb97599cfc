import { type APerson, aBot, aBranch, type Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";

/** Two branches, the office and the committee: somebody of every kind that the table of rights knows. */
export const aSchool: Readonly<Record<string, APerson>> = {
  ...aBranch,
  su: { name: "苏敏", branch: "第二党支部", duties: ["支部书记"] },
  tang: { name: "唐洁", branch: "第二党支部" },
  gao: { name: "高原", branch: "第二党支部" },
  he: { name: "何翠", branch: "第二党支部", duties: ["总管理"] },
  lin: { name: "林涛", branch: "第二党支部", duties: ["执行管理"] },
  shi: { name: "石磊", branch: "第二党支部", duties: ["学习管理员"] },
  fang: { name: "方圆", branch: "第二党支部", duties: ["党委委员"] },
  ma: { name: "马宁", branch: "第二党支部", duties: ["党委书记"] },
};

/** `aSchool` at ten in the morning of a day, with an open round in the first branch. */
export async function aSchoolBeingAsked(time = "2026-11-18 10:00"): Promise<Bot> {
  const bot = aBot({ time });
  bot.roster(aSchool);
  bot.past("li", 11_020, "2026-08-18");
  anOpenRound(bot);
  return bot;
}

export function rows<Row>(bot: Bot, sql: string, ...parameters: unknown[]): Row[] {
  return bot.db.$client.prepare(sql).all(...parameters) as Row[];
}

export interface Version {
  readonly total: number;
  readonly current: number;
  readonly source: string;
  readonly late: number;
  readonly doubt: string | null;
}

/** Every version of what a member has reported in rounds, in the order in which it came. */
export function versions(bot: Bot, account: string): Version[] {
  return rows(
    bot,
    `select r.total, r.current, r.source, r.late, r.doubt from reports r join members m on m.id = r.member_id
     where m.account = ? and r.round_id is not null order by r.id`,
    account,
  );
}

/** What counts of a member in the rounds; undefined: 未填报. */
export function counting(bot: Bot, account: string): Version | undefined {
  return versions(bot, account).find(({ current }) => current === 1);
}
