import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { runCommand } from "../src/cli.ts";
import { officials } from "../src/demo/officials.ts";
import { addDays, type Day, dayOf, type Instant, instantAt, minuteOf, quarterOf } from "../src/domain/calendar.ts";
import type { Message } from "../src/domain/delivery.ts";
import { cast, type Utterance } from "../src/simulator/characters.ts";
import { type School, sampleSchool } from "../src/simulator/school.ts";
import { auditSince } from "../src/store/audit.ts";
import { roundsIn } from "../src/store/rounds.ts";
import { aBot, type Bot } from "./support/a-bot.ts";
import { writersOutsideActs } from "./support/who-writes.ts";

/**
 * Everything that the bot plans to say and everything it writes into the audit log while one school lives one year.
 * A change of shape leaves this file as it is; a change of behaviour shows in it what changed (`vitest -u`). Keys are
 * data: an installed school must not be told a thing twice because its key has changed.
 */
test("the year of one school plans the same deliveries and records the same acts as before", async () => {
  await expect((await year).ledger).toMatchFileSnapshot("ledger.txt");
}, 120_000);

test("what the school decides or owes is written by acts; the inbox and the jobs keep their own books", async () => {
  const written = Array.from((await year).outsideActs).filter((line) => !line.startsWith("jobs/purge.ts: "));
  expect(written.sort()).toEqual([
    // The further pages of a long reply.
    "chat/inbox.ts: deliveries",
    "chat/inbox.ts: inbox",
    "chat/inbox.ts: messages",
    "jobs/call-office.ts: settings",
    "jobs/digest.ts: settings",
    "jobs/remind.ts: rounds",
  ]);
});

const EVE = "2025-12-31" as Day;
const END = instantAt("2027-01-12" as Day, "12:00");
const SCHOOL_GROUP = "appchat:school";
const BRANCH_GROUP = "webhook:robot-1";

/** What the random characters may not do by themselves: one scene after the other, while a round is open. */
const EVENTFUL: readonly (readonly (readonly ["secretary" | "member", string])[])[] = [
  [
    ["member", "请假"],
    ["secretary", "进度"],
    ["secretary", "代报 姓名 9876"],
    ["secretary", "代报 姓名"],
  ],
  [
    ["member", "撤回"],
    ["member", "是"],
    ["member", "停止提醒"],
    ["member", "大概一万多"],
    ["member", "不知道"],
    ["member", "今天25分"],
    ["member", "截图发你了"],
  ],
];
/** Of everybody, when the year is over. */
const QUESTIONS = ["帮助", "我的积分", "排名", "办法", "为什么我在谈话名单", "谈话名单", "抽查名单", "异议名单"].concat(
  ["汇总", "年度预览", "统计表", "进度", "隐私", "已谈", "属实", "不符", "答复", "提交", "通过", "退回", "12345"],
);

const year = playedYear();

async function playedYear(): Promise<{ ledger: string; outsideActs: ReadonlySet<string> }> {
  const school = sampleSchool({ seed: 3, branches: 4, members: 7, asOf: EVE });
  const bot = aBot({ time: "2026-01-01 08:00", seed: 3 });
  const { clock, db } = bot;
  const outsideActs = writersOutsideActs(db);
  furnish(bot, school);
  await command(bot, "group", "set", "school", SCHOOL_GROUP);
  await command(bot, "branch", "set", school.list[0]!.name, "--group", BRANCH_GROUP);

  const characters = cast(school);
  const objectors = ["gf00002", "gf00009", "Teacher00018", "Teacher00022"];
  const byBranch = new Map(school.list.map(({ name }, place) => [name, [objectors[place]!]]));
  const answers = officials({ school, objectors: byBranch });
  const agenda: { at: Instant; account: string; utterance: Utterance }[] = [];
  const busy = EVENTFUL.map((scene) => [...scene]);
  let pictures = 0;
  const hear = (account: string, text: string) => {
    const plan = (who: string, utterance: Utterance) =>
      agenda.push({ at: clock.now() + utterance.afterMs, account: who, utterance });
    for (const utterance of characters.get(account)?.onMessage(text, clock.now()) ?? []) plan(account, utterance);
    const quarter = Number(quarterOf(addDays(dayOf(clock.now()), -8)).slice(5));
    for (const said of answers({ account, text, quarter, at: clock.now() })) plan(said.account, said.utterance);
  };
  const publish = () => {
    for (const [account, character] of characters) {
      for (const utterance of character.onResults(clock.now())) {
        agenda.push({ at: clock.now() + utterance.afterMs, account, utterance });
      }
    }
  };

  const planned: string[] = [];
  // Texts are deleted after 30 days, so each is written down when it is planned.
  const note = () => planned.push(...deliveriesFrom(bot, planned.length));
  const replies: string[] = [];
  const say = async (account: string, text: string) => {
    const reply = await bot.send(account, { kind: "text", text });
    replies.push(`${minuteOf(clock.now())} ${account} ${text} ← ${hashed(reply ?? "")}`);
    return reply;
  };
  for (let acts = 0; clock.now() < END; acts += 1) {
    await bot.tick();
    note();
    for (const { to, message } of arriving(bot)) {
      if (message.kind !== "text") continue;
      if (to === SCHOOL_GROUP && message.text.includes("公示")) publish();
      else hear(to, message.text);
    }
    if (acts === 0) await command(bot, "round", "open", "--branch", school.list[1]!.name, "--reason", "试测");
    if (roundsIn(db, "open").some(({ origin }) => origin === "drawn") && busy.length > 0) {
      const secretary = school.everybody.find(({ duties }) => duties.includes("支部书记"))!;
      const member = school.everybody.find(({ branch, duties }) => branch === secretary.branch && duties.length === 0)!;
      const who = { secretary, member };
      for (const [speaker, text] of busy.shift()!) await say(who[speaker].account, text.replace("姓名", member.name));
    }
    clock.set(minuteOf(Math.max(clock.now() + 60_000, Math.min(nextDue(bot), ...agenda.map(({ at }) => at)))));
    const due = agenda.filter(({ at }) => at <= clock.now()).sort((a, b) => a.at - b.at);
    for (const entry of due) agenda.splice(agenda.indexOf(entry), 1);
    for (const { account, utterance } of due) {
      const reply =
        utterance.kind === "text"
          ? await say(account, utterance.text)
          : await bot.send(account, { kind: "image", mediaId: `picture-${(pictures += 1)}` });
      if (reply !== undefined) hear(account, reply);
    }
    note();
  }
  for (const { account } of school.everybody) for (const text of QUESTIONS) await say(account, text);
  const leaver = school.everybody.findLast(({ duties }) => duties.length === 0)!;
  await say(leaver.account, "删除我的数据");
  await say(leaver.account, "确认删除我的数据");
  await bot.tick();
  note();
  const lines = [...planned, "", ...replies, "", ...acts(bot), ""];
  db.$client.close();
  return { ledger: lines.join("\n"), outsideActs };
}

