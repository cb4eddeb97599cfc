import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differences, type InDirectory, type OnRoster } from "../../src/domain/roster-sync.ts";

const member = (account: string, name: string): OnRoster => ({ account, name, branch: "第一党支部" });
const gone = (account: string, name: string): OnRoster => ({ account, name, branch: undefined });
const entry = (account: string, name: string): InDirectory => ({ account, name, department: "教务处" });
const none = { left: [], new: [], renamed: [], movedAccount: [] };

describe("the roster and the workspace's directory", () => {
  test("are alike although accounts are written in another case and names with blanks", () => {
    expect(differences([member("LiMing", "李明")], [entry("liming", "李 明")])).toEqual(none);
  });

  test("differ by who is no more in the directory, and who is not on the roster", () => {
    expect(
      differences([member("li", "李明"), member("wang", "王芳")], [entry("li", "李明"), entry("chen", "陈静")]),
    ).toEqual({
      ...none,
      left: [{ account: "wang", name: "王芳", branch: "第一党支部" }],
      new: [{ account: "chen", name: "陈静", department: "教务处" }],
    });
  });

  test("differ by a name", () => {
    expect(differences([member("li", "李明")], [entry("LI", "李鸣")])).toEqual({
      ...none,
      renamed: [{ account: "li", name: "李明", directoryName: "李鸣" }],
    });
  });

  test.each(["", " ", "LI"])("do not differ by a name that the workspace keeps to itself: %o", (name) => {
    expect(differences([member("li", "李明")], [entry("li", name)])).toEqual(none);
  });

  test("do not differ by who has left and is still, or not, in the workspace", () => {
    expect(differences([gone("li", "李明"), gone("wang", "王芳")], [entry("li", "李大明")])).toEqual(none);
  });

  test("of one name, one gone and one new, show somebody with another account, who stands in no other list", () => {
    expect(differences([member("li", "李明")], [entry("liming2026", "李明")])).toEqual({
      ...none,
      movedAccount: [{ from: "li", to: "liming2026", name: "李明" }],
    });
  });

  test.each([
    ["two are gone", [member("a", "李明"), member("b", "李明")], [entry("c", "李明")]],
    ["two are new", [member("a", "李明")], [entry("b", "李明"), entry("c", "李明")]],
  ])("guess nothing where %s of that name", (_, roster, directory) => {
    expect(differences(roster, directory)).toMatchObject({
      movedAccount: [],
      left: roster.map(({ account }) => ({ account })),
      new: directory.map(({ account }) => ({ account })),
    });
  });

  test("do not take somebody of the name who has long left for the one who is new", () => {
    expect(differences([gone("li", "李明")], [entry("li2", "李明")])).toMatchObject({
      movedAccount: [],
      new: [{ account: "li2" }],
    });
  });

  test("say each person once", () => {
    const name = fc.constantFrom("李明", "王芳", "陈静", "");
    const account = fc.constantFrom("a", "b", "c", "d", "e");
    const people = fc.uniqueArray(fc.record({ account, name }), { selector: (person) => person.account });
    fc.assert(
      fc.property(people, people, (roster, directory) => {
        const found = differences(
          roster.map(({ account, name }) => member(account, name)),
          directory.map(({ account, name }) => entry(account, name)),
        );

        const onRoster = [...found.left, ...found.renamed]
          .map(({ account }) => account)
          .concat(found.movedAccount.map(({ from }) => from));
        const inDirectory = found.new.map(({ account }) => account).concat(found.movedAccount.map(({ to }) => to));
        const accounts = (of: readonly { account: string }[]) => of.map(({ account }) => account);
        expect(new Set(onRoster).size).toBe(onRoster.length);
        expect(inDirectory.toSorted()).toEqual(
          accounts(directory)
            .filter((account) => !accounts(roster).includes(account))
            .toSorted(),
        );
      }),
    );
  });
});
