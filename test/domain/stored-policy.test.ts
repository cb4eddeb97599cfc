import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInPolicies, clauseOf, lowBurden, parameterNames, storedPolicy } from "../../src/domain/policy.ts";
import { policySchema } from "../../src/domain/policy-adoption.ts";
import { firstPolicy } from "../support/an-old-policy.ts";

type Values = Record<string, unknown>;

/** The parts of a value that have a name, `talk` and `talk.lowest` alike. */
function pathsIn(values: unknown, above: readonly string[] = []): string[][] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return [];
  return Object.entries(values).flatMap(([name, value]) => {
    const path = [...above, name];
    return [path, ...pathsIn(value, path)];
  });
}

function at(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Values | undefined)?.[name], values);
}

function without(values: object, paths: readonly (readonly string[])[]): Values {
  const copy = structuredClone(values) as Values;
  for (const path of paths) {
    const group = at(copy, path.slice(0, -1)) as Values | undefined;
    if (group !== undefined) delete group[path.at(-1)!];
  }
  return copy;
}

const aBuiltIn = fc.constantFrom(...builtInPolicies);
const paths = pathsIn(lowBurden.parameters);
const someOf = fc.subarray(paths);

describe("a stored policy", () => {
  test("of version 0.1.0 has, for what came later, a value that its results keep", () => {
    const { clauses, parameters, ...named } = storedPolicy(firstPolicy);

    expect(policySchema.safeParse({ ...named, clauses, parameters }).error?.issues ?? []).toEqual([]);
    expect({ ...named, clauses }).toEqual({ ...named, clauses: firstPolicy.clauses });
    expect(parameters).toMatchObject(firstPolicy.parameters);
  });

  test("cites a clause for each parameter, also for one that it does not know", () => {
    for (const name of parameterNames) {
      expect(clauseOf(firstPolicy, name)).not.toBe("");
      expect(clauseOf({ clauses: {} }, name)).not.toBe("");
    }
  });

  test("of today is read as it was written", () => {
    for (const policy of builtInPolicies) {
      expect(storedPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    }
  });

  test("of any version in between is one that could be adopted: what it lacks is as it was, and what it says stays", () => {
    fc.assert(
      fc.property(aBuiltIn, someOf, (policy, unknown) => {
        const older = { ...policy, parameters: without(policy.parameters, unknown) };

        const { parameters } = storedPolicy(older, lowBurden.parameters);

        expect(policySchema.safeParse({ ...policy, parameters }).success).toBe(true);
        for (const path of paths.filter((path) => pathsIn(at(parameters, path)).length === 0)) {
          expect(at(parameters, path)).toEqual(at(older.parameters, path) ?? at(lowBurden.parameters, path));
        }
      }),
    );
  });

  test.each([
    ["a parameter of a later version", { talk: { ...firstPolicy.parameters.talk, mood: 3 } }],
    ["a value that none can have", { talk: { ...firstPolicy.parameters.talk, lowest: "3" } }],
    ["half a group where a list should be", { lowBranches: { from: 3 } }],
  ])("is refused with %s", (_, change) => {
    expect(() => storedPolicy({ ...firstPolicy, parameters: { ...firstPolicy.parameters, ...change } })).toThrow();
  });

  test.each([[null], ["guifang-2020-58"], [[]], [{}]])("is not %o", (stored) => {
    expect(() => storedPolicy(stored)).toThrow();
  });

  test("stays in force when a rule on new ones would refuse it today", () => {
    const days = { from: 70, beforeEnd: 15, workdaysOnly: true };
    const tight = { ...firstPolicy, parameters: { ...firstPolicy.parameters, draw: { scope: "school", days } } };

    expect(policySchema.safeParse(storedPolicy(tight)).success).toBe(false);
    expect(storedPolicy(tight).parameters.draw.days).toEqual(days);
  });
});

describe("a policy file", () => {
  test("has to say every parameter, also those that a stored policy may lack", () => {
    fc.assert(
      fc.property(aBuiltIn, someOf, (policy, unsaid) => {
        const parameters = without(policy.parameters, unsaid);

        expect(policySchema.safeParse({ ...policy, parameters }).success).toBe(unsaid.length === 0);
      }),
    );
  });
});
