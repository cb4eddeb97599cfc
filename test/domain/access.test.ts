import { describe, expect, test } from "vitest";
import { type Holder, may, type Right, rights, whoHas } from "../../src/domain/access.ts";
import { type Duty, duties } from "../../src/domain/roster.ts";

/**
 * The rights, duty by duty. ● yes; ○ in the own branch only; p if the policy lets members of the committee approve;
 * · no. `党员` holds no duty.
 */
const table = `
                        党员 支部书记 宣传委员 支委 总管理 执行管理 学习管理员 党委委员 党委书记
own record              ●    ●       ●       ●    ●      ●       ●         ●       ●
branch progress         ·    ○       ○       ○    ●      ●       ●         ·       ·
branch talks            ·    ○       ○       ○    ·      ·       ·         ·       ·
confirm for branch      ·    ○       ○       ·    ·      ·       ·         ·       ·
school administration   ·    ·       ·       ·    ●      ●       ●         ·       ·
school summary          ·    ·       ·       ·    ●      ●       ●         ●       ●
submit and publish      ·    ·       ·       ·    ●      ●       ●         ·       ·
approve and return      ·    ·       ·       ·    ·      ·       ·         p       ●
low branches' talks     ·    ·       ·       ·    ·      ·       ·         ·       ●
standings               ●    ●       ●       ●    ●      ●       ●         ●       ●
`;
const [heading = "", ...lines] = table.trim().split("\n");
const people = heading.trim().split(/\s+/);
const rows = lines.map((line) => {
  const [, right = "", cells = ""] = /^(.*?)\s{2,}(.*)$/.exec(line) ?? [];
  return { right: right as Right, cells: cells.split(/\s+/) };
});
const cases = rows.flatMap(({ right, cells }) => people.map((who, index) => [who, right, cells[index]!] as const));

const OWN = 1;
const OTHER = 2;

function aPerson(who: string): Holder {
  return { duties: duties.filter((duty) => duty === who), branchId: OWN };
}

describe("the table of rights", () => {
  test("is tested whole", () => {
    expect(rows.map(({ right }) => right).toSorted()).toEqual(rights.toSorted());
    expect(new Set(people)).toEqual(new Set(["党员", ...duties]));
    expect(rows.every(({ cells }) => cells.length === people.length)).toBe(true);
  });

  test.each(cases)("%s · %s: %s", (who, right, cell) => {
    const person = aPerson(who);

    const everywhere = cell === "●";
    expect(may(person, right, { branchId: OWN })).toBe(everywhere || cell === "○");
    expect(may(person, right, { branchId: OTHER })).toBe(everywhere);
    expect(may(person, right)).toBe(everywhere || cell === "○");
    expect(may(person, right, { branchId: OTHER, membersApprove: true })).toBe(everywhere || cell === "p");
  });

  test("gives who holds several duties the rights of each", () => {
    const both: Holder = { duties: ["宣传委员", "学习管理员"] satisfies Duty[], branchId: OWN };

    expect(may(both, "confirm for branch", { branchId: OWN })).toBe(true);
    expect(may(both, "confirm for branch", { branchId: OTHER })).toBe(false);
    expect(may(both, "branch progress", { branchId: OTHER })).toBe(true);
    expect(may(both, "branch talks", { branchId: OWN })).toBe(true);
    expect(may(both, "branch talks", { branchId: OTHER })).toBe(false);
  });

  test("gives a secretary without a branch no branch", () => {
    expect(may({ duties: ["支部书记"], branchId: null }, "branch talks", { branchId: OWN })).toBe(false);
  });

  test.each(rows.map(({ right }) => right))("says who has the right: %s", (right) => {
    expect(whoHas(right, false)).not.toBe("");
  });
});
