import { expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { builtInPolicies, defaultPolicy } from "../../src/domain/policy.ts";
import { openDatabase } from "../../src/store/database.ts";
import { isSamePolicy, policyById, policyOn } from "../../src/store/policies.ts";
import { firstPolicy, storePolicy } from "../support/an-old-policy.ts";

const day = (text: string) => text as Day;

test("the policy in force is read once, and the same however it is asked for", () => {
  const db = openDatabase(":memory:");
  storePolicy(db, JSON.stringify(firstPolicy));

  const { id, policy, approvedBy } = policyOn(db, day("2026-10-01"));

  expect(policy).toMatchObject(firstPolicy);
  expect(approvedBy).toBe(firstPolicy.document);
  expect(policyById(db, id)).toBe(policyOn(db, day("2027-01-01")));
});

test.each([
  ["half a text", JSON.stringify(firstPolicy).slice(0, 500)],
  ["no policy", '{"id":"guifang-2020-58"}'],
  ["nothing", ""],
])("a row that holds %s says what to do, and troubles nobody who asks for another one", (_, text) => {
  const db = openDatabase(":memory:");
  storePolicy(db, JSON.stringify(firstPolicy));
  storePolicy(db, text, "2027-01-01");

  expect(policyOn(db, day("2026-12-31")).policy.id).toBe("guifang-2020-58");
  expect(() => policyOn(db, day("2027-01-01"))).toThrow(
    "数据库中的第 2 份办法（自 2027-01-01 起）无法读取：内容已损坏，或由更新版本的程序写入。" +
      "请更新程序；仍无法读取的，请用 bot restore 从备份恢复。",
  );
});

test("policies are the same that say the same, whether a usual clause is written or left", () => {
  const [guifang, lowBurden] = builtInPolicies;

  expect(isSamePolicy(guifang!, { ...defaultPolicy, clauses: { "talk.lowest": "四（三）" } })).toBe(true);
  expect(isSamePolicy(guifang!, { ...defaultPolicy, clauses: { "talk.lowest": "第九条" } })).toBe(false);
  expect(isSamePolicy(guifang!, lowBurden!)).toBe(false);
});
