import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { auditShow, auditVerify } from "./cli/audit.ts";
import { backup, restore } from "./cli/backup.ts";
import { burden } from "./cli/burden.ts";
import { type Command, type CommandContext, CommandFailed, InputError } from "./cli/command.ts";
import { doctor } from "./cli/doctor.ts";
import { exportFiles } from "./cli/export.ts";
import { branchList, branchSet, groupSet } from "./cli/groups.ts";
import { outboxList, outboxResolve } from "./cli/outbox.ts";
import { reportsImport } from "./cli/past-totals.ts";
import { explain } from "./cli/placeholders.ts";
import { policyAdopt, policyCheck, policyShow, policyUse } from "./cli/policy.ts";
import { quarterDraw, quarterStatus } from "./cli/quarter.ts";
import { quarterVerify } from "./cli/quarter-verify.ts";
import { rosterImport, rosterList } from "./cli/roster.ts";
import { rosterSync } from "./cli/roster-sync.ts";
import { rosterTemplateCommand } from "./cli/roster-template.ts";
import { roundClose, roundOpen } from "./cli/rounds.ts";
import { summaryApprove, summaryPublish, summaryReturn, summaryShow, summarySubmit, talkList } from "./cli/summary.ts";
import { yearApprove, yearClose, yearCount, yearPreview, yearPublish, yearReturn, yearSubmit } from "./cli/year.ts";
import { ConfigFaults, callersFolder, environment, readLocalConfig } from "./config.ts";
import { DATABASE, openLog, systemClock, systemRandom, workspace } from "./services.ts";
import { readCalendar } from "./store/calendar.ts";
import { type Database, openDatabase } from "./store/database.ts";

const commands: readonly Command[] = [
  [rosterImport, rosterList, rosterSync, rosterTemplateCommand, reportsImport, branchSet, branchList, groupSet],
  [policyShow, policyCheck, policyAdopt, policyUse],
  [quarterDraw, quarterStatus, quarterVerify, roundOpen, roundClose, talkList],
  [summaryShow, summarySubmit, summaryApprove, summaryReturn, summaryPublish],
  [yearCount, yearPreview, yearSubmit, yearApprove, yearReturn, yearPublish, yearClose, exportFiles],
  [outboxList, outboxResolve, auditVerify, auditShow, burden, doctor, backup, restore],
].flat();

/** `roster import` of `roster import FILE [--dry-run]`. */
function nameOf({ usage }: Command): string {
  return /^[a-z]+( [a-z]+)?/.exec(usage)![0];
}

function help(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return ["用法：bot 命令", ...commands.map(({ usage, what }) => `  bot ${usage.padEnd(width)}  ${what}`)].join("\n");
}

/** Runs one command line. Exit code 0: done; 1: failed; 2: bad input or usage, and nothing was changed. */
export async function runCommand(words: readonly string[], given: Partial<CommandContext> = {}): Promise<number> {
  const say = given.say ?? ((text: string) => console.error(text));
  const print = given.print ?? ((text: string) => console.log(text));
  try {
    const command = findCommand(words);
    if (command === undefined) {
      if (words.length > 0 && !["help", "--help", "-h"].includes(words[0]!)) {
        throw new InputError(`没有“${words.join(" ")}”这个命令。\n${help()}`);
      }
      print(help());
      return 0;
    }
    const { values, positionals } = parseArgs({
      args: words.slice(nameOf(command).split(" ").length),
      options: { ...command.options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help === true) {
      print([`用法：bot ${command.usage}`, command.what, ...explain(command.usage)].join("\n"));
      return 0;
    }
    checkCount(command, positionals);
    const opened: Database[] = [];
    try {
      await command.run(contextOf({ ...given, print, say }, opened), { positionals, options: values });
    } finally {
      for (const db of opened) db.$client.close();
    }
    return 0;
  } catch (error) {
    return exitCode(error, say);
  }
}

function findCommand(words: readonly string[]): Command | undefined {
  return commands.find((command) => {
    const name = nameOf(command).split(" ");
    return name.every((word, index) => words[index] === word);
  });
}

function checkCount(command: Command, positionals: readonly string[]): void {
  const wanted = command.positionals ?? 0;
  const optional = /\[[A-Z]+\]/.test(command.usage);
  const enough = positionals.length === wanted || (optional && positionals.length < wanted);
  if (!enough) throw new InputError(`用法：bot ${command.usage}`);
}

/** The database is opened when a command asks for it: `restore` must also work when it cannot be opened. */
function contextOf(
  given: Partial<CommandContext> & Pick<CommandContext, "print" | "say">,
  opened: Database[],
): CommandContext {
  const config = given.config ?? readLocalConfig(environment);
  // `deploy/dev` works in the project's folder; files that are named are in the caller's.
  if (given.config === undefined) process.chdir(callersFolder(environment));
  return {
    get db() {
      if (given.db !== undefined) return given.db;
      if (opened.length === 0) opened.push(openDatabase(join(config.dataDir, DATABASE)));
      return opened[0]!;
    },
    now: given.now ?? systemClock,
    random: given.random ?? systemRandom,
    calendar: given.calendar ?? (() => readCalendar(config.dataDir)),
    log: given.log ?? openLog(config.logLevel),
    school: config.schoolName,
    textBytes: workspace.limits.textBytes,
    config,
    print: given.print,
    say: given.say,
    ask: given.ask,
  };
}

/** Asks whoever sits at the terminal; the question stands on standard error, beside everything that is no result. */
function terminal(): CommandContext["ask"] {
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY || !output.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}

function exitCode(error: unknown, say: (text: string) => void): number {
  const usage = (error as { code?: unknown }).code;
  if (typeof usage === "string" && usage.startsWith("ERR_PARSE_ARGS")) {
    const [, option] = /'(-[^' ]*)/.exec((error as Error).message) ?? [];
    say(`参数有误${option === undefined ? "" : `：${option}`}。请用 bot 命令 --help 查看用法。`);
    return 2;
  }
  if (error instanceof InputError || error instanceof ConfigFaults) {
    say(error.message);
    return 2;
  }
  say(error instanceof CommandFailed ? error.message : `没有完成：${(error as Error).message}`);
  return 1;
}

if (import.meta.main) {
  process.umask(0o077);
  process.exitCode = await runCommand(process.argv.slice(2), { ask: terminal() });
}
