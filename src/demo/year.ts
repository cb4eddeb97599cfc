import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../cli/command.ts";
import { type Day, instantAt, type Quarter } from "../domain/calendar.ts";
import { checkQuarter, type QuarterResult } from "./checks.ts";
import { type CountResult, checkYear } from "./count.ts";
import type { Memory } from "./published.ts";
import { type MissedDay, missTheDay } from "./redraw.ts";
import { furnish, openRehearsal, type Rehearsal, startTotals, theEndOf } from "./rehearsal.ts";
import { checkTrial, checkTrialIsForgotten, playTrial, type Trial, tryDuringRound } from "./trial.ts";

const YEAR = 2026;
const STEP_MS = 5 * 60_000;

/** Four quarters of a sample school in simulated time. True when every check holds. */
export async function playYear(
  options: { seed: number; branches: number; members: number; folder: string },
  print: (text: string) => void,
): Promise<boolean> {
  const started = performance.now();
  const eve = `${YEAR - 1}-12-31` as Day;
  const rehearsal = await openRehearsal({ ...options, eve, stepMs: STEP_MS });
  const results: QuarterResult[] = [];
  try {
    await furnish(rehearsal, options.folder);
    const memory: Memory = { known: startTotals(rehearsal), shown: new Map() };
    const { leftOut } = rehearsal.script;
    if (leftOut.length > 0) print(`规模较小，本次不演示：${leftOut.join("、")}。`);
    const faults: string[] = [];
    const expect = (holds: boolean, sentence: string) => void (holds || faults.push(sentence));
    let trial: Trial | undefined;
    let missed: MissedDay | undefined;
    for (const number of [1, 2, 3, 4]) {
      const quarter = `${YEAR}Q${number}` as Quarter;
      const from = rehearsal.now();
      trouble(rehearsal, number);
      trial ??= await playTrial(rehearsal, quarter);
      if (number === 1 && trial !== undefined) await checkTrial(rehearsal, trial, expect);
      missed ??= await missTheDay(rehearsal, quarter);
      if (number === 1 && trial !== undefined) {
        faults.push(...(await tryDuringRound(rehearsal, trial, theEndOf(quarter))));
      }
      await rehearsal.passUntil(theEndOf(quarter));
      rehearsal.workspace.faults.clear();
      const result = await checkQuarter(rehearsal, quarter, from, memory, missed);
      results.push(result);
      print(line(result));
      keepPicture(rehearsal, quarter, options.folder);
    }
    // The 公示 of the year and its 表彰通报 are over by then.
    await rehearsal.passUntil(instantAt(`${YEAR + 1}-01-25` as Day, "00:00"));
    const count = await checkYear(rehearsal, YEAR, startTotals(rehearsal));
    print(countLine(count));
    const { dotted, lonely } = rehearsal.script;
    const scenes = [
      ...(trial === undefined ? [] : ["试运行"]),
      ...(missed === undefined ? [] : [`${missed.quarter} 考核日（${missed.day}）停机、重新抽取`]),
      ...(rehearsal.workspace.record
        .toGroup(rehearsal.schoolGroup)
        .some(({ text }) => text?.startsWith("【更正公示】") === true)
        ? ["更正公示"]
        : []),
      ...(lonely === undefined ? [] : [`${lonely.branch}只有支部书记一人`]),
      ...(dotted === undefined ? [] : [`${dotted.name}的代报与更正`]),
    ];
    print(`演示了：${scenes.join("；")}。`);
    if (trial !== undefined) checkTrialIsForgotten(rehearsal, trial, expect);
    expect(missed !== undefined, "no quarter had a day to miss and to draw again");
    const { passed, text } = verdict([
      ...results.flatMap((result) => result.faults),
      ...count.faults,
      ...faults,
      ...(await farewell(rehearsal)),
    ]);
    print(text);
    print(`${((performance.now() - started) / 1000).toFixed(1)} s，种子 ${options.seed}，文件在 ${options.folder}`);
    return passed;
  } finally {
    await rehearsal.stop();
  }
}

