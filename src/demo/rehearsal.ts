import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandContext } from "../cli/command.ts";
import { runCommand } from "../cli.ts";
import type { Config } from "../config.ts";
import {
  addDays,
  type Day,
  dayOf,
  type Instant,
  instantAt,
  lastDay,
  type Quarter,
  quarterOf,
} from "../domain/calendar.ts";
import { type Service, startService } from "../main.ts";
import { openLog, openServices, type Services } from "../services.ts";
import { type Character, cast, type Utterance } from "../simulator/characters.ts";
import { seededBytes } from "../simulator/random.ts";
import type { Arrival } from "../simulator/record.ts";
import { pastTotalsCsv, rosterCsv, type School, sampleSchool, workspaceMembers } from "../simulator/school.ts";
import { startWeCom, type WeCom } from "../simulator/wecom-server.ts";
import { readCalendar } from "../store/calendar.ts";
import { nextDue } from "../store/due-batches.ts";
import { roundsIn } from "../store/rounds.ts";
import { aroundTheDot } from "./dotted.ts";
import { officials } from "./officials.ts";
import { type Script, scriptFor } from "./script.ts";

export interface RehearsalOptions {
  readonly seed: number;
  readonly branches: number;
  readonly members: number;
  /** Files are written below it; what stood there is removed. */
  readonly folder: string;
  /** The day before the first. */
  readonly eve: Day;
  /** Roughly how finely time passes while people talk. */
  readonly stepMs: number;
  /** Called when a member says something. */
  readonly onSaid?: (account: string, text: string, at: Instant) => void;
}

/** A sample school in a simulated workspace, the bot as it is, and a clock that only the rehearsal moves. */
export interface Rehearsal {
  readonly school: School;
  readonly script: Script;
  readonly workspace: WeCom;
  /** The service and what it stands on; others after a `powerCut`. */
  readonly service: Service;
  readonly services: Services;
  readonly cast: ReadonlyMap<string, Character>;
  readonly schoolGroup: string;
  readonly robotGroup: string;
  /** Where its files are. */
  readonly folder: string;
  now(): Instant;
  /** Says something in a member's name, now. */
  say(account: string, text: string): Promise<string | undefined>;
  /** One command of the operator; throws with its words unless it is done. */
  command(...words: string[]): Promise<string>;
  /** When the next thing will be said, sent or begun. */
  nextHappening(): Instant;
  /** Lets time pass until `end`: everybody says what they have to say, the bot does what is due. */
  passUntil(end: Instant): Promise<void>;
  /** The machine is off from now until `end`; what people would have said meanwhile they say afterwards. */
  powerCut(end: Instant): Promise<void>;
  stop(): Promise<void>;
}

/** The same for every seed: WeCom hands such values to the administrator. */
const KEYS = {
  corpId: "ww5f3a91c07d2e4b68",
  agentId: 1_000_002,
  secret: "rehearsal-secret-of-the-make-believe-app",
  token: "RehearsalToken",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
};
/** In the workspace and not on the roster. */
export const STRANGER = "visitor01";
const SCHOOL_CHAT = "schoolwide";
const SCHOOL_GROUP = `appchat:${SCHOOL_CHAT}`;
/** A quarter is over when its 公示 and talks are: before the first day that the next one can draw. */
const DAYS_INTO_THE_NEXT = 8;

export function theEndOf(quarter: Quarter): Instant {
  return instantAt(addDays(lastDay(quarter), 1 + DAYS_INTO_THE_NEXT), "00:00");
}
const ROBOT = "5f2b1c9e-3d4a-4e6f-8a7b-9c0d1e2f3a4b";

/** The State Council had not published 2027 when the rehearsal was written: its workdays are made up here. */
const HOLIDAYS = { "2027": { holidays: ["2027-01-01"], workdays: [] } };

