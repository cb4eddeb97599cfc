import { expect, test } from "vitest";
import { pastTotalsCsv, rosterCsv, sampleSchool, workspaceMembers } from "../../src/simulator/school.ts";

const options = { seed: 7, branches: 5, members: 12, asOf: "2025-12-31" };

test("the same seed makes the same school, another seed another", () => {
  expect(sampleSchool(options)).toEqual(sampleSchool(options));
  expect(sampleSchool({ ...options, seed: 8 }).everybody).not.toEqual(sampleSchool(options).everybody);
});

test("names and accounts are unique, also among ten thousand", () => {
  const { everybody } = sampleSchool({ ...options, branches: 50, members: 200 });

  expect(new Set(everybody.map(({ name }) => name)).size).toBe(10_000);
  expect(new Set(everybody.map(({ account }) => account.toLowerCase())).size).toBe(10_000);
});

test("names with numerals, and accounts with leading zeros and mixed case, are among them", () => {
  const { everybody } = sampleSchool(options);

  expect(everybody.map(({ name }) => name)).toEqual(expect.arrayContaining(["伍建国", "万里", "陆一鸣", "丁一"]));
  expect(everybody.some(({ account }) => account.startsWith("00"))).toBe(true);
  expect(everybody.some(({ account }) => /[A-Z]/.test(account))).toBe(true);
});

test("from four branches on one is the retired members'", () => {
  const kinds = (branches: number) => sampleSchool({ ...options, branches }).list.map(({ kind }) => kind);

  expect(kinds(3)).toEqual(["working", "working", "working"]);
  expect(kinds(4)).toEqual(["working", "working", "working", "retired"]);
  const { list, everybody } = sampleSchool(options);
  expect(list.at(-1)?.name).toBe("离退休党支部");
  expect(everybody.filter(({ state }) => state === "离退休")).toHaveLength(12);
});

test.each([
  [5, 12],
  [1, 12],
  [2, 5],
  [3, 1],
])("with %i branches of %i all duties are held, the school's by working members", (branches, members) => {
  const { list, everybody } = sampleSchool({ ...options, branches, members });

  for (const { name } of list) {
    const held = everybody.filter(({ branch }) => branch === name).flatMap(({ duties }) => duties);
    expect(held).toEqual(expect.arrayContaining(["支部书记", "宣传委员", "支委"]));
  }
  const working = everybody.filter(({ state }) => state === "在职").flatMap(({ duties }) => duties);
  expect(working).toEqual(expect.arrayContaining(["总管理", "执行管理", "学习管理员", "党委书记", "党委委员"]));
});

test("a branch of usual size has two 支委, the committee two 委员 of different branches", () => {
  const { everybody } = sampleSchool(options);
  const holders = (duty: string) => everybody.filter(({ duties }) => duties.includes(duty));

  expect(holders("支委")).toHaveLength(10);
  expect(holders("党委委员")).toHaveLength(2);
  expect(new Set(holders("党委委员").map(({ branch }) => branch)).size).toBe(2);
});

test("a few members without a duty are away, each kind at least once", () => {
  const { everybody } = sampleSchool(options);
  const away = everybody.filter(({ state }) => state !== "在职" && state !== "离退休");

  expect(away.map(({ state }) => state).sort()).toEqual(["产假", "借调", "未注册", "长期病假"].sort());
  expect(away.every(({ duties }) => duties.length === 0)).toBe(true);
});

test("totals are possible for the days since the app opened", () => {
  const { everybody } = sampleSchool({ ...options, branches: 50 });
  const registered = everybody.filter(({ state }) => state !== "未注册");

  expect(registered.every(({ startTotal }) => startTotal > 66 && startTotal <= 66 * 2556)).toBe(true);
  expect(registered.some(({ startKnown }) => !startKnown)).toBe(true);
});

test("the roster file has the contract's headings and a row for everybody", () => {
  const school = sampleSchool(options);
  const [headings, ...rows] = rosterCsv(school).trimEnd().split("\r\n");

  expect(headings).toBe("姓名,党支部,账号,职务,状态,起,止");
  expect(rows).toHaveLength(60);
  expect(rows[0]).toMatch(/^\S+,机关党支部,\w+,支部书记,在职,,$/);
  expect(rows.find((row) => row.includes("产假"))).toMatch(/,产假,2025-12-31,$/);
});

test("the past totals file lists whose total the office knows", () => {
  const school = sampleSchool(options);
  const [headings, ...rows] = pastTotalsCsv(school).trimEnd().split("\r\n");

  expect(headings).toBe("账号,成长总积分");
  expect(rows).toHaveLength(school.everybody.filter(({ startKnown }) => startKnown).length);
  expect(rows.every((row) => /^\w+,\d+$/.test(row))).toBe(true);
});

test("everybody is in the workspace, in the department of the branch", () => {
  const school = sampleSchool(options);

  expect(workspaceMembers(school)).toHaveLength(60);
  expect(workspaceMembers(school)[0]).toEqual({
    account: school.everybody[0]?.account,
    name: school.everybody[0]?.name,
    department: "机关党支部",
  });
});
