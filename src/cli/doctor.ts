import { execFile } from "node:child_process";
import { statfsSync } from "node:fs";
import { promisify } from "node:util";
import { environment, readConfig } from "../config.ts";
import { COMMITTEE_SECRETARY, OFFICE, SECRETARY } from "../domain/access.ts";
import { dayOf, yearOf } from "../domain/calendar.ts";
import { openPlatform } from "../services.ts";
import { allBranches, holdersOf } from "../store/members.ts";
import { countByState } from "../store/outbox.ts";
import { setting } from "../store/settings.ts";
import { type Command, type CommandContext, CommandFailed, JSON_OPTION, result } from "./command.ts";

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

export const doctor: Command = {
  usage: "doctor [--json]",
  what: "检查配置、数据库、Redis、平台与名册",
  options: JSON_OPTION,
  async run(context, args) {
    const findings: Finding[] = [];
    for (const examine of [node, database, disk, redis, holidays, roster, groups, deliveries, platform]) {
      findings.push(await examine(context));
    }
    result(context, args, { ok: findings.every(({ ok }) => ok), findings }, () =>
      findings.map(({ check, ok, detail }) => `${ok ? "✓" : "✗"} ${check}：${detail}`).join("\n"),
    );
    if (findings.some(({ ok }) => !ok)) throw new CommandFailed("有需要处理的问题，见上。");
  },
};

const good = (check: string, detail: string): Finding => ({ check, ok: true, detail });
const bad = (check: string, detail: string): Finding => ({ check, ok: false, detail });

function node(): Finding {
  return good("Node", process.version);
}

function database({ db }: CommandContext): Finding {
  const found = db.$client.pragma("quick_check", { simple: true });
  return found === "ok" ? good("数据库", "完好") : bad("数据库", "有损坏，请用 bot restore 从备份恢复");
}

const LEAST_FREE_GIB = 1;

function disk({ config }: CommandContext): Finding {
  const { bavail, bsize } = statfsSync(config.dataDir);
  const free = (bavail * bsize) / 1024 ** 3;
  const detail = `剩余 ${free.toFixed(1)} GiB`;
  return free >= LEAST_FREE_GIB ? good("磁盘", detail) : bad("磁盘", `${detail}，请清理`);
}

async function redis(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)("redis-server", ["--version"]);
    const version = /v=(\d+)\.(\d+)/.exec(stdout);
    const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
    const enough = major > 6 || (major === 6 && minor >= 2);
    return enough ? good("Redis", `${major}.${minor}`) : bad("Redis", `版本 ${major}.${minor} 过旧，需要 6.2 以上`);
  } catch {
    return environment.REDIS_URL
      ? good("Redis", "使用 REDIS_URL 指定的服务器")
      : bad("Redis", "没有 redis-server，请运行 apt-get install redis-server");
  }
}

/** The State Council publishes next year's holidays in November. */
function holidays({ now, calendar }: CommandContext): Finding {
  const today = dayOf(now());
  const years = [yearOf(today), ...(today.slice(5, 7) >= "11" ? [yearOf(today) + 1] : [])];
  try {
    const known = calendar();
    const missing = years.filter((year) => !known.knows(year));
    if (missing.length === 0) return good("节假日", `已收录 ${years.join("、")} 年`);
    return bad("节假日", `${missing.join("、")} 年尚未收录，请把国务院公布的安排写入数据目录的 holidays.json`);
  } catch (error) {
    return bad("节假日", (error as Error).message);
  }
}

function roster({ db, now }: CommandContext): Finding {
  const today = dayOf(now());
  const branches = allBranches(db);
  if (branches.length === 0) return bad("名册", "尚未导入，请用 bot roster import");
  const lacking = branches.filter(({ id }) => holdersOf(db, SECRETARY, today, id).length === 0);
  if (lacking.length > 0) return bad("名册", `没有支部书记：${lacking.map(({ name }) => name).join("、")}`);
  if (holdersOf(db, OFFICE, today).length === 0) return bad("名册", "没有学校党办人员（总管理、执行管理、学习管理员）");
  if (holdersOf(db, COMMITTEE_SECRETARY, today).length === 0) return bad("名册", "没有党委书记，汇总将无人审核");
  return good("名册", `${branches.length} 个党支部`);
}

function groups({ db }: CommandContext): Finding {
  return setting(db, "schoolGroup") === undefined
    ? bad("全校群", "尚未设置，请用 bot group set school")
    : good("全校群", "已设置");
}

function deliveries({ db }: CommandContext): Finding {
  const { unknown, refused } = countByState(db);
  return unknown + refused === 0
    ? good("送达", "没有需要处理的")
    : bad("送达", `结果不明 ${unknown} 条，被拒 ${refused} 条，请看 bot outbox list --state unknown|refused`);
}

async function platform({ now, random }: CommandContext): Promise<Finding> {
  try {
    const config = readConfig(environment);
    const adapter = openPlatform(config, now, random);
    await adapter.check();
    const skew = adapter.clockSkewMs() ?? 0;
    if (Math.abs(skew) > 60_000) return bad("企业微信", `本机时钟相差 ${Math.round(skew / 1000)} 秒，请校准`);
    return good("企业微信", "凭证有效，应用可用");
  } catch (error) {
    return bad("企业微信", (error as Error).message);
  }
}
