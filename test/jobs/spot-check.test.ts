import { describe, expect, test } from "vitest";
import { actOf } from "../../src/acts/act.ts";
import { closeRound as closeRoundAlone } from "../../src/acts/close-round.ts";
import { instantAt } from "../../src/domain/calendar.ts";
import { builtInPolicies, defaultPolicy } from "../../src/domain/policy.ts";
import { spotSample } from "../../src/domain/spot-check.ts";
import { tick } from "../../src/jobs/schedule.ts";
import { transaction } from "../../src/store/database.ts";
import { policyOfQuarter } from "../../src/store/quarters.ts";
import { roundById } from "../../src/store/rounds.ts";
import { acts } from "../chat/a-checked-school.ts";
import { aSchool } from "../chat/a-school.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { closeRound } from "../support/close-round.ts";
import { anOpenRound } from "../support/open-round.ts";
import { adopt, aLife, type Life, type Way, ways } from "./a-life.ts";

const ASKED = "【实时积分抽查】";
const asked = (life: Pick<Life, "planned">, account: string) =>
  life.planned(account).filter((text) => text.startsWith(ASKED));
const accounts = Object.keys(aSchool);

function adoptShare(bot: Bot, share: number, atLeast = 0): void {
  const { parameters } = defaultPolicy;
  adopt(bot, { ...defaultPolicy, parameters: { ...parameters, spotCheck: { share, atLeast } } });
}

/** A round of the first branch: four have reported, one of them is not counted, 陈静 is silent. */
async function aRound(way: Way, prepare: (bot: Bot) => void = () => {}): Promise<Life> {
  const life = aLife(way);
  prepare(life.bot);
  life.roster({ ...aSchool, sick: { name: "病号", state: "长期病假" } });
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  for (const account of ["zhang", "wang", "li", "wu", "sick"]) await life.say(account, "12000");
  await life.onDrawnDay("09:00", 1);
  await life.onDrawnDay("12:00", 1);
  return life;
}

interface Sampled {
  readonly roundId: number;
  readonly account: string;
  readonly state: string;
}
const sampled = (life: Life) =>
  life.rows<Sampled>(
    `select c.round_id as roundId, m.account, c.state from spot_checks c join members m on m.id = c.member_id order by m.id`,
  );

test("nobody is asked whose data were deleted between the close and the sample", async () => {
  const bot = aBot({ time: "2026-11-18 10:00" });
  bot.roster({ zhang: { name: "张伟", duties: ["支部书记"] }, li: { name: "李明" } });
  const id = anOpenRound(bot);
  await bot.say("li", "12000");
  bot.clock.set("2026-11-19 09:01");
  const round = roundById(bot.db, id);
  transaction(bot.db, () => closeRoundAlone(actOf(bot.services, policyOfQuarter(bot.db, round.quarter)), round));
  await bot.say("li", "删除我的数据");
  await bot.say("li", "确认删除我的数据");

  await tick(bot.services);
  await tick(bot.services);

  expect(acts(bot, "spot-check.ask")).toEqual([]);
  expect(bot.planned("zhang").filter((text) => text.includes("随机抽中"))).toEqual([]);
});