export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const { seed, branches, members, folder, eve, stepMs } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "holidays.json"), JSON.stringify(HOLIDAYS));
  let instant = instantAt(addDays(eve, 1), "08:00");
  const now = () => instant;

  const script = scriptFor(sampleSchool({ seed, branches, members, asOf: eve }));
  const { school } = script;
  const workspace = await startWeCom({
    ...KEYS,
    now,
    members: [...workspaceMembers(school), { account: STRANGER, name: "来访者", department: school.list[0]!.name }],
    appchats: [SCHOOL_CHAT],
    robots: [ROBOT],
    randomBytes: seededBytes(seed, "workspace"),
  });
  const config = configOf(folder, workspace.url, school.name);
  const log = openLog("warn");
  const random = seededBytes(seed, "bot");
  let services: Services;
  let service: Service;
  async function start(): Promise<void> {
    services = openServices(config, { clock: now, random, log });
    // What a rehearsal loses by a failure of the machine is played again.
    services.db.$client.pragma("synchronous = OFF");
    service = await startService(config, services, { keepRedis: false });
    workspace.connectCallback(`${service.url}/wecom/callback`);
    const handshake = await workspace.verifyUrl();
    if (!handshake.ok) throw new Error(`the callback address was not accepted: ${handshake.status}`);
  }
  await start();

  const characters = cast(school, script.kinds);
  const agenda: { at: Instant; account: string; utterance: Utterance }[] = [];
  const answerOfficials = officials(script);
  const answerTheDot = aroundTheDot(script, (account, at) => characters.get(account)!.totalAt(at));
  workspace.record.onArrival((arrival: Arrival, to: string) => {
    const { text } = arrival;
    if (text === undefined) return;
    const plan = (account: string, utterance: Utterance) =>
      agenda.push({ at: instant + utterance.afterMs, account, utterance });
    if (to === SCHOOL_GROUP && text.includes("公示")) {
      for (const [account, character] of characters)
        for (const utterance of character.onResults(instant)) plan(account, utterance);
    }
    const character = characters.get(to);
    if (character === undefined) return;
    for (const utterance of character.onMessage(text, instant)) plan(to, utterance);
    // In a trial nobody but the asked has anything to do.
    if (text.startsWith("【试运行】")) return;
    const quarter = Number(quarterOf(addDays(dayOf(instant), -DAYS_INTO_THE_NEXT)).slice(5));
    const heard = { account: to, text, quarter, at: instant };
    for (const { account, utterance } of [...answerOfficials(heard), ...answerTheDot(heard)]) plan(account, utterance);
  });

  async function speak(account: string, utterance: Utterance): Promise<void> {
    options.onSaid?.(account, utterance.kind === "text" ? utterance.text : "[图片]", instant);
    const outcome =
      utterance.kind === "text"
        ? await workspace.say(account, utterance.text)
        : await workspace.sendImage(account, Buffer.from(PICTURE, "base64"));
    if (!outcome.answered) throw new Error(`the bot did not answer ${account}: ${outcome.statuses.join(", ")}`);
  }

  async function speakDue(): Promise<void> {
    const due = agenda.filter(({ at }) => at <= instant).sort((a, b) => a.at - b.at);
    for (const entry of due) agenda.splice(agenda.indexOf(entry), 1);
    await Promise.all(due.map(({ account, utterance }) => speak(account, utterance)));
  }

  function nextHappening(): Instant {
    const spoken = Math.min(...agenda.map(({ at }) => at));
    return Math.min(spoken, nextDue(services.db) ?? Number.POSITIVE_INFINITY, nextMoment(services, instant));
  }

  return {
    school,
    script,
    workspace,
    get service() {
      return service;
    },
    get services() {
      return services;
    },
    cast: characters,
    schoolGroup: SCHOOL_GROUP,
    robotGroup: `webhook:${ROBOT}`,
    folder,
    now,
    nextHappening,
    async say(account, text) {
      options.onSaid?.(account, text, instant);
      return (await workspace.say(account, text)).reply;
    },
    async command(...words) {
      const printed: string[] = [];
      const said: string[] = [];
      const context: Partial<CommandContext> = {
        db: services.db,
        now,
        random: services.random,
        calendar: () => readCalendar(folder),
        config: { schoolName: school.name, dataDir: folder, logLevel: "warn" },
        print: (text) => printed.push(text),
        say: (text) => said.push(text),
      };
      const code = await runCommand(words, context);
      if (code !== 0) throw new Error(`bot ${words.join(" ")}: ${said.join("\n")}`);
      return printed.join("\n");
    },
    async passUntil(end) {
      for (;;) {
        await service.worker!.settle();
        // What falls into one step happens together, as it does in a school.
        instant = Math.max(instant, Math.min(end, Math.max(nextHappening(), instant + stepMs)));
        await speakDue();
        if (instant >= end) break;
      }
      await service.worker!.settle();
    },
    async powerCut(end) {
      await service.worker!.settle();
      await service.stop();
      instant = end;
      await start();
    },
    async stop() {
      await service.stop();
      await workspace.close();
    },
  };
}

/** Times of day at which the policy lets something begin: on a day without a round, only a round. */
const OPENING = ["09:07"];
const ROUND = ["09:00", "09:07", "14:10", "19:40", "21:00"];

function nextMoment({ db }: Services, now: Instant): Instant {
  const today = dayOf(now);
  const moments = roundsIn(db, "open").length === 0 ? OPENING : ROUND;
  const later = moments.map((time) => instantAt(today, time)).find((moment) => moment > now);
  return later ?? instantAt(addDays(today, 1), moments[0]);
}

function configOf(folder: string, base: string, schoolName: string): Config {
  return {
    platform: "wecom",
    schoolName,
    host: "127.0.0.1",
    port: 0,
    dataDir: folder,
    redisUrl: undefined,
    role: "all",
    tickSeconds: 3600,
    logLevel: "warn",
    wecom: { base, ...KEYS },
    metricsToken: undefined,
  };
}

export async function furnish(rehearsal: Rehearsal, folder: string): Promise<void> {
  const { school, command } = rehearsal;
  const roster = join(folder, "名册.csv");
  const totals = join(folder, "起始积分.csv");
  writeFileSync(roster, `\uFEFF${rosterCsv(school)}`);
  writeFileSync(totals, `\uFEFF${pastTotalsCsv(school)}`);
  await command("roster", "import", roster);
  await command("reports", "import", totals, "--as-of", school.asOf);
  await command("group", "set", "school", rehearsal.schoolGroup);
  await command("branch", "set", school.list[0]!.name, "--group", rehearsal.robotGroup);
}

/** The totals that the office knows at the start, by account. */
export function startTotals({ school }: Rehearsal): Map<string, number> {
  return new Map(
    school.everybody.flatMap(({ account, startKnown, startTotal }) => (startKnown ? [[account, startTotal]] : [])),
  );
}

/** A one-pixel PNG: what somebody sends who sends a screenshot. */
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