/** Each quarter something goes wrong that a year has in store. */
function trouble({ workspace, services }: Rehearsal, quarter: number): void {
  const { faults } = workspace;
  switch (quarter) {
    case 1:
      return faults.expireTokens();
    case 2:
      faults.unavailable("message/send", { times: 1 });
      return faults.loseAnswer("message/send", { times: 1, skip: 2 });
    case 3:
      faults.errcode("message/send", 45009, { times: 1 });
      return faults.errcode("media/upload", -1, { times: 1 });
    default:
      faults.loseAnswer("gettoken", { times: 1 });
      services.log.debug("the last quarter");
  }
}

function line(result: QuarterResult): string {
  const { quarter, day, members, reported, late, questions, reminders, corrections, posts, faults } = result;
  const { talks, spotChecks, objections, documents } = result;
  const figures = [
    [
      "季度",
      "考核日",
      "应报",
      "已报",
      "迟报",
      "提问",
      "提醒",
      "更正",
      "谈话",
      "抽查",
      "异议",
      "群消息",
      "文件",
      "检查",
    ],
    [
      quarter,
      day,
      ...[
        members,
        reported,
        late,
        questions,
        reminders,
        corrections,
        talks,
        spotChecks,
        objections,
        posts,
        documents,
      ].map(String),
      faults.length === 0 ? "通过" : `${faults.length} 处不符`,
    ],
  ];
  return [table(figures), ...faults.slice(0, 20).map((fault) => `  ✗ ${fault}`)].join("\n");
}

function countLine({ counted, winners, notEligible, undecided, certificates, faults }: CountResult): string {
  const figures = [
    ["年终统计", "应统计", "积极分子", "不能评优", "暂不能判断", "奖状", "检查"],
    [
      String(YEAR),
      ...[counted, winners, notEligible, undecided, certificates].map(String),
      faults.length === 0 ? "通过" : `${faults.length} 处不符`,
    ],
  ];
  return [table(figures), ...faults.slice(0, 20).map((fault) => `  ✗ ${fault}`)].join("\n");
}

function verdict(faults: readonly string[]): { passed: boolean; text: string } {
  return faults.length === 0
    ? {
        passed: true,
        text: "全部检查通过：提问、提醒、记录、更正、谈话、抽查、异议、权限、排名与文件均与企业自己的记录一致。",
      }
    : { passed: false, text: `${faults.length} 处检查不符。\n${faults.slice(0, 20).join("\n")}` };
}

/** Somebody leaves and has the own data deleted; the audit log tells the year without a gap. Returns what is wrong. */
async function farewell({ school, say, command, now, passUntil }: Rehearsal): Promise<string[]> {
  const faults: string[] = [];
  const expect = (holds: boolean, sentence: string) => {
    if (!holds) faults.push(sentence);
  };
  const leaver = school.everybody.findLast(({ duties }) => duties.length === 0);
  if (leaver !== undefined) {
    const asked = (await say(leaver.account, "删除我的数据")) ?? "";
    expect(asked.includes("确认删除我的数据"), `删除我的数据 was answered: ${asked}`);
    const deleted = (await say(leaver.account, "确认删除我的数据")) ?? "";
    expect(deleted.includes("已删除"), `确认删除我的数据 was answered: ${deleted}`);
    const after = (await say(leaver.account, "我的积分")) ?? "";
    expect(after.includes("不在名单"), `who has left is told: ${after}`);
    expect(!(await command("roster", "list")).includes(leaver.account), `${leaver.account} is still on the roster`);
  }
  await passUntil(now() + 10 * 60_000);
  await command("audit", "verify");
  await command("burden", `${YEAR}Q4`);
  return faults;
}

function keepPicture({ workspace, schoolGroup }: Rehearsal, quarter: Quarter, folder: string): void {
  const picture = workspace.record.toGroup(schoolGroup).findLast(({ kind }) => kind === "image");
  if (picture?.bytes !== undefined) writeFileSync(join(folder, `排名-${quarter}.png`), picture.bytes);
}
