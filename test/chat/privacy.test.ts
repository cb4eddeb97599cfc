import pino from "pino";
import { beforeAll, describe, expect, test } from "vitest";
import { type Inbox, openInbox } from "../../src/chat/inbox.ts";
import { tick } from "../../src/jobs/schedule.ts";
import { branchNamed, updateBranch } from "../../src/store/members.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { aSchool, rows } from "./a-school.ts";

/** Everybody's figures of the quarter, all different and all of five digits, so that each is found where it stands. */
const totals = Object.fromEntries(Object.keys(aSchool).map((account, index) => [account, 23_117 + index * 1_013]));
const corrected = { li: 31_741, chen: 31_873 };
const figures = [...Object.values(totals), ...Object.values(corrected), 21_009, 39_983].map(String);
const names = Object.values(aSchool).map(({ name }) => name!);

describe("a whole quarter with everything people write, by the records of the bot", () => {
  let bot: Bot;
  const log: string[] = [];

  beforeAll(async () => {
    bot = aBot({ time: "2026-10-01 08:00" });
    const logger = pino({ level: "trace" }, { write: (line) => log.push(line) });
    const services = { ...bot.services, log: logger };
    const inbox: Inbox = openInbox({ ...services, school: "测试学校", bot: "学习积分助手" });
    let said = 0;
    const say = (account: string, text: string) =>
      inbox.submit({ id: `id-${(said += 1)}`, account, content: { kind: "text", text } });
    const pass = async (time: string) => {
      bot.clock.set(time);
      await tick(services);
    };

    bot.roster(aSchool);
    bot.past("li", 21_009, "2026-01-18");
    setSetting(bot.db, "schoolGroup", "appchat:school");
    for (const branch of ["第一党支部", "第二党支部"]) {
      updateBranch(bot.db, branchNamed(bot.db, branch)!.id, { groupTarget: `appchat:${branch}` });
    }
    await pass("2026-10-01 08:00");
    const day = drawnDayOf(bot);
    await pass(`${day} 09:07`);
    for (const [account, total] of Object.entries(totals)) {
      if (account !== "wu") await say(account, `我是${aSchool[account]!.name}，总积分${total}`);
    }
    await say("li", `打错了，是${corrected.li}`);
    await say("chen", "大概31873");
    await say("chen", "是");
    await say("zhang", `代报 伍建国 ${totals.wu}`);
    await say("li", "确认撤回");
    await say("li", `${corrected.li}`);
    // What fails is logged, too.
    bot.db.$client.exec(
      "create trigger fault before insert on reports when new.total = 39983 begin select raise(abort, 'boom'); end",
    );
    await say("wang", "39983");
    await say("nobody", "39983");
    await pass(`${day} 19:40`);
    for (const command of ["进度", "我的积分", "谈话名单", "请假 张伟知道", "办法"]) await say("zhang", command);
    bot.clock.set(`${day} 23:00`);
    bot.clock.pass(10 * 3_600_000);
    await tick(services);
    for (const step of [
      "he:提交",
      "he:仍然提交",
      "ma:退回 马宁认为有误",
      "he:提交",
      "he:仍然提交",
      "ma:通过",
      "he:发布",
      "he:仍然发布",
      "li:排名",
      "zhang:谈话名单",
    ]) {
      await say(...(step.split(":") as [string, string]));
    }
    await pass("2026-12-31 12:00");
  });

  test("the quarter has really been played", () => {
    expect(rows(bot, "select state from summaries")).toEqual([{ state: "published" }]);
    expect(rows(bot, "select sum(reported) as n from branch_tables")).toEqual([{ n: 13 }]);
    const toMembers = rows<{ message: string }>(
      bot,
      "select m.message from deliveries d join messages m on m.id = d.message_id",
    );
    expect(JSON.stringify(toMembers)).toContain(String(totals.wu));
    expect(JSON.stringify(toMembers)).toContain("伍建国");
  });

  test("no delivery to a group holds a person's name or total", () => {
    const posts = rows<{ message: string; key: string }>(
      bot,
      "select d.key, d.group_target, m.message from deliveries d join messages m on m.id = d.message_id where d.group_target is not null",
    );

    // The post of the draw is one of them.
    expect(posts).toHaveLength(10);
    expectNobodyIn(JSON.stringify(posts));
  });

  test("no row of the audit log holds a person's name or total", () => {
    const acts = rows(bot, "select at, actor, act, subject, detail from audit");

    expect(acts.length).toBeGreaterThan(10);
    expectNobodyIn(JSON.stringify(acts));
  });

  test("no line of the log holds a person's name, total or words", () => {
    expect(log.length).toBeGreaterThan(0);
    expectNobodyIn(log.join("\n"));
    expect(log.join("\n")).not.toContain("总积分");
  });

  test("no summary holds a person's name or total", () => {
    const summaries = rows(bot, "select s.*, b.* from summaries s join summary_branches b using (quarter, version)");

    expect(summaries).toHaveLength(2);
    expectNobodyIn(JSON.stringify(summaries).replace(/"note":"[^"]*"/g, ""));
  });

  test("what members are told of others is only what their duty needs: nobody but the talkers hears a total of another", () => {
    const told = rows<{ account: string; message: string }>(
      bot,
      "select r.account, m.message from deliveries d join messages m on m.id = d.message_id join members r on r.id = d.member_id",
    );

    for (const { account, message } of told) {
      if (["zhang", "wu", "su"].includes(account)) continue;
      for (const figure of figures) expect(message.includes(figure), `${account}: ${message}`).toBe(false);
    }
  });
});

function expectNobodyIn(text: string): void {
  for (const name of names) expect(text).not.toContain(name);
  for (const figure of figures) expect(text).not.toContain(figure);
}
