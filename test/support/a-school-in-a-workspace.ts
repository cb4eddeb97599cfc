import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/cli.ts";
import type { Config } from "../../src/config.ts";
import { workCalendar } from "../../src/domain/calendar.ts";
import { DATABASE } from "../../src/services.ts";
import { seededBytes } from "../../src/simulator/random.ts";
import { pastTotalsCsv, rosterCsv, type School, sampleSchool, workspaceMembers } from "../../src/simulator/school.ts";
import { startWeCom, type WeCom } from "../../src/simulator/wecom-server.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { aClock, type Clock } from "./a-bot.ts";

/** A sample school in a simulated workspace with its database made ready; the service is started by the test. */
export interface SchoolInWorkspace {
  readonly school: School;
  readonly workspace: WeCom;
  readonly config: Config;
  readonly clock: Clock;
  readonly groups: readonly string[];
  /** Runs an operator's command on the database file, beside the service. */
  command(...words: string[]): Promise<string>;
  /** Looks into the database beside the service. */
  look<T>(query: (db: Database) => T): T;
  close(): Promise<void>;
}

export const TEST_KEYS = {
  corpId: "wx5823bf96d3bd56c7",
  agentId: 1_000_002,
  secret: "the-secret-of-the-test-app",
  token: "QDG6eK",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
};

const CHAT = "schoolwide";
const ROBOT = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

export async function aSchoolInAWorkspace(options: {
  seed: number;
  branches: number;
  members: number;
  time?: string;
  redisUrl?: string;
  retryPauseMs?: number;
}): Promise<SchoolInWorkspace> {
  const { seed, branches, members } = options;
  const folder = mkdtempSync(join(tmpdir(), "study-points-"));
  const clock = aClock(options.time ?? "2026-11-18 09:30");
  const school = sampleSchool({ seed, branches, members, asOf: "2026-09-30" });
  const workspace = await startWeCom({
    ...TEST_KEYS,
    now: clock.now,
    members: workspaceMembers(school),
    appchats: [CHAT],
    robots: [ROBOT],
    randomBytes: seededBytes(seed, "workspace"),
    callbackRetryPauseMs: options.retryPauseMs ?? 0,
  });
  const config: Config = {
    platform: "wecom",
    schoolName: school.name,
    host: "127.0.0.1",
    port: 0,
    dataDir: folder,
    redisUrl: options.redisUrl,
    role: "all",
    tickSeconds: 3600,
    logLevel: "silent",
    wecom: { base: workspace.url, ...TEST_KEYS },
    metricsToken: undefined,
  };
  const file = join(folder, DATABASE);

  function look<T>(query: (db: Database) => T): T {
    const db = openDatabase(file);
    try {
      return query(db);
    } finally {
      db.$client.close();
    }
  }

  async function command(...words: string[]): Promise<string> {
    const printed: string[] = [];
    const said: string[] = [];
    const db = openDatabase(file);
    try {
      const code = await runCommand(words, {
        db,
        now: clock.now,
        random: seededBytes(seed, "operator", words.join(" ")),
        calendar: () => workCalendar(),
        config: { schoolName: school.name, dataDir: folder, logLevel: "silent" },
        print: (text) => printed.push(text),
        say: (text) => said.push(text),
      });
      if (code !== 0) throw new Error(`bot ${words.join(" ")}: ${said.join("\n")}`);
      return printed.join("\n");
    } finally {
      db.$client.close();
    }
  }

  const roster = join(folder, "roster.csv");
  const totals = join(folder, "totals.csv");
  writeFileSync(roster, rosterCsv(school));
  writeFileSync(totals, pastTotalsCsv(school));
  await command("roster", "import", roster);
  await command("reports", "import", totals, "--as-of", school.asOf);
  const groups = [`appchat:${CHAT}`, `webhook:${ROBOT}`];
  await command("group", "set", "school", groups[0]!);
  await command("branch", "set", school.list[0]!.name, "--group", groups[1]!);

  return {
    school,
    workspace,
    config,
    clock,
    groups,
    command,
    look,
    async close() {
      await workspace.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
