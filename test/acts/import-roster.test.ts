import { expect, test } from "vitest";
import { actOf } from "../../src/acts/act.ts";
import { importRoster, planRoster } from "../../src/acts/import-roster.ts";
import type { RosterRow } from "../../src/domain/roster-import.ts";
import { transaction } from "../../src/store/database.ts";
import { loadRoster } from "../../src/store/roster.ts";
import { aBot, type Bot } from "../support/a-bot.ts";

const MEMBERS = 1200;
const rows: RosterRow[] = Array.from({ length: MEMBERS }, (_, index) => ({
  line: index + 2,
  account: `m${index}`,
  name: `成员${index}`,
  branch: `第${index % 3}党支部`,
  duties: index === 0 ? ["总管理"] : [],
  state: undefined,
  from: undefined,
  until: undefined,
  formerAccount: undefined,
}));

/** Writes so many steps of an import, as a process does that is then killed. */
function imported({ db, services }: Bot, steps = Number.POSITIVE_INFINITY): void {
  const act = actOf(services, undefined, "operator");
  let done = 0;
  for (const step of importRoster(planRoster(act, rows), rows.length)) {
    if (done >= steps) return;
    transaction(db, () => step(act));
    done += 1;
  }
}

test("a first import that broke off and is done again comes to the same as one that came through", () => {
  const whole = aBot();
  imported(whole);
  for (const steps of [1, 2, 3]) {
    const broken = aBot();
    imported(broken, steps);
    broken.clock.pass(3_600_000);
    imported(broken);

    expect(loadRoster(broken.db), `after ${steps} steps`).toEqual(loadRoster(whole.db));
  }
});

test("while half a roster is written the clock decides nothing by it, and goes on without it after ten minutes", async () => {
  const bot = aBot({ time: "2026-10-01 08:00" });
  const drawn = () => bot.db.$client.prepare("select count(*) from quarters").pluck().get();
  imported(bot, 1);

  await bot.tick();
  expect(drawn()).toBe(0);
  bot.clock.pass(10 * 60_000);
  await bot.tick();
  expect(drawn()).toBe(1);
});

test("after an import the clock goes on at once", async () => {
  const bot = aBot({ time: "2026-10-01 08:00" });
  imported(bot);

  await bot.tick();

  expect(bot.db.$client.prepare("select count(*) from quarters").pluck().get()).toBe(1);
});