describe.each(ways)("jobs run %s", (way) => {
  test("at close one of twenty is asked, at least one, once", async () => {
    const life = await aRound(way);

    expect(sampled(life)).toHaveLength(1);
    const [{ account }] = sampled(life) as [Sampled];
    expect(["zhang", "wang", "li", "wu"]).toContain(account);
    for (const each of accounts) expect(asked(life, each), each).toHaveLength(each === account ? 1 : 0);
    expect(acts(life.bot, "spot-check.ask")).toHaveLength(1);
  });

  test("where everybody is checked, those are who count and have reported", async () => {
    const life = await aRound(way, (bot) => adoptShare(bot, 1));

    expect(sampled(life)).toEqual(
      ["zhang", "wang", "li", "wu"].map((account) => ({ roundId: 1, account, state: "asked" })),
    );
    for (const account of [...accounts, "sick"]) {
      expect(asked(life, account)).toHaveLength(["zhang", "wang", "li", "wu"].includes(account) ? 1 : 0);
    }
  });

  test("the sample can be computed again from the seed that is kept", async () => {
    const life = await aRound(way, (bot) => adoptShare(bot, 0.4));

    const [round] = life.rows<{ id: number; seed: Buffer }>(
      "select id, spot_seed as seed from rounds where spot_seed is not null",
    );
    const reported = life.rows<{ id: number }>(
      "select member_id as id from table_rows where round_id = ? and counted = 1 and total is not null",
      round!.id,
    );
    const again = spotSample(
      round!.seed,
      round!.id,
      reported.map(({ id }) => id),
      { share: 0.4, atLeast: 0 },
    );
    expect(life.rows<{ id: number }>("select member_id as id from spot_checks order by 1").map(({ id }) => id)).toEqual(
      again,
    );
    expect(again).toHaveLength(2);
    expect(round!.seed).toHaveLength(32);
  });

  test("the branch's admins are told whom, and the two commands, once; nobody is told a figure", async () => {
    const life = await aRound(way, (bot) => adoptShare(bot, 1));

    for (const account of accounts) {
      const told = life.planned(account).filter((text) => text.startsWith("【抽查】"));
      expect(told, account).toEqual(
        ["zhang", "wang"].includes(account)
          ? [
              "【抽查】第一党支部 2026年第四季度（依据四（二））随机抽中 4 人：张伟、王芳、李明、伍建国。\n" +
                "收到截图会转给您，也可当面核对。核对后请回复“属实 姓名”或“不符 姓名 数字 理由”（有截图的可不写理由）；本人不能核对自己。",
            ]
          : [],
      );
    }
  });

  test("a policy that checks nobody asks nobody and draws nothing", async () => {
    const life = await aRound(way, (bot) => adopt(bot, builtInPolicies.find(({ id }) => id === "low-burden")!));

    expect(sampled(life)).toEqual([]);
    expect(life.rows("select id from rounds where spot_seed is not null")).toEqual([]);
    expect(acts(life.bot, "spot-check.%")).toEqual([]);
    for (const account of accounts) expect(life.planned(account).join()).not.toMatch(/【(?:实时积分)?抽查】/);
  });
});

function aClosed(people: Readonly<Record<string, APerson>>, time = "2026-11-19 09:01"): Promise<Bot> {
  return (async () => {
    const bot = aBot({ time: "2026-11-18 10:00" });
    adoptShare(bot, 1);
    bot.roster(people);
    const id = anOpenRound(bot);
    for (const account of ["zhang", "li"]) await bot.say(account, "12000");
    bot.clock.set(time);
    closeRound(bot.services, roundById(bot.db, id));
    return bot;
  })();
}

test("the member is asked why, for what, who sees it and how long it is kept", async () => {
  const bot = await aClosed(aSchool);

  expect(bot.planned("li").at(-1)).toBe(
    [
      "【实时积分抽查】同志您好！2026年第四季度考核依据四（二）辅以抽查，您被随机抽中，与分数高低无关。",
      "请在方便时打开“学习强国”App，进入“我的 → 学习积分”，把显示“成长总积分”的页面截图发给我。",
      "截图只给本支部书记和宣传委员核对，本季度归档时即删除。不便截图的，也可当面出示。",
    ].join("\n"),
  );
});

test("a branch's only admin is checked by the office, and is told so; the office is told whom", async () => {
  const bot = await aClosed({ ...aSchool, wang: { name: "王芳" } });

  expect(asked(bot, "zhang")[0]).toContain("截图只给学校党办核对");
  expect(asked(bot, "li")[0]).toContain("截图只给本支部书记和宣传委员核对");
  for (const office of ["he", "lin", "shi"]) {
    const told = bot.planned(office).filter((text) => text.startsWith("【抽查】"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("抽中张伟同志，该支部没有其他管理员，请学校党办核对");
  }
});

test("in the quiet hours everybody is told in the morning", async () => {
  const bot = await aClosed(aSchool, "2026-11-18 23:00");

  expect(
    bot.db.$client.prepare("select distinct not_before as n from deliveries where key like 'spot%'").all(),
  ).toEqual([{ n: instantAt("2026-11-19" as never, "07:30") }]);
});

test("a round that nobody answers has no sample", async () => {
  const bot = aBot({ time: "2026-11-18 10:00" });
  bot.roster(aSchool);
  const id = anOpenRound(bot);
  closeRound(bot.services, roundById(bot.db, id));

  expect(bot.db.$client.prepare("select count(*) as n from spot_checks").get()).toEqual({ n: 0 });
});
