import { actOf } from "../acts/act.ts";
import { importRoster, planRoster } from "../acts/import-roster.ts";
import { dayOf } from "../domain/calendar.ts";
import { type RosterChange, type RosterPlan, type RosterWarning } from "../domain/roster-import.ts";
import { rosterLines } from "../store/members.ts";
import { memberIds } from "../store/roster.ts";
import { type Command, type CommandContext, inSteps, JSON_OPTION, result, table } from "./command.ts";
import { refuse, sheetText, tableIn } from "./import-file.ts";
import { isRoster, rosterRows } from "./roster-file.ts";
import { branchValue } from "./values.ts";

export const rosterImport: Command = {
  usage: "roster import FILE [--dry-run]",
  what: "导入名册（.xlsx 或 .csv）；--dry-run 只看不改",
  options: { "dry-run": { type: "boolean" } },
  positionals: 1,
  async run(context, { positionals, options }) {
    const { db } = context;
    const file = await tableIn(positionals[0]!, isRoster);
    const { rows, faults, notes } = rosterRows(file, new Set(memberIds(db).keys()));
    refuse(file, faults, notes);
    for (const note of notes) context.say(`注意：${note}。`);
    const dry = options["dry-run"] === true;
    const act = actOf(context, undefined, "operator");
    const plan = planRoster(act, rows);
    if (!dry) await inSteps(db, importRoster(plan, rows.length), act);
    show(context, plan, `${dry ? "试运行，未作改动" : "已导入"}${sheetText(file)}`);
  },
};

export const rosterList: Command = {
  usage: "roster list [--branch NAME] [--json]",
  what: "列出今天的名册",
  options: { branch: { type: "string" }, ...JSON_OPTION },
  run(context, args) {
    const { db, now } = context;
    const branch = args.options.branch;
    const branchId = typeof branch === "string" ? branchValue(db, branch).id : undefined;
    const lines = rosterLines(db, dayOf(now()), branchId);
    const value = lines.map(({ account, name, branch, state, duties }) => ({ account, name, branch, state, duties }));
    result(context, args, value, () =>
      table([
        ["账号", "姓名", "党支部", "状态", "职务"],
        ...lines.map((line) => [line.account, line.name, line.branch, line.state, line.duties.join("、")]),
      ]),
    );
  },
};

/** More lines than anybody reads are counted only. */
const SHOWN = 200;

function show({ print, say }: CommandContext, plan: RosterPlan, done: string): void {
  const { changes, newBranches, unchanged, missing, warnings } = plan;
  for (const change of changes.slice(0, SHOWN)) print(changeText(change));
  if (changes.length > SHOWN) print(`……另有 ${changes.length - SHOWN} 处变化`);
  for (const warning of warnings) say(`注意：${warningText(warning)}`);
  if (missing.length > 0) {
    const names = missing.slice(0, 20).map(({ name, account }) => `${name}（${account}）`);
    say(
      `文件中没有以下 ${missing.length} 人，保持不变（离开的请标为“转出”）：${names.join("、")}${missing.length > 20 ? "……" : ""}`,
    );
  }
  const branches = newBranches.map(({ name, kind }) => (kind === "retired" ? `${name}（离退休）` : name));
  print(
    `${done}：${changes.length} 处变化，${unchanged} 人不变${branches.length === 0 ? "" : `；新党支部：${branches.join("、")}`}。`,
  );
}

function changeText(change: RosterChange): string {
  const who = `${change.name}（${change.account}）`;
  switch (change.kind) {
    case "added":
      return `新增 ${who} → ${change.branch}`;
    case "renamed":
      return `改名 ${who}，原名 ${change.former}`;
    case "account":
      return `换账号 ${who}，原账号 ${change.former}，记录保留`;
    case "moved":
      return `转移 ${who}：${change.former ?? "无"} → ${change.branch}，自 ${change.since}`;
    case "duties":
      return `职务 ${who}：${change.former.join("、") || "无"} → ${change.duties.join("、") || "无"}`;
    case "state":
      return `状态 ${who}：${change.former ?? "无"} → ${change.state}${change.from === undefined ? "" : `，自 ${change.from}`}${change.until === undefined ? "" : ` 至 ${change.until}`}`;
    default:
      return change satisfies never;
  }
}

function warningText(warning: RosterWarning): string {
  switch (warning.kind) {
    case "no secretary":
      return `${warning.branch}没有支部书记，谈话名单将无人接收。`;
    case "several secretaries":
      return `${warning.branch}有多位支部书记：${warning.names.join("、")}。`;
    case "duties after leaving":
      return `第 ${warning.line} 行 ${warning.name}已离开，却仍有职务。`;
    case "left before joining":
      return `第 ${warning.line} 行 ${warning.name}已离开且不在名册，已略过。`;
    default:
      return warning satisfies never;
  }
}
