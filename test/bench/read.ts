import { performance } from "node:perf_hooks";
import { vocabulary } from "../../src/chat/commands.ts";
import { RosterNames } from "../../src/chat/read/names.ts";
import { read } from "../../src/chat/read/read.ts";
import type { ReadContext } from "../../src/chat/read/reading.ts";
import type { Day } from "../../src/domain/calendar.ts";

const LIMIT_BYTES = 64 * 1024;
/** Longer messages are not searched for a number. */
const READ_THROUGH = 1000;
const ROSTER = 200_000;
const RUNS = 15;
const SHORT_RUNS = 20_000;

const short = [
  "12345",
  "12345分",
  "总积分12345",
  "我的积分12345分 今天学了35分",
  "一万二千三百四十五",
  "3. 李明 12345",
  "收到",
  "我的积分",
];

const words = `1 一 万 十 零 几 # ? ， 。 + - = ( 王 李 啊 从 不 第 @ 「 [ 一万 一千一百 一二 一. 十分 1+ 1, 12,345, 1.1. 1-1- 1:1: 1/
  1万 1O 1w a1 1点 一点 第一 11月 2026- 王芳 李明王芳 我的积分 一共 没变 大概 「王芳:1」 @王芳 @a 12345吗 12345？ 不是12345 [图片] http://
  请 帮我 我要`;
/** Pieces that make the worst messages when repeated up to the largest body the callback takes. */
const pieces = words
  .split(/\s+/)
  .concat(
    ["1 ", "1 2 ", "12 345 ", "12345 12354 ", "\u3000", "\n", "---\n", "- - - - - \n", "#接龙\n", "王芳12345\n"],
    ["1.王芳1\n", "1、李明12345\n", "总积分12345，今日35。\n", "成长总积分 12345\n今日已累积 35 积分\n"],
  );

interface Timing {
  readonly name: string;
  /** Median of several runs. */
  readonly ms: number;
}

/** `worst`: the longest messages, the slowest first. `quick`: what members write. */
export function benchRead(): { readonly worst: Timing[]; readonly quick: Timing[] } {
  const context = benchContext();
  const worst = pieces.flatMap((piece) => {
    const longest = piece.repeat(Math.floor(LIMIT_BYTES / Buffer.byteLength(piece)));
    const readThrough = piece.repeat(READ_THROUGH / piece.length);
    return [
      { name: `64 KiB of ${JSON.stringify(piece)}`, ms: median(RUNS, () => read(longest, context, vocabulary)) },
      {
        name: `1000 characters of ${JSON.stringify(piece)}`,
        ms: median(RUNS, () => read(readThrough, context, vocabulary)),
      },
    ];
  });
  const quick = short.map((text) => ({ name: text, ms: perCall(text, context) }));
  return { worst: worst.sort((a, b) => b.ms - a.ms), quick };
}

function benchContext(): ReadContext {
  const surnames = Array.from("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜");
  const names = new Set(["李明", "王芳", "张伟"]);
  for (let number = 0; names.size < ROSTER; number++) {
    const given = String.fromCharCode(0x4e00 + (number % 5000), 0x5000 + Math.floor(number / 5000));
    names.add(`${surnames[number % surnames.length]}${given}`);
  }
  const previous = { total: 11_020, day: "2026-08-18" as Day };
  return {
    me: "李明",
    names: new RosterNames(names),
    branches: new Set(),
    bot: "党务小助手",
    today: "2026-11-18" as Day,
    previous,
  };
}

function perCall(text: string, context: ReadContext): number {
  return (
    median(RUNS, () => {
      for (let run = 0; run < SHORT_RUNS; run++) read(text, context, vocabulary);
    }) / SHORT_RUNS
  );
}

function median(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? 0;
}
