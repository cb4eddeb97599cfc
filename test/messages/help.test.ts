import { describe, expect, test } from "vitest";
import { helpFor } from "../../src/chat/commands.ts";
import { menu } from "../../src/chat/menu.ts";
import { type Right, rights } from "../../src/domain/access.ts";

/** The first word of each line, and who is shown it. */
const commands: Readonly<Record<string, readonly Right[]>> = {
  直接回复数字: ["own record"],
  更正: ["own record"],
  撤回: ["own record"],
  我的积分: ["own record"],
  排名: ["standings"],
  请假: ["own record"],
  异议: ["own record"],
  为什么我在谈话名单: ["own record"],
  确认谈话: ["own record"],
  办法: ["own record"],
  验证抽取: ["own record"],
  隐私: ["own record"],
  意见建议: ["own record"],
  进度: ["branch progress"],
  统计表: ["branch progress"],
  确认统计表: ["confirm for branch"],
  代报: ["confirm for branch"],
  撤回代报: ["confirm for branch"],
  抽查名单: ["confirm for branch"],
  属实: ["confirm for branch"],
  谈话名单: ["branch talks"],
  已谈: ["branch talks"],
  汇总: ["school summary"],
  提交: ["submit and publish"],
  发布: ["submit and publish"],
  异议名单: ["school administration"],
  答复: ["school administration"],
  年度预览: ["school administration"],
  通过: ["approve and return"],
  退回: ["approve and return"],
  支部谈话名单: ["low branches' talks"],
};

const shownTo = (rights: readonly Right[]) =>
  helpFor((right) => rights.includes(right))
    .split("\n")
    .slice(1);
const startsWith = (command: string) => (line: string) => new RegExp(`^${command}[ ：]`).test(line);

describe("help", () => {
  test.each(Object.entries(commands))("shows %s to those who may, and to nobody else", (command, [right]) => {
    const others = rights.filter((other) => other !== right);

    expect(shownTo([right!]).filter(startsWith(command))).toHaveLength(1);
    expect(shownTo(others).filter(startsWith(command))).toEqual([]);
  });

  test("shows nothing else", () => {
    expect(shownTo(rights)).toHaveLength(Object.keys(commands).length);
  });

  test("shows nothing to who may nothing", () => {
    expect(shownTo([])).toEqual([]);
  });
});

describe("the menu", () => {
  test("is as small as the platform wants it: three groups of at most five", () => {
    expect(menu.length).toBeLessThanOrEqual(3);
    for (const { name, items } of menu) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(16);
      expect(items.length).toBeGreaterThan(0);
      expect(items.length).toBeLessThanOrEqual(5);
      for (const item of items) expect(Buffer.byteLength(item.key)).toBeLessThanOrEqual(128);
    }
  });

  test("offers what every member may do: it is one for all", () => {
    const forMembers = helpFor((right) => right === "own record" || right === "standings");
    for (const { items } of menu)
      for (const { key } of items.filter((item) => item.key !== "帮助")) expect(forMembers).toContain(key);
  });

  test("offers each command once", () => {
    const keys = menu.flatMap(({ items }) => items.map(({ key }) => key));

    expect(new Set(keys).size).toBe(keys.length);
  });
});
