import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { talkRecord } from "../../src/chat/read/talk-record.ts";
import type { Day } from "../../src/domain/calendar.ts";
import { builtInPolicies, defaultPolicy } from "../../src/domain/policy.ts";
import { growthOf, type MemberFigure } from "../../src/domain/ranking.ts";
import { isTalkedWith, ranksWithin, type TalkRecord, talkList } from "../../src/domain/talk.ts";

const rules = defaultPolicy.parameters.talk;
const day = "2026-08-18" as Day;

/** A branch of counted members with these totals, numbered from 1; null: not reported. */
function aBranch(...totals: readonly (number | null)[]): MemberFigure[] {
  return totals.map((total, index) => ({ memberId: index + 1, counted: true, total, previous: null }));
}

const anybody = () => true;
const listed = (figures: readonly MemberFigure[], given = rules, mayBeListed: (id: number) => boolean = anybody) =>
  talkList(figures, given, mayBeListed).talks.map(({ memberId }) => memberId);

describe("the talk list of a branch (四（三）)", () => {
  test("names the lowest three of those who reported, the lowest first, with their ranks", () => {
    expect(talkList(aBranch(500, 100, 300, 200, 400), rules, anybody).talks).toEqual([
      { memberId: 2, total: 100, growth: null, rank: 5 },
      { memberId: 4, total: 200, growth: null, rank: 4 },
      { memberId: 3, total: 300, growth: null, rank: 3 },
    ]);
  });

  test("names all who are tied at the cut", () => {
    expect(new Set(listed(aBranch(500, 300, 300, 200, 100)))).toEqual(new Set([2, 3, 4, 5]));
  });

  test("gives equal figures one rank and skips the next", () => {
    const { talks } = talkList(aBranch(500, 300, 300, 200), rules, anybody);

    expect(new Map(talks.map(({ memberId, rank }) => [memberId, rank]))).toEqual(
      new Map([
        [2, 2],
        [3, 2],
        [4, 4],
      ]),
    );
  });

  test.each([
    ["nobody of an empty branch", [], []],
    ["nobody of one", [100], []],
    ["one of two", [200, 100], [2]],
    ["two of three", [300, 200, 100], [2, 3]],
    ["three of four", [400, 300, 200, 100], [2, 3, 4]],
    ["two of three who reported, however many have not", [300, 200, 100, null, null, null], [2, 3]],
    ["one of two who reported among many", [null, 200, null, null, 100, null], [5]],
    ["nobody where one of many has reported", [null, null, 100, null], []],
    ["nobody who shares the first rank", [7, 7, 7, 7], []],
    ["the lowest alone where all others share the first rank", [9, 9, 9, 1], [4]],
    ["all who share the last rank behind the first", [9, 1, 1, 1, 1, 1], [2, 3, 4, 5, 6]],
  ])("names %s", (_, totals, expected) => {
    expect(new Set(listed(aBranch(...totals)))).toEqual(new Set(expected));
  });

  test("leaves out whom the policy does not talk with, and nobody comes onto the list instead", () => {
    expect(listed(aBranch(500, 400, 300, 200, 100), rules, (id) => id !== 5)).toEqual([4, 3]);
    expect(listed(aBranch(500, 400, 300, 200, 100), rules, () => false)).toEqual([]);
  });

  test.each([
    ["在职 since ever", "在职", "2019-01-01", 0, true],
    ["离退休", "离退休", "2019-01-01", 0, false],
    ["长期病假", "长期病假", "2019-01-01", 0, false],
    ["back for a day, of whom no time is asked", "在职", "2026-08-17", 0, true],
    ["back for 29 days of 30", "在职", "2026-07-20", 30, false],
    ["back for 30 days of 30", "在职", "2026-07-19", 30, true],
    ["come on the day itself", "在职", "2026-08-18", 1, false],
  ] as const)("talks with %s: %s since %s, %d days asked: %s", (_, state, since, minDays, expected) => {
    expect(isTalkedWith({ state, since: since as Day }, { ...rules, minDays }, day)).toBe(expected);
  });

  test("lists those without a report apart: that is not a low score", () => {
    const list = talkList(aBranch(null, 500, 100, null, 300, 200, 400), rules, anybody);

    expect(list.talks.map(({ memberId }) => memberId)).toEqual([3, 6, 5]);
    expect(list.unreported).toEqual([1, 4]);
  });

  test("names nobody when nobody has reported", () => {
    expect(talkList(aBranch(null, null, null, null), rules, anybody)).toEqual({ talks: [], unreported: [1, 2, 3, 4] });
  });

  test("does not see who does not count", () => {
    const figures = [
      ...aBranch(400, 300, 200, 100),
      { memberId: 5, counted: false, total: 1, previous: null },
      { memberId: 6, counted: false, total: null, previous: null },
    ];

    expect(talkList(figures, rules, anybody)).toEqual(talkList(aBranch(400, 300, 200, 100), rules, anybody));
  });

  test("is by growth where the policy says so, and leaves out who has no past total to grow from", () => {
    const figures: MemberFigure[] = [
      { memberId: 1, counted: true, total: 900, previous: { total: 890, day } },
      { memberId: 2, counted: true, total: 100, previous: { total: 0, day } },
      { memberId: 3, counted: true, total: 500, previous: { total: 505, day } },
      { memberId: 4, counted: true, total: 1, previous: null },
      { memberId: 5, counted: true, total: 300, previous: { total: 250, day } },
    ];

    expect(talkList(figures, { ...rules, lowest: 2, metric: "growth" }, anybody).talks).toEqual([
      { memberId: 3, total: 500, growth: -5, rank: 4 },
      { memberId: 1, total: 900, growth: 10, rank: 3 },
    ]);
  });

  test("names nobody under `low-burden`, but those without a report", () => {
    const lowBurden = builtInPolicies.find(({ id }) => id === "low-burden")!;

    expect(talkList(aBranch(400, 300, null, 200, 100), lowBurden.parameters.talk, anybody)).toEqual({
      talks: [],
      unreported: [3],
    });
  });

  const figure: fc.Arbitrary<Omit<MemberFigure, "memberId">> = fc.record({
    counted: fc.boolean(),
    total: fc.option(fc.integer({ min: 0, max: 12 })),
    previous: fc.option(fc.integer({ min: 0, max: 12 }).map((total) => ({ total, day }))),
  });
  const branch = fc
    .array(figure, { maxLength: 15 })
    .map((figures) => figures.map((given, index): MemberFigure => ({ memberId: index + 1, ...given })));
  const anyRules = fc.record({
    lowest: fc.nat(5),
    metric: fc.constantFrom("total" as const, "growth" as const),
    ties: fc.constant("all" as const),
    states: fc.constant(rules.states),
    minDays: fc.constant(0),
  });

  test("names nobody who has more than somebody it does not name, and nobody who does not count", () => {
    fc.assert(
      fc.property(branch, anyRules, (figures, given) => {
        const names = new Set(listed(figures, given));
        const measure = (of: MemberFigure) => (given.metric === "total" ? of.total : growthOf(of));
        const ranked = figures.filter((of) => of.counted && measure(of) !== null);

        const first = Math.max(...ranked.map((of) => measure(of)!));
        for (const of of ranked) if (measure(of) === first) expect(names.has(of.memberId)).toBe(false);
        expect(names.size).toBeLessThanOrEqual(Math.max(0, ranked.length - 1));
        const highestListed = Math.max(
          ...ranked.filter(({ memberId }) => names.has(memberId)).map((of) => measure(of)!),
        );
        const lowestOther = Math.min(
          ...ranked.filter(({ memberId }) => !names.has(memberId)).map((of) => measure(of)!),
        );
        expect(highestListed < lowestOther).toBe(true);
        for (const name of names) expect(ranked.some(({ memberId }) => memberId === name)).toBe(true);
      }),
    );
  });

  test("is as long as the policy says, but for ties and small branches", () => {
    fc.assert(
      fc.property(branch, anyRules, (figures, given) => {
        const counted = figures.filter((of) => of.counted);
        const measures = counted
          .map((of) => (given.metric === "total" ? of.total : growthOf(of)))
          .filter((of) => of !== null);
        const places = Math.max(0, Math.min(given.lowest, measures.length - 1));
        const behindTheFirst = measures.filter((of) => of < Math.max(...measures)).length;

        const length = listed(figures, given).length;

        expect(length).toBeGreaterThanOrEqual(Math.min(places, behindTheFirst));
        if (new Set(measures).size === measures.length) expect(length).toBe(places);
      }),
    );
  });

  test("says of every counted member without a report that there is none, and of nobody else", () => {
    fc.assert(
      fc.property(branch, anyRules, (figures, given) => {
        const expected = figures.filter(({ counted, total }) => counted && total === null).map((of) => of.memberId);

        expect(talkList(figures, given, anybody).unreported).toEqual(expected);
      }),
    );
  });
});

