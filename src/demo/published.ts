import type { Instant } from "../domain/calendar.ts";
import { type RecomputedBranch, recompute } from "./recompute.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { isOfYear, type Told } from "./told.ts";

/** What is known from one quarter to the next. */
export interface Memory {
  /** Everybody's last total, by account. */
  readonly known: Map<string, number>;
  /** By branch: the totals in each average that everybody was shown. */
  readonly shown: Map<string, ReadonlyMap<string, number>[]>;
}

export interface Publication {
  readonly title: "公示" | "更正公示";
  /** All its pages. */
  readonly text: string;
  readonly branches: readonly PublishedBranch[];
}

export interface PublishedBranch extends RecomputedBranch {
  /** The average, or its change, would be the figure of one or two. */
  readonly keptBack: boolean;
}

/** What the school's group was shown since then, each with the figures that stood at that moment. */
export function publicationsSince(
  { workspace, school, schoolGroup }: Rehearsal,
  { known, shown }: Memory,
  from: Instant,
  told: readonly Told[],
): Publication[] {
  const texts = workspace.record
    .toGroup(schoolGroup)
    .flatMap(({ at, text }) => (at >= from && text !== undefined && !isOfYear({ text }) ? [{ at, text }] : []));
  return texts.flatMap(({ at, text }, index): Publication[] => {
    const title = /^【(公示|更正公示)】/.exec(text)?.[1] as Publication["title"] | undefined;
    if (title === undefined) return [];
    const pages = texts.slice(index + 1);
    const next = pages.findIndex((page) => page.text.startsWith("【") || page.text.includes("承诺值"));
    const whole = [text, ...(next < 0 ? pages : pages.slice(0, next)).map((page) => page.text)].join("\n");
    const until = told.filter((each) => each.at < at);
    const { branches, reported } = recompute(school, new Map(known), until);
    const published = branches.map((branch): PublishedBranch => {
      const terms = new Map(
        branch.counted.flatMap((account) => {
          const total = reported.get(account) ?? known.get(account);
          return total === undefined ? [] : [[account, total] as const];
        }),
      );
      const before = shown.get(branch.branch) ?? [];
      const keptBack = terms.size < 3 || before.some((former) => [1, 2].includes(changes(former, terms)));
      if (!keptBack) shown.set(branch.branch, [...before, terms]);
      return { ...branch, keptBack };
    });
    return [{ title, text: whole, branches: published }];
  });
}

function changes(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  const accounts = new Set([...before.keys(), ...after.keys()]);
  return [...accounts].filter((account) => before.get(account) !== after.get(account)).length;
}

export function averageOf({ total, members }: RecomputedBranch): string {
  return (Math.round((total / members) * 100) / 100).toFixed(2);
}

/**
 * Each shows every branch's place and average, unless that would be a person's. A corrected one says which figure of
 * which branch changed from what to what and why, of no other branch anything, and that the window starts anew.
 */
export function checkPublications(
  publications: readonly Publication[],
  expect: (holds: boolean, sentence: string) => void,
): void {
  for (const [index, { title, text, branches }] of publications.entries()) {
    expect(title === (index === 0 ? "公示" : "更正公示"), `publication ${index + 1} is a ${title}`);
    const results = text.split("更正后的结果：").at(-1)!;
    for (const branch of branches) {
      const mean = branch.keptBack ? "人均不公开" : `人均 ${averageOf(branch)} 分`;
      const shown = branch.members === 0 || results.includes(`${branch.branch}：${mean}`);
      expect(shown, `the ${title} does not show ${branch.branch}：${mean}`);
    }
    if (index > 0) checkCorrections(publications[index - 1]!, publications[index]!, expect);
  }
}

function checkCorrections(
  former: Publication,
  { text, branches }: Publication,
  expect: (holds: boolean, sentence: string) => void,
): void {
  const said = text.slice(0, text.indexOf("更正后的结果：")).split("\n");
  for (const branch of branches) {
    const before = former.branches.find((one) => one.branch === branch.branch)!;
    const line = said.find((each) => each.startsWith(`${branch.branch}：`));
    const moved = before.total !== branch.total || before.rank !== branch.rank || before.reported !== branch.reported;
    // A branch that changed and changed back may be named.
    expect(!moved || line !== undefined, `a 更正公示 does not say that ${branch.branch} changed`);
    if (line === undefined) continue;
    const shown = (one: PublishedBranch) => (one.keptBack ? "不公开" : ` ${averageOf(one)} 分`);
    const [from, to] = [shown(before), shown(branch)];
    const change = `人均由${from}更正为${to}`;
    expect(from === to || line.includes(change), `a 更正公示 says ${line} instead of ${change}`);
    expect(/（[^（）]*(?:核实|更正|考核)[^（）]*）$/.test(line), `a 更正公示 gives no reason: ${line}`);
  }
  expect(text.includes("公示期重新计算"), "a 更正公示 does not start the window anew");
}
