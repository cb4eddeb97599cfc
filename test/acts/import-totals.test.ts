import { expect, test } from "vitest";
import { actOf } from "../../src/acts/act.ts";
import { importTotals, planTotals } from "../../src/acts/import-totals.ts";
import type { Day } from "../../src/domain/calendar.ts";
import { transaction } from "../../src/store/database.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";

const MEMBERS = 500;
const AS_OF = "2026-06-30" as Day;
/** The last one had more points before: a doubt that is accepted. */
const totals = Array.from({ length: MEMBERS }, (_, index) => ({ memberId: index + 1, total: 5000 + index }));
const counting = Array.from({ length: MEMBERS }, (_, index) => ({
  account: `m${index}`,
  total: 5000 + index,
  doubt: index === MEMBERS - 1 ? "below-last" : null,
}));

function aLargeSchool(): Bot {
  const bot = aBot();
  bot.roster(Object.fromEntries(totals.map((_, index): [string, APerson] => [`m${index}`, { branch: "第一党支部" }])));
  bot.past(`m${MEMBERS - 1}`, 9000, "2026-03-31");
  return bot;
}

/** Writes so many steps of an import, as a process does that is then killed. Returns how many there were. */
function imported({ db, services }: Bot, acceptDoubts: boolean, steps = Number.POSITIVE_INFINITY): number {
  const act = actOf(services, undefined, "operator");
  let done = 0;
  for (const step of importTotals(planTotals(act, AS_OF, totals, { acceptDoubts }))) {
    if (done >= steps) break;
    transaction(db, () => step(act));
    done += 1;
  }
  return done;
}

const onRecord = ({ db }: Bot) =>
  db.$client
    .prepare(
      `select m.account, r.total, r.doubt from reports r join members m on m.id = r.member_id
       where r.day = ? and r.current = 1 order by m.id`,
    )
    .all(AS_OF);

const recorded = ({ db }: Bot) =>
  db.$client.prepare("select detail from audit where act = 'reports.import' order by id").pluck().all();

test("an import of totals that broke off and is done again comes to the same as one that came through", () => {
  const whole = aLargeSchool();
  const steps = imported(whole, true);
  expect(steps).toBeGreaterThan(2);
  expect(onRecord(whole)).toEqual(counting);

  for (let reached = 1; reached < steps; reached += 1) {
    const broken = aLargeSchool();
    imported(broken, true, reached);
    expect(recorded(broken), "what was begun is on record").toHaveLength(1);
    imported(broken, true);

    expect(onRecord(broken), `after ${reached} steps`).toEqual(counting);
    expect(recorded(broken)).toEqual(Array(2).fill(recorded(whole)[0]));
  }
});

test("with a doubt that nobody has accepted no step is there to be done", () => {
  const bot = aLargeSchool();

  expect(imported(bot, false)).toBe(0);
  expect(onRecord(bot)).toEqual([]);
});

test("a total that a member reports while the list is written is held against it", () => {
  const bot = aLargeSchool();
  const act = actOf(bot.services, undefined, "operator");
  const plan = planTotals(act, AS_OF, totals.slice(0, 1));
  bot.past("m0", 8000, "2026-03-31");

  for (const step of importTotals(plan)) transaction(bot.db, () => step(act));

  expect(onRecord(bot)).toEqual([{ account: "m0", total: 5000, doubt: "below-last" }]);
});
