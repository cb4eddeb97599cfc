import type { Policy } from "../domain/policy.ts";
import { formatAverage } from "../domain/ranking.ts";
import { stricterClauses } from "../domain/strictness.ts";
import { type BranchOutcome, isChanged, whatIf } from "../domain/what-if.ts";
import type { Database } from "../store/database.ts";
import type { Member } from "../store/members.ts";
import { membersById } from "../store/members.ts";
import { lastClosedQuarter, policyOfQuarter } from "../store/quarters.ts";
import { pastBranches } from "../store/years.ts";

/** What a policy would have made of the last closed quarter, and where it is stricter than `low-burden`. */
export function preview(db: Database, proposed: Policy) {
  const stricter = stricterClauses(proposed);
  const quarter = lastClosedQuarter(db);
  if (quarter === undefined) return { policy: proposed.id, stricter, whatIf: null };
  const present = policyOfQuarter(db, quarter);
  const { branches, reminders, post } = whatIf(pastBranches(db, quarter), present.parameters, proposed.parameters);
  const people = membersById(
    db,
    branches.flatMap(({ listed, lifted }) => [...listed, ...lifted]),
  );
  const named = (ids: readonly number[]) =>
    ids.map((id) => people.get(id)!).map(({ account, name }) => ({ account, name }));
  const low = (when: "before" | "after") => branches.filter((change) => change[when].low).map(({ branch }) => branch);
  return {
    policy: proposed.id,
    stricter,
    whatIf: {
      quarter,
      policy: present.id,
      reminders,
      post,
      lowBranches: { before: low("before"), after: low("after") },
      branches: branches.map((change) => ({
        branch: change.branch,
        changed: isChanged(change),
        before: figures(change.before),
        after: figures(change.after),
        newlyListed: named(change.listed),
        noLongerListed: named(change.lifted),
      })),
    },
  };
}

export type Preview = ReturnType<typeof preview>;

/** A branch's figures only; nobody's. */
function figures({ members, reported, average, rank, asked, spotChecks, talks }: BranchOutcome) {
  const shown = average === null ? null : Number(formatAverage(average));
  return { members, reported, average: shown, rank, asked, spotChecks, talks: talks.length };
}

export function previewText({ stricter, whatIf }: Preview): string {
  return [
    stricter.length === 0
      ? "没有比减负版（low-burden）更严的条款。"
      : "比减负版（low-burden）更严的条款，须写明批准人：",
    ...stricter.map(
      ({ parameter, clause, value, lowBurden }) =>
        `  ${parameter}（${clause}）：${JSON.stringify(value)}，减负版为 ${JSON.stringify(lowBurden)}`,
    ),
    ...(whatIf === null ? ["还没有结束的季度，无从试算。"] : whatIfLines(whatIf)),
  ].join("\n");
}

type Comparison = NonNullable<Preview["whatIf"]>;

function whatIfLines({ quarter, policy, reminders, post, lowBranches, branches }: Comparison): string[] {
  const changes = [
    changed("提醒", reminderText(reminders.before), reminderText(reminders.after)),
    changed("群内发布", POSTS[post.before], POSTS[post.after]),
    changed("较低党支部", lowBranches.before.join("、") || "无", lowBranches.after.join("、") || "无"),
    ...branches.flatMap((branch) => branchLines(branch)),
  ].filter((line) => line !== undefined);
  const heading = `按 ${quarter} 的定稿数据试算（当时的办法：${policy}）：`;
  return [heading, ...(changes.length === 0 ? ["没有任何不同。"] : changes).map((line) => `  ${line}`)];
}

const POSTS: Readonly<Record<Comparison["post"]["before"], string>> = { ranking: "排名", completion: "填报率" };

function reminderText(times: readonly string[]): string {
  return times.length === 0 ? "不提醒" : `${times.length} 次（${times.join("、")}）`;
}

function branchLines({ branch, before, after, newlyListed, noLongerListed }: Comparison["branches"][number]) {
  const figure = (value: number | null) => (value === null ? "—" : String(value));
  const average = (value: number | null) => (value === null ? "—" : value.toFixed(2));
  const people = (list: readonly Pick<Member, "account" | "name">[]) =>
    list.map(({ account, name }) => `${name}（${account}）`).join("、");
  return [
    changed("应报人数", figure(before.members), figure(after.members)),
    changed("提问人数", figure(before.asked), figure(after.asked)),
    changed("人均", average(before.average), average(after.average)),
    changed("名次", figure(before.rank), figure(after.rank)),
    changed("抽查人数", figure(before.spotChecks), figure(after.spotChecks)),
    changed("谈话名单", `${before.talks} 人`, `${after.talks} 人`),
    newlyListed.length === 0 ? undefined : `新列入谈话名单：${people(newlyListed)}`,
    noLongerListed.length === 0 ? undefined : `不再列入谈话名单：${people(noLongerListed)}`,
  ].flatMap((line) => (line === undefined ? [] : [`${branch} ${line}`]));
}

function changed(what: string, before: string, after: string): string | undefined {
  return before === after ? undefined : `${what}：${before} → ${after}`;
}
