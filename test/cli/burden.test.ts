import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../src/domain/calendar.ts";
import { purge } from "../../src/jobs/purge.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, aSchoolBeingAsked, type Cli } from "./a-cli.ts";

interface Burden {
  readonly branch?: string;
  readonly members: number;
  readonly asked: number;
  readonly messages: { readonly total: number; readonly mean: number; readonly most: number };
  readonly questions: number | null;
  readonly reminders: number;
  readonly corrections: number;
  readonly withdrawn: number;
  readonly late: number;
}
interface Report {
  readonly quarter: string;
  readonly school: Burden;
  readonly branches: readonly Burden[];
}

/** A round on 2026-11-18 in which people answer in all ways, when everything planned has been sent. */
async function aRoundThatIsOver(): Promise<Cli> {
  const cli = await aSchoolBeingAsked();
  cli.roster({ ...aSchool, leave: { name: "休假", branch: "第二党支部", state: "产假" } });
  await cli.say("zhang", "15001");
  await cli.say("zhang", "15010");
  await cli.say("wang", "大概12000");
  await cli.say("wang", "是");
  await cli.say("li", "9000");
  await cli.say("li", "确认撤回");
  await cli.say("su", "11000");
  for (const time of ["14:10", "19:40", "21:30"]) {
    cli.clock.set(`2026-11-18 ${time}`);
    await cli.tick();
  }
  await cli.say("he", "10001");
  cli.clock.set("2026-11-19 09:00");
  await cli.tick();
  cli.db.$client.exec("update deliveries set state = 'sent', sent_at = planned_at where state = 'planned'");
  return cli;
}

const report = async (cli: Cli) => (await cli.json("burden", "2026Q4")) as Report;
const branch = ({ branches }: Report, name: string) => branches.find((line) => line.branch === name)!;

describe("burden", () => {
  test("counts what the quarter asked of people, in the school and in each branch", async () => {
    const found = await report(await aRoundThatIsOver());

    expect(found.quarter).toBe("2026Q4");
    expect(found.school).toMatchObject({
      members: 11,
      asked: 10,
      questions: 1,
      corrections: 1,
      withdrawn: 1,
      late: 1,
    });
    expect(branch(found, "第一党支部")).toMatchObject({
      members: 4,
      asked: 4,
      questions: 1,
      // 李明, who took the total back, and 陈静, twice each.
      reminders: 4,
      corrections: 1,
      withdrawn: 1,
      late: 0,
    });
    expect(branch(found, "第二党支部")).toMatchObject({ members: 4, asked: 3, questions: 0, late: 1, reminders: 4 });
  });

  test("adds the branches up to the school", async () => {
    const { school, branches } = await report(await aRoundThatIsOver());

    for (const key of ["members", "asked", "questions", "reminders", "corrections", "withdrawn", "late"] as const) {
      expect(branches.reduce((sum, line) => sum + line[key]!, 0)).toBe(school[key]);
    }
    expect(branches.reduce((sum, { messages }) => sum + messages.total, 0)).toBe(school.messages.total);
  });

  test("counts the messages that were really sent to a member within the quarter", async () => {
    const cli = await aRoundThatIsOver();
    const sent = cli.db.$client
      .prepare("select count(*) from deliveries where member_id is not null and state = 'sent'")
      .pluck()
      .get();
    const before = await report(cli);
    const { school } = before;
    cli.db.$client.exec("update deliveries set state = 'refused', sent_at = null where key like 'remind-%'");
    cli.db.$client.exec(`update deliveries set sent_at = ${cli.clock.now() + 60 * DAY_MS} where key like 'ask-%'`);

    const after = await report(cli);

    expect(school.messages.total).toBe(sent);
    expect(school.messages.mean).toBe(Math.round((school.messages.total / 11) * 100) / 100);
    expect(after.school.reminders).toBe(0);
    expect(after.school.messages.total).toBe(school.messages.total - school.reminders - 10);
  });

  test("takes a round for its own only, whatever the numbers of others begin with", async () => {
    const cli = await aRoundThatIsOver();
    const before = await report(cli);
    const round = cli.db.$client.prepare("select max(id) from rounds where state = 'closed'").pluck().get() as number;

    cli.db.$client.exec(`insert into deliveries (key, member_id, message_id, state, planned_at, not_before, sent_at)
      values ('remind-${round}1-1-3', 3, 1, 'sent', 0, 0, 0), ('remind-${round}', 3, 1, 'sent', 0, 0, 0)`);

    expect((await report(cli)).school.reminders).toBe(before.school.reminders);
  });

  test("is the same when the texts have been deleted, and does not know of questions when the messages are gone", async () => {
    const cli = await aRoundThatIsOver();
    const before = await report(cli);

    cli.clock.pass(40 * DAY_MS);
    await purge(cli.services);
    const later = await report(cli);
    cli.clock.pass(400 * DAY_MS);
    await purge(cli.services);

    expect(later).toEqual(before);
    expect(await report(cli)).toMatchObject({ school: { ...before.school, questions: null } });
  });

  test("names nobody and shows nobody's score", async () => {
    const cli = await aRoundThatIsOver();

    const { code, out } = await cli.bot("burden", "2026Q4");
    const data = JSON.stringify(await report(cli));

    expect(code).toBe(0);
    for (const [account, { name }] of Object.entries(aSchool)) {
      expect(out).not.toContain(name);
      expect(data).not.toContain(name);
      expect(data).not.toContain(`"${account}"`);
    }
    for (const score of ["15001", "15010", "12000", "9000"]) expect(`${out}${data}`).not.toContain(score);
    expect(out.split("\n")[0]).toMatch(/在册 +提问 +消息 +人均 +最多 +反问 +提醒 +更正 +撤回 +迟报/);
    expect(out.split("\n").at(-1)).toMatch(/^每人收到的消息：\d+ 条 \d+ 人/);
  });

  test("changes nothing", async () => {
    const cli = await aRoundThatIsOver();
    const before = dump(cli.db);

    await report(cli);

    expect(dump(cli.db)).toEqual(before);
  });

  test("has nothing to say while no round has opened", async () => {
    const cli = aCli();
    cli.roster(aSchool);
    await cli.tick();

    const { code, out, err } = await cli.bot("burden", "2026Q4");

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("2026Q4 还没有开启的考核");
  });
});
