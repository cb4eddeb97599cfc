import type { Instant } from "../domain/calendar.ts";
import { hear } from "../simulator/hearing.ts";
import type { Arrival } from "../simulator/record.ts";
import type { SchoolMember } from "../simulator/school.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** Somebody was told by the bot that this total of this member counts. */
export interface Told {
  readonly at: Instant;
  readonly account: string;
  readonly total: number;
}

/** What people were told while a round took answers, as the workspace remembers it: of themselves, and of whom they reported for. In order. */
export function recordedIn({ workspace, school }: Rehearsal, from: Instant, until: Instant): Told[] {
  return school.everybody
    .flatMap((by) =>
      workspace.record.toMember(by.account).flatMap(({ at, via, text = "" }): Told[] => {
        if (via !== "passive" || at < from || at > until) return [];
        const proxy = /^已(?:记录|更正)：(\S+) (\d+) 分（代报）/.exec(text);
        if (proxy !== null) return told(at, inBranch(school.everybody, proxy[1]!, by.branch), proxy[2]!);
        const heard = hear(text, at);
        return heard.kind === "accepted" ? [{ at, account: by.account, total: heard.total }] : [];
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/** What somebody was told has been corrected since the closing, by a spot check or an objection. In order. */
export function correctedSince({ workspace, school }: Rehearsal, closedAt: Instant): Told[] {
  return school.everybody
    .flatMap((by) =>
      workspace.record.toMember(by.account).flatMap(({ at, via, text = "" }): Told[] => {
        if (via !== "passive" || at < closedAt) return [];
        const spot = /^已登记：(\S+?)同志 .* → (\d+) 分/.exec(text);
        if (spot !== null) return told(at, inBranch(school.everybody, spot[1]!, by.branch), spot[2]!);
        const objection = /^已办结：编号 \d+，(\S+?)同志 .* → (\d+) 分/.exec(text);
        if (objection === null) return [];
        return told(
          at,
          school.everybody.find(({ name }) => name === objection[1]),
          objection[2]!,
        );
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/** Of the own branch, or, for whoever stands in for another, of the school. No two members of a rehearsal share a name. */
function inBranch(everybody: readonly SchoolMember[], name: string, branch: string): SchoolMember | undefined {
  const named = everybody.filter((one) => lettersOf(one.name) === lettersOf(name));
  return named.find((one) => one.branch === branch) ?? named[0];
}

const lettersOf = (name: string) => name.replaceAll(/\P{L}/gu, "");

function told(at: Instant, member: SchoolMember | undefined, total: string): Told[] {
  return member === undefined ? [] : [{ at, account: member.account, total: Number(total) }];
}

const YEAR_FILES = ["积极分子.xlsx", "评优资格.xlsx", "绩效考核.xlsx", "纪念品签收表.xlsx", "趋势.png"];

/** What is said and sent of a year, in the days in which its last quarter still goes on. */
export function isOfYear({ text, fileName }: Pick<Arrival, "text" | "fileName">): boolean {
  if (text !== undefined) return /年度“学习强国”(?:学习评选|学习先进|年终统计)|年度评选/.test(text);
  return fileName !== undefined && (YEAR_FILES.includes(fileName) || /评选公示|表彰通报/.test(fileName));
}
