import { readFileSync } from "node:fs";
import type * as z from "zod";
import { clauseAt, type Policy } from "../domain/policy.ts";
import { policySchema } from "../domain/policy-adoption.ts";
import { isSamePolicy } from "../store/policies.ts";
import { InputError } from "./command.ts";

/** The policy in a file. Throws InputError with every fault, each with its field and clause. */
export function policyIn(file: string, known: readonly Policy[]): Policy {
  const given = jsonIn(file);
  const result = policySchema.safeParse(given, { error: problemOf });
  const faults = result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(issue, given));
  const namesakes = known.filter(({ id }) => id === valueAt(given, ["id"]));
  if (namesakes.length > 0 && !namesakes.some((policy) => result.success && isSamePolicy(policy, result.data))) {
    faults.push(`id：“${namesakes[0]!.id}”已是另一份办法的编号，内容不同，请换一个编号`);
  }
  if (!result.success || faults.length > 0) {
    throw new InputError(`办法文件有 ${faults.length} 处需要改正，未作任何改动：\n${faults.join("\n")}`);
  }
  return result.data;
}

function jsonIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new InputError(`文件“${file}”无法读取，请检查路径和权限。`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const [, line] = /line (\d+)/.exec((error as Error).message) ?? [];
    const place = line === undefined ? "" : `，第 ${line} 行附近有误`;
    throw new InputError(`文件“${file}”不是 JSON${place}。请从 bot policy show --json 的输出改起。`);
  }
}

/** `parameters.talk.lowest（四（三））：应为整数` */
function faultsOf(issue: z.core.$ZodIssue, given: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const names = namesAt(policySchema, path).join("、");
    return issue.keys.map((key) => `${placeOf([...path, key], given)}：没有这一项，可用的有：${names}`);
  }
  const isMissing = issue.code === "invalid_type" && valueAt(given, path) === undefined;
  return [`${placeOf(path, given)}：${isMissing ? "没有填写" : issue.message}`];
}

function placeOf(path: readonly string[], given: unknown): string {
  const name = path[0] === "parameters" || path[0] === "clauses" ? path.slice(1).join(".") : "";
  const cited = valueAt(given, ["clauses"]);
  const own = Object.entries(typeof cited === "object" && cited !== null ? cited : {});
  const clauses = Object.fromEntries(own.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const group = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  const clause = name === "" ? undefined : (clauseAt({ clauses }, name) ?? clauseAt({ clauses }, group));
  return `${path.join(".") || "办法"}${clause ? `（${clause}）` : ""}`;
}

function namesAt(schema: unknown, path: readonly string[]): string[] {
  let place = schema;
  for (const name of path) {
    const { shape, element } = place as { shape?: Record<string, unknown>; element?: unknown };
    place = shape?.[name] ?? element;
  }
  return Object.keys((place as { shape?: object } | undefined)?.shape ?? {});
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    value,
  );
}

const kinds: Readonly<Record<string, string>> = {
  string: "应为文字",
  number: "应为数字",
  int: "应为整数",
  boolean: "应为 true 或 false",
  array: "应为列表，写在 [ ] 里",
  object: "应为一组参数，写在 { } 里",
  record: "应为一组参数，写在 { } 里",
};

/** Where the schema has no words of its own. */
function problemOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? "写法不对";
    case "invalid_value":
      return `应为 ${issue.values.map((value) => JSON.stringify(value)).join("、")}${issue.values.length > 1 ? " 之一" : ""}`;
    case "too_small":
      if (issue.origin === "string") return "没有填写";
      return issue.origin === "array" ? `至少要有 ${issue.minimum} 项` : `不能小于 ${issue.minimum}`;
    case "too_big":
      return issue.origin === "array" ? `最多 ${issue.maximum} 项` : `不能大于 ${issue.maximum}`;
    default:
      return "写法不对";
  }
}
