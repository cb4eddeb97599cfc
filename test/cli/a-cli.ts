import { runCommand } from "../../src/cli.ts";
import type { WorkCalendar } from "../../src/domain/calendar.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";

export interface Outcome {
  readonly code: number;
  /** Standard output and standard error. */
  readonly out: string;
  readonly err: string;
}

/** A bot and its operator's commands, on one database and one clock. */
export interface Cli extends Bot {
  bot(...words: string[]): Promise<Outcome>;
  /** Runs a command with `--json`, which must succeed, and reads its document. */
  json(...words: string[]): Promise<unknown>;
}

interface CliOptions extends NonNullable<Parameters<typeof aBot>[0]> {
  readonly dataDir?: string;
  /** Another one than the library's. */
  readonly calendar?: WorkCalendar;
  /** What somebody at a terminal answers, one question after the other; without it nobody sits there. */
  readonly answers?: string[];
}

export function aCli({ dataDir = "/nowhere", calendar, answers, ...options }: CliOptions = {}): Cli {
  const bot = aBot({ time: "2026-11-18 10:00", ...options });
  const config = { schoolName: "测试学校", dataDir, logLevel: "silent" };
  const services = calendar === undefined ? bot.services : { ...bot.services, calendar: () => calendar };

  async function run(...words: string[]): Promise<Outcome> {
    const out: string[] = [];
    const err: string[] = [];
    const ask = (question: string) => {
      err.push(question);
      return Promise.resolve(answers?.shift() ?? "");
    };
    const code = await runCommand(words, {
      ...services,
      ask: answers === undefined ? undefined : ask,
      config,
      print: (text) => out.push(text),
      say: (text) => err.push(text),
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  return {
    ...bot,
    bot: run,
    async json(...words) {
      const { code, out, err } = await run(...words, "--json");
      if (code !== 0) throw new Error(`bot ${words.join(" ")}: ${code} ${err}`);
      return JSON.parse(out);
    },
  };
}

/** Three working branches and a retired one, the office and the committee. */
export const aSchool: Readonly<Record<string, APerson>> = {
  zhang: { name: "张伟", branch: "第一党支部", duties: ["支部书记"] },
  wang: { name: "王芳", branch: "第一党支部", duties: ["宣传委员"] },
  li: { name: "李明", branch: "第一党支部" },
  chen: { name: "陈静", branch: "第一党支部" },
  su: { name: "苏敏", branch: "第二党支部", duties: ["支部书记"] },
  he: { name: "何翠", branch: "第二党支部", duties: ["总管理"] },
  ma: { name: "马宁", branch: "第二党支部", duties: ["党委书记"] },
  Fang: { name: "方圆", branch: "第三党支部", duties: ["支部书记", "党委委员"] },
  lu: { name: "陆一", branch: "第三党支部" },
  lao: { name: "老李", branch: "离退休党支部", duties: ["支部书记"], state: "离退休" },
};

/** What everybody reports in `aClosedQuarter`; 陈静 does not. */
export const totals = {
  zhang: 15_001,
  wang: 12_000,
  li: 9000,
  su: 11_000,
  he: 10_001,
  ma: 9000,
  Fang: 8000,
  lu: 9000,
  lao: 700,
};

/** `aSchool` with a past total of 李明's, asked on 2026-11-18 at ten. */
export async function aSchoolBeingAsked(options: CliOptions = {}): Promise<Cli> {
  const cli = aCli(options);
  cli.roster(aSchool);
  cli.past("li", 8000, "2026-08-18");
  await cli.json("round", "open", "--reason", "抽测", "--yes");
  return cli;
}

/** `aSchoolBeingAsked` when its answers are in and its rounds are closed. */
export async function aClosedQuarter(options: CliOptions = {}): Promise<Cli> {
  const cli = await aSchoolBeingAsked(options);
  for (const [account, total] of Object.entries(totals)) await cli.say(account, `${total}`);
  await cli.json("round", "close");
  return cli;
}
