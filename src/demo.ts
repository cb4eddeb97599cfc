import { join } from "node:path";
import { parseArgs } from "node:util";
import { follow } from "./demo/follow.ts";
import { playYear } from "./demo/year.ts";

const FOLDER = join("data", "demo");

const USAGE = `用法：demo [--auto] [--seed N] [--branches N] [--members N] [--platform wecom]
  --auto      无人值守：在模拟时间里过完一年并自查
  --seed      随机种子（默认 1）
  --branches  党支部数（默认 2，无人值守时 4）
  --members   每个党支部的人数（默认 7，无人值守时 12）`;

async function main(): Promise<number> {
  let options: {
    auto?: boolean;
    seed?: string;
    branches?: string;
    members?: string;
    platform?: string;
    help?: boolean;
  };
  try {
    options = parseArgs({
      options: {
        auto: { type: "boolean" },
        seed: { type: "string" },
        branches: { type: "string" },
        members: { type: "string" },
        platform: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    console.error(`参数有误：${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (options.help === true) {
    console.log(USAGE);
    return 0;
  }
  const seed = whole(options.seed, 1, 0, 2 ** 31);
  const branches = whole(options.branches, options.auto === true ? 4 : 2, 1, 80);
  const members = whole(options.members, options.auto === true ? 12 : 7, 1, 500);
  if (seed === undefined || branches === undefined || members === undefined) {
    console.error(`--seed、--branches（1–80）、--members（1–500）应为整数。\n${USAGE}`);
    return 2;
  }
  if (options.platform !== undefined && options.platform !== "wecom") {
    console.error("目前只有 --platform wecom。");
    return 2;
  }
  const play = options.auto === true ? playYear : follow;
  return (await play({ seed, branches, members, folder: FOLDER }, console.log)) ? 0 : 1;
}

function whole(text: string | undefined, otherwise: number, least: number, most: number): number | undefined {
  if (text === undefined) return otherwise;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
}

process.exitCode = await main();
