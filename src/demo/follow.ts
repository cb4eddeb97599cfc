import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { type Day, minuteOf, type Quarter } from "../domain/calendar.ts";
import type { Arrival } from "../simulator/record.ts";
import { roundsOf } from "../store/rounds.ts";
import { storedSummary } from "../store/summaries.ts";
import { openCases } from "./cases.ts";
import { checkQuarter } from "./checks.ts";
import { furnish, openRehearsal, type Rehearsal, startTotals, theEndOf } from "./rehearsal.ts";

const QUARTER = "2026Q4" as Quarter;
const EVE = "2026-09-30" as Day;
const STEP_MS = 60_000;
/** Real time between two things that happen. */
const PACE_MS = 900;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const HELP = [
  "随时可以输入：",
  "  名字: 文字     以这位党员的身份对助手说话，例如  李明: 12345",
  "  >> 3d          让时间前进（m 分钟、h 小时、d 天）",
  "  Ctrl-C         结束",
].join("\n");

/** Plays a quarter at a pace a person can follow, and lets that person speak. */
export async function follow(
  options: { seed: number; branches: number; members: number; folder: string },
  print: (text: string) => void,
): Promise<boolean> {
  const conversation = openConversation(print);
  const rehearsal = await openRehearsal({ ...options, eve: EVE, stepMs: STEP_MS, onSaid: conversation.said });
  const { school, workspace, service } = rehearsal;
  conversation.follow(rehearsal);
  const input = openInput();
  process.on("SIGINT", input.close);
  try {
    print(`${school.name}：${school.list.length} 个党支部，${school.everybody.length} 位党员（虚构）。`);
    print(`虚拟企业微信 ${workspace.url}，助手 ${service.url}/wecom/callback，就绪检查 ${service.url}/readyz`);
    print(HELP);
    await furnish(rehearsal, options.folder);
    const from = rehearsal.now();
    const memory = { known: startTotals(rehearsal), shown: new Map() };
    let checked = false;
    let passed = true;
    let spoken = false;
    for (;;) {
      for (const line of input.take()) if (await obey(rehearsal, line, print, conversation.flush)) spoken = true;
      if (input.closed() === "interrupted") break;
      if (!checked && isOver(rehearsal)) {
        const result = await checkQuarter(rehearsal, QUARTER, from, memory);
        checked = true;
        // Whoever plays along may do what no script foresees.
        passed = result.faults.length === 0 || spoken;
        for (const fault of result.faults) print(`${spoken ? "（有人参与，仅供参考）" : "✗"} ${fault}`);
        print(
          `${QUARTER} 已归档，自查${result.faults.length === 0 ? "全部通过" : "有不符之处"}。可以继续输入，或用 >> 30d 前进，Ctrl-C 结束。`,
        );
        if (input.closed() !== undefined) break;
      }
      if (checked) {
        await input.next();
        continue;
      }
      await rehearsal.passUntil(rehearsal.nextHappening());
      if (conversation.flush()) await wait(PACE_MS);
    }
    return passed;
  } finally {
    process.off("SIGINT", input.close);
    input.close();
    await rehearsal.stop();
  }
}

/** Archived, and nothing waits for anybody; in a school too small for that, when the next quarter's time has come. */
function isOver(rehearsal: Rehearsal): boolean {
  const { db } = rehearsal.services;
  const rounds = roundsOf(db, QUARTER);
  const closed = rounds.length > 0 && rounds.every(({ state }) => state === "closed");
  const done = closed && storedSummary(db, QUARTER)?.state === "archived" && openCases(rehearsal, QUARTER).length === 0;
  return done || rehearsal.now() >= theEndOf(QUARTER);
}

/** One typed line: somebody speaks, or time moves. True when somebody spoke. */
async function obey(
  rehearsal: Rehearsal,
  line: string,
  print: (text: string) => void,
  flush: () => boolean,
): Promise<boolean> {
  const jump = /^>>\s*(\d{1,4})\s*([mhd])$/.exec(line.trim());
  if (jump !== null) {
    await rehearsal.passUntil(rehearsal.now() + Number(jump[1]) * UNITS[jump[2]!]!);
    flush();
    print(`现在是 ${minuteOf(rehearsal.now())}`);
    return false;
  }
  const spoken = /^\s*([^:：]+?)\s*[:：]\s*([\s\S]+)$/.exec(line);
  if (spoken === null) {
    if (line.trim() !== "") print(HELP);
    return false;
  }
  const [, who = "", text = ""] = spoken;
  const member = rehearsal.school.everybody.find(({ name, account }) => name === who || account === who);
  if (member === undefined) {
    const some = rehearsal.school.everybody.slice(0, 12).map(({ name }) => name);
    print(`没有“${who}”这个人。例如：${some.join("、")}`);
    return false;
  }
  await rehearsal.say(member.account, text);
  await rehearsal.passUntil(rehearsal.now());
  flush();
  return true;
}

interface Conversation {
  said(account: string, text: string, at: number): void;
  follow(rehearsal: Rehearsal): void;
  /** Prints what has come together; false when nothing was said. */
  flush(): boolean;
}

interface Line {
  readonly at: number;
  readonly from: string;
  to: string[];
  readonly text: string;
}

/** Collects what is said in a step; equal messages to many become one line. */
function openConversation(print: (text: string) => void): Conversation {
  const lines: Line[] = [];
  const names = new Map<string, string>();
  const nameOf = (account: string) => names.get(account) ?? account;

  return {
    said(account, text, at) {
      lines.push({ at, from: nameOf(account), to: ["助手"], text });
    },
    follow({ school, workspace, schoolGroup, robotGroup }) {
      for (const { account, name } of school.everybody) names.set(account, name);
      names.set(schoolGroup, "全校群");
      names.set(robotGroup, "支部群");
      workspace.record.onArrival(({ at, kind, text, fileName }: Arrival, to) => {
        const shown = text ?? `[${kind === "image" ? "图片" : "文件"} ${fileName ?? ""}]`;
        const who = nameOf(to);
        const equal = lines.find((line) => line.from === "助手" && line.text === shown && line.at === at);
        if (equal === undefined) lines.push({ at, from: "助手", to: [who], text: shown });
        else equal.to.push(who);
      });
    },
    flush() {
      const some = lines.length > 0;
      for (const { at, from, to, text } of lines.splice(0)) {
        const whom = to.length > 3 ? `${to.slice(0, 3).join("、")} 等 ${to.length} 人` : to.join("、");
        print(`[${minuteOf(at).slice(5)}] ${from} → ${whom}：${text.replaceAll("\n", "\n              ")}`);
      }
      return some;
    },
  };
}

interface Input {
  /** The lines typed since the last call. */
  take(): string[];
  /** Resolves with the next line, or the end. */
  next(): Promise<void>;
  closed(): "ended" | "interrupted" | undefined;
  close(): void;
}

function openInput(): Input {
  const reader = createInterface({ input: process.stdin });
  const lines: string[] = [];
  let closed: "ended" | "interrupted" | undefined;
  let onChange: () => void = () => {};
  reader.on("line", (line) => {
    lines.push(line);
    onChange();
  });
  reader.on("close", () => {
    closed ??= "ended";
    onChange();
  });
  return {
    take: () => lines.splice(0),
    async next() {
      if (lines.length > 0 || closed === "interrupted") return;
      await new Promise<void>((resolve) => {
        onChange = resolve;
      });
    },
    closed: () => closed,
    close() {
      closed = "interrupted";
      onChange();
      reader.close();
      process.stdin.destroy();
    },
  };
}