function furnish(bot: Bot, { everybody }: School): void {
  bot.roster(Object.fromEntries(everybody.map(({ account, ...person }) => [account, person as object])));
  for (const { account, startKnown, startTotal } of everybody) if (startKnown) bot.past(account, startTotal, EVE);
}

async function command({ db, services }: Bot, ...words: string[]): Promise<void> {
  const said: string[] = [];
  const config = { schoolName: "测试学校", dataDir: "/nowhere", logLevel: "silent" };
  const code = await runCommand(words, { ...services, db, config, print: () => {}, say: (text) => said.push(text) });
  if (code !== 0) throw new Error(`bot ${words.join(" ")}: ${said.join("\n")}`);
}

/** What is due arrives; what has come too late is not sent. */
function arriving({ db, clock }: Bot): { to: string; message: Message }[] {
  const now = clock.now();
  const expired = "update deliveries set state = 'refused' where state = 'planned' and expires_at <= ?";
  db.$client.prepare(expired).run(now);
  const due = db.$client
    .prepare(
      `select coalesce(m.account_shown, d.group_target) as "to", t.message from deliveries d
       join messages t on t.id = d.message_id left join members m on m.id = d.member_id
       where d.state = 'planned' and d.not_before <= ? order by d.id`,
    )
    .all(now) as { to: string; message: string }[];
  const sent = "update deliveries set state = 'sent', sent_at = ? where state = 'planned' and not_before <= ?";
  db.$client.prepare(sent).run(now, now);
  return due.map(({ to, message }) => ({ to, message: JSON.parse(message) as Message }));
}

function nextDue({ db, clock }: Bot): Instant {
  const { due } = db.$client.prepare("select min(not_before) as due from deliveries where state = 'planned'").get() as {
    due: Instant | null;
  };
  const today = dayOf(clock.now());
  const times = roundsIn(db, "open").length === 0 ? ["09:07"] : ["09:00", "09:07", "14:10", "19:40", "21:00"];
  const moments = [today, addDays(today, 1)].flatMap((day) => times.map((time) => instantAt(day, time)));
  const next = moments.find((moment) => moment > clock.now())!;
  return Math.min(due ?? next, next);
}

const hashed = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 10);

/** The rows have no gaps, so the number of lines is the last id. */
function deliveriesFrom({ db }: Bot, last: number): string[] {
  const lines = db.$client
    .prepare(
      `select d.key, coalesce('#' || d.member_id, d.group_target) as "to", d.not_before as notBefore,
         d.expires_at as expiresAt, t.message from deliveries d join messages t on t.id = d.message_id
       where d.id > ? order by d.id`,
    )
    .all(last) as { key: string; to: string; notBefore: Instant; expiresAt: Instant | null; message: string }[];
  return lines.map(({ key, to, notBefore, expiresAt, message }) => {
    const until = expiresAt === null ? "" : `–${minuteOf(expiresAt)}`;
    return `${key} → ${to} ${minuteOf(notBefore)}${until} ${hashed(message)}`;
  });
}

function acts({ db }: Bot): string[] {
  return auditSince(db, 0).map(({ at, actor, act, subject, detail }) =>
    [minuteOf(at), actor, act, subject, detail].join(" "),
  );
}
