import type { Instant } from "../domain/calendar.ts";
import type { Utterance } from "../simulator/characters.ts";
import { hear } from "../simulator/hearing.ts";
import type { SchoolMember } from "../simulator/school.ts";
import type { Script } from "./script.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Something said in consequence of what reached somebody, perhaps by somebody else. */
export interface Said {
  readonly account: string;
  readonly utterance: Utterance;
}

/** What reached somebody, and what the rehearsal knows of it. */
export interface Heard {
  readonly account: string;
  readonly text: string;
  readonly at: Instant;
  /** 1 … 4. */
  readonly quarter: number;
}

/**
 * What people with a duty do when the bot tells them something, and members whom a duty reaches: their part of the
 * quarter, in chat. Everybody reads only what was said to them.
 */
export function officials({ school, objectors }: Pick<Script, "school" | "objectors">): (heard: Heard) => Said[] {
  const people = new Map(school.everybody.map((member) => [member.account, member]));
  const holder = (duty: string, branch?: string) =>
    school.everybody.find(
      (member) => member.duties.includes(duty) && (branch === undefined || member.branch === branch),
    );
  const office = holder("总管理");
  const secretary = holder("党委书记");
  const places = new Map(school.list.map(({ name }, place) => [name, place]));
  const done = new Set<string>();
  const once = (key: string) => !done.has(key) && done.add(key) !== undefined;

  /** One branch in turn each quarter, for what only some do. */
  const isTurnOf = (branch: string, turn: number) => places.get(branch) === turn % school.list.length;

  function ofOffice({ account, text, quarter }: Heard): Said[] {
    if (text.includes("汇总已生成")) {
      // The first draft waits for spot checks and objections of the day.
      const first = once(`draft-${quarter}`);
      return [says(account, first ? 20 * MINUTE : 5 * MINUTE, "汇总"), says(account, first ? 5 * HOUR : HOUR, "提交")];
    }
    const still = /请回复“(仍然(?:提交|发布) \S+)”/.exec(text);
    if (still !== null) return [says(account, 5 * MINUTE, still[1]!)];
    // What people still work on is waited for; a doubt stays one.
    const insists = /请回复“(仍然(?:提交|发布)[^”]*)”/.exec(text)?.[1];
    if (insists !== undefined) {
      const open = text.split("\n").filter((line) => line.startsWith("· ") && !line.includes("存疑"));
      return [open.length === 0 ? says(account, 10 * MINUTE, insists) : says(account, DAY, insists.slice(2))];
    }
    const year = /(\d{4})年度/.exec(text)?.[1];
    if (year !== undefined && text.includes("评选结果已生成")) {
      return [says(account, HOUR, `年度预览 ${year}`), says(account, 2 * HOUR, `提交 ${year}`)];
    }
    if (text.includes("退回：")) return [says(account, 90 * MINUTE, "提交")];
    const publishes = /审核通过，回复“(发布[^”]*)”/.exec(text)?.[1];
    if (publishes !== undefined) return [says(account, 25 * MINUTE, publishes)];
    const closes = /公示期已满，没有待答复的异议。回复“(发布[^”]*)”/.exec(text)?.[1];
    if (closes !== undefined) return [says(account, HOUR, closes)];
    return [];
  }

  /** Nobody of the office answers the own objection. */
  function answersObjections({ account, text }: Heard): Said[] {
    const objection = /【异议】编号 (\d+)：([^\n]*?)同志（[^\n]*?(?:统计表：(\d+) 分)?）\n内容：([^]*)/.exec(text);
    if (objection === null) return [];
    const [, id, who = "", recorded, words = ""] = objection;
    const answers = office !== undefined && who.endsWith(office.name) ? holder("执行管理") : office;
    if (account !== answers?.account || !text.includes("核实后请回复")) return [];
    const claimed = /应为(\d+)/.exec(words)?.[1];
    const right = claimed === undefined || recorded === undefined || claimed === recorded;
    const answer = right ? `答复 ${id} 经核对，统计无误，感谢您的关心。` : `答复 ${id} 更正 ${claimed} 经核对截图属实`;
    return [says(account, HOUR, "异议名单"), says(account, HOUR + 5 * MINUTE, answer)];
  }

  function ofCommittee({ account, text, quarter }: Heard): Said[] {
    if (text.includes("请审核")) {
      // Once a year something is sent back before it is approved.
      const returns = quarter === 2 && once("returned");
      const approves = /回复“(通过[^”]*)”/.exec(text)?.[1] ?? "通过";
      return [says(account, HOUR, returns ? "退回 请再核对离退休党支部人数" : approves)];
    }
    // Where a branch has one officer, nobody else can hold that officer's talk.
    const officer = /【谈话提示】\S+ (\S+?)同志列入/.exec(text)?.[1];
    if (officer !== undefined) return [says(account, 2 * DAY, `已谈 ${officer} 地点：党委办公室 内容：交流学习安排`)];
    const owed = /【支部谈话名单】|【谈话提醒】.*支部谈话名单/.test(text)
      ? [...text.matchAll(/([^\s：、]+党支部)(?=：第|、|。)/g)].map(([, branch]) => branch!)
      : [];
    // In one quarter it takes the reminder.
    if (quarter === 3 && text.includes("【支部谈话名单】")) return [];
    return owed.map((branch, index) =>
      says(account, 2 * DAY + index * HOUR, `已谈 ${branch} 地点：会议室 内容：了解学习组织情况`),
    );
  }

  function ofBranch(member: SchoolMember, { account, text, quarter }: Heard): Said[] {
    const { branch, duties } = member;
    const place = places.get(branch)!;
    const said: Said[] = [];
    if (duties.includes("支部书记")) {
      const forgets = isTurnOf(branch, quarter);
      if (text.includes("【考核结束】")) {
        said.push(says(account, 30 * MINUTE, "统计表"));
        if (!forgets) said.push(says(account, HOUR + place * MINUTE, "确认统计表"));
      }
      if (forgets && text.includes("【请确认统计表】")) said.push(says(account, 2 * HOUR, "确认统计表"));
      said.push(...talks(member, text, quarter));
    }
    // Who cannot talk with themselves is talked with by another of the committee.
    const branchSecretary = holder("支部书记", branch);
    if (
      duties.includes("支委") &&
      account === holder("支委", branch)?.account &&
      account !== branchSecretary?.account
    ) {
      const listed = listedIn(text).includes(branchSecretary?.name ?? "");
      if (listed) said.push(says(account, 3 * DAY, `已谈 ${branchSecretary!.name} 内容：交流学习安排`));
    }
    if (text.includes("请核对后回复“确认统计表”")) said.push(says(account, 30 * MINUTE, "确认统计表"));
    said.push(...spotChecks(member, text, quarter));
    return said;
  }

  /** Talks within the week; in one branch the first one takes a reminder. */
  function talks(member: SchoolMember, text: string, quarter: number): Said[] {
    const { account, branch, name: self } = member;
    const late = isTurnOf(branch, quarter + 1);
    const owed = listedIn(text).filter((name) => name !== self);
    const reminded = text.includes("【谈话提醒】");
    return owed.flatMap((name, index) =>
      late && index === 0 && !reminded
        ? []
        : says(
            account,
            (reminded ? 0 : DAY) + (index + 1) * 5 * HOUR,
            `已谈 ${name} 地点：办公室 内容：了解近期学习情况 困难：工作较忙 措施：每天固定时间学习`,
          ),
    );
  }

  /** The commissioner checks, else somebody else of the branch, else the office; one picture a quarter does not agree. Who is asked to seconds it. */
  function spotChecks(member: SchoolMember, text: string, quarter: number): Said[] {
    const { account } = member;
    const proposed = /【抽查复核】\S+同志提出将\S+ (\S+?)同志的 .*改为 (\d+) 分/.exec(text);
    if (proposed !== null) return [says(account, 20 * MINUTE, `不符 ${proposed[1]} ${proposed[2]}`)];
    const shown = /【抽查】(\S+) (\S+?)同志发来实时积分截图[^]*?填报：(\d+) 分/.exec(text);
    if (shown === null) return [];
    const [, branch, name, total] = shown;
    const commissioner = holder("宣传委员", branch);
    const checks = commissioner === undefined || commissioner.name === name ? undefined : commissioner.account;
    if (account !== (checks ?? (member.branch === branch ? account : office?.account))) return [];
    const wrong = once(`wrong-${quarter}`);
    const word = wrong ? `不符 ${name} ${Number(total) - 3}` : `属实 ${name}`;
    return [says(account, 20 * MINUTE, "抽查名单"), says(account, 30 * MINUTE, word)];
  }

  /** What any member does whom a duty reaches. */
  function ofMember({ account, text, quarter, at }: Heard): Said[] {
    const { branch, name } = people.get(account)!;
    if (text.includes("【实时积分抽查】")) {
      // In one branch a page is shown in person instead.
      const inPerson = isTurnOf(branch, quarter + 2) && once(`in-person-${quarter}`);
      const commissioner = holder("宣传委员", branch);
      if (inPerson && commissioner !== undefined && commissioner.account !== account) {
        return [says(commissioner.account, 2 * HOUR, `属实 ${name}`)];
      }
      return [{ account, utterance: { kind: "picture", afterMs: HOUR + places.get(branch)! * MINUTE } }];
    }
    if (text.includes("请回复“确认谈话”")) return [says(account, 2 * HOUR, "确认谈话")];
    // Somebody finds a figure wrong: before the summary in one half of the year, in its 公示 in the other.
    const heard = hear(text, at);
    if (heard.kind !== "accepted" || !isTurnOf(branch, quarter + 3) || isInCount(at)) return [];
    const some = objectors.get(branch)?.slice(0, quarter === 3 ? 3 : 1) ?? [];
    if (!some.includes(account) || !once(`objects-${quarter}-${account}`)) return [];
    const claim = `异议 我的成长总积分应为${heard.total + 5}分，请核对`;
    disputed.set(quarter, [...(disputed.get(quarter) ?? []), says(account, HOUR, claim)]);
    if (account !== some[0]) return [];
    return [
      says(account, 10 * MINUTE, "导出我的数据"),
      says(account, 15 * MINUTE, "意见建议 希望提醒时间晚一些"),
      says(account, 20 * MINUTE, "我的积分"),
    ];
  }

  const disputed = new Map<number, Said[]>();

  /** The objections of the quarter, when their time has come. */
  function objects({ text, quarter }: Heard): Said[] {
    const claims = disputed.get(quarter);
    const now = quarter % 2 === 0 ? text.includes("【考核结束】") : text.includes("汇总已发布");
    if (claims === undefined || !now || !once(`objected-${quarter}`)) return [];
    return claims;
  }

  return (heard) => {
    const member = people.get(heard.account);
    if (member === undefined) return [];
    return [
      ...(heard.account === office?.account ? ofOffice(heard) : []),
      ...answersObjections(heard),
      ...(heard.account === secretary?.account ? ofCommittee(heard) : []),
      ...ofBranch(member, heard),
      ...ofMember(heard),
      ...objects(heard),
    ];
  };
}

/** In the days of the year-end count, whose figures are disputed by nobody here. */
const isInCount = (at: Instant) => new Date(at + 8 * HOUR).toISOString().slice(5, 10) >= "12-24";

/** Names on a talk list, or on what reminds of one or changes one. */
function listedIn(text: string): string[] {
  if (text.includes("【谈话教育名单】"))
    return [...text.matchAll(/^(\S+?)：(?:第 \d+ 名|支部委员).*$/gm)].flatMap(notHeld);
  if (text.includes("【谈话提醒】")) return /：([^：。]+)。谈话后/.exec(text)?.[1]?.split("、") ?? [];
  if (text.includes("【谈话名单有变化】")) return /^新增：(.+)$/m.exec(text)?.[1]?.split("、") ?? [];
  return [];
}

function notHeld([line, name]: RegExpMatchArray): string[] {
  return line.includes("（已谈）") ? [] : [name!];
}

export function says(account: string, afterMs: number, text: string): Said {
  return { account, utterance: { kind: "text", afterMs, text, says: undefined } };
}