describe("ranks within a branch", () => {
  test("are of the counted members who have reported, and are those of the talk list", () => {
    const figures = [...aBranch(500, 300, null, 300, 200), { memberId: 6, counted: false, total: 1, previous: null }];

    const ranks = ranksWithin(figures, "total");

    expect([...ranks]).toEqual([
      [1, 1],
      [2, 2],
      [4, 2],
      [5, 4],
    ]);
    for (const { memberId, rank } of talkList(figures, rules, anybody).talks) expect(rank).toBe(ranks.get(memberId));
  });

  test("are by growth where the policy says so, and nobody's who has none", () => {
    const figures: MemberFigure[] = [
      { memberId: 1, counted: true, total: 900, previous: { total: 890, day } },
      { memberId: 2, counted: true, total: 100, previous: { total: 0, day } },
      { memberId: 3, counted: true, total: 500, previous: null },
    ];

    expect([...ranksWithin(figures, "growth")]).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });
});

describe("the record of a talk", () => {
  test.each<[string, TalkRecord]>([
    ["", {}],
    ["  ", {}],
    ["状态很好，下季度再看", { content: "状态很好，下季度再看" }],
    ["地点：办公室 内容：学习安排", { place: "办公室", content: "学习安排" }],
    [
      "措施：结对帮学；困难：工作忙，地点:支部活动室，内容：学习方法。",
      { measures: "结对帮学", difficulties: "工作忙", place: "支部活动室", content: "学习方法。" },
    ],
    ["地点：办公室\n主要内容：谈心\n困难与意见：无\n帮助措施：提醒", parts("办公室", "谈心", "无", "提醒")],
    ["谈话地点：办公室 谈话内容：谈心 意见：无 下一步：提醒", parts("办公室", "谈心", "无", "提醒")],
    ["2026-11-20 10:00 地点：办公室", { content: "2026-11-20 10:00", place: "办公室" }],
    ["11月20日上午，内容：谈心", { content: "11月20日上午\n谈心" }],
    ["内容：先谈学习 地点：办公室 内容：再谈工作", { content: "先谈学习\n再谈工作", place: "办公室" }],
    ["内容：谈了学习内容：三条", { content: "谈了学习内容：三条" }],
    ["地点： 内容：谈心", { content: "谈心" }],
    ["地点：", {}],
    ["地点不限", { content: "地点不限" }],
  ])("of «%s»", (note, record) => {
    expect(talkRecord(note)).toEqual(record);
  });

  function parts(place: string, content: string, difficulties: string, measures: string): TalkRecord {
    return { place, content, difficulties, measures };
  }

  const labels = { place: "地点", content: "内容", difficulties: "困难", measures: "措施" } as const;
  const CHARACTERS = Array.from("学习工作忙好地点内容困难措施123: ，。；x");
  const words = fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 12 })
    .map((characters) => characters.join(""))
    .filter((text) => !/[\s，；。]$|^[\s，；]|[:：]/.test(text));
  const record = fc.record(
    { place: words, content: words, difficulties: words, measures: words },
    { requiredKeys: [] },
  );
  const separator = fc.constantFrom(" ", "，", "；", "\n", "。 ");

  test("is the same in whatever order its parts stand", () => {
    fc.assert(
      fc.property(record, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), separator, (written, order, between) => {
        const fields = order
          .map((index) => (Object.keys(labels) as (keyof TalkRecord)[])[index]!)
          .filter((field) => written[field] !== undefined);
        const note = fields.map((field) => `${labels[field]}：${written[field]}`).join(between);

        const read = talkRecord(note);

        const bare = (of: TalkRecord) =>
          Object.fromEntries(Object.entries(of).map(([k, v]) => [k, v.replace(/。$/, "")]));
        expect(bare(read)).toEqual(bare(written));
      }),
    );
  });

  test("without a label is content, word for word", () => {
    fc.assert(
      fc.property(words, (note) => {
        expect(talkRecord(note)).toEqual({ content: note });
      }),
    );
  });

  test("loses no word of any note", () => {
    const bare = (text: string) => text.replace(/[\s,，;；、]/g, "");
    const withoutLabels = (text: string) => text.replaceAll(/(地点|内容|困难|措施)[:：]/g, "");
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, separator, fc.constantFrom("地点：", "内容:", "困难：", "措施："))),
        (pieces) => {
          const note = pieces.join("");
          const kept = Object.values(talkRecord(note)).join("");

          expect(Array.from(withoutLabels(bare(kept))).sort()).toEqual(Array.from(withoutLabels(bare(note))).sort());
        },
      ),
    );
  });

  test("is read from any string in no time", () => {
    const note = "地点：内容".repeat(20_000);
    const before = performance.now();

    talkRecord(note);

    expect(performance.now() - before).toBeLessThan(500);
  });
});
