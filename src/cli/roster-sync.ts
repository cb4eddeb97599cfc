import { environment, readConfig } from "../config.ts";
import { dayOf } from "../domain/calendar.ts";
import { accountKey, hasLeft } from "../domain/roster.ts";
import { differences, type InDirectory, type RosterDifferences } from "../domain/roster-sync.ts";
import { PlatformError } from "../platform/platform.ts";
import { openPlatform } from "../services.ts";
import { rosterLines } from "../store/members.ts";
import { loadRoster } from "../store/roster.ts";
import { type Command, type CommandContext, CommandFailed, JSON_OPTION, result } from "./command.ts";

export const rosterSync: Command = {
  usage: "roster sync [--json]",
  what: "比较名册与企业微信通讯录：离开、新来、改名、换账号；只列出，不作改动",
  options: JSON_OPTION,
  async run(context, args) {
    const directory = await directoryOf(context);
    const { db, now } = context;
    const lines = rosterLines(db, dayOf(now())).filter(({ state }) => !hasLeft(state));
    const branches = new Map(lines.map(({ account, branch }) => [accountKey(account), branch]));
    const roster = loadRoster(db).members.map(({ account, name }) => {
      return { account, name, branch: branches.get(accountKey(account)) };
    });
    const found = differences(roster, directory);
    result(context, args, found, () => text(found));
  },
};

/** Everybody in the workspace whom the app can see. Throws CommandFailed. */
export async function directoryOf({ now, random }: CommandContext): Promise<InDirectory[]> {
  const config = readConfig(environment);
  let directory: InDirectory[];
  try {
    directory = await openPlatform(config, now, random).directory();
  } catch (error) {
    throw new CommandFailed(reasonOf(error));
  }
  if (directory.length === 0) throw new CommandFailed("应用在通讯录里看不到任何人，请检查应用的可见范围。");
  return directory;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof PlatformError)) throw error;
  switch (error.class) {
    case "configuration":
      return `企业微信不接受查询，请检查 Secret、企业可信 IP 和应用的可见范围：${error.message}`;
    case "retry":
    case "unknown":
      return `企业微信暂时无法访问，请稍后再试：${error.message}`;
    default:
      return `通讯录查询失败：${error.message}`;
  }
}

/** A workspace may hold many who are no party members; more than these are counted only. */
const SHOWN = 50;

function text({ left, renamed, movedAccount, new: arrived }: RosterDifferences): string {
  const lists = [
    list(
      "可能换了账号（同名，旧账号已不在；核对后在名册文件里填“账号”和“原账号”）",
      movedAccount.map(({ from, to, name }) => `${name}：账号 ${to}，原账号 ${from}`),
    ),
    list(
      "名册有、通讯录没有（离开的请在名册文件里标“转出”）",
      left.map(({ account, name, branch }) => `${name}（${account}） ${branch}`),
    ),
    list(
      "姓名不同",
      renamed.map(({ account, name, directoryName }) => `${account}：名册 ${name}，通讯录 ${directoryName}`),
    ),
    list(
      "通讯录有、名册没有（是党员的请加入名册文件）",
      arrived.map(({ account, name, department }) => `${name}（${account}） ${department}`),
    ),
  ].flat();
  return lists.length === 0 ? "名册与通讯录一致。" : ["以下差异只供核对，未作任何改动。", ...lists].join("\n");
}

function list(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  ……另有 ${lines.length - SHOWN} 人，全部见 --json`] : [];
  return [`${heading}，${lines.length} 人：`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
}
