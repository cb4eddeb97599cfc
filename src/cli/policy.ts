import { dayOf } from "../domain/calendar.ts";
import { builtInPolicies, type Policy } from "../domain/policy.ts";
import { policyOn } from "../store/policies.ts";
import { type Command, JSON_OPTION, result } from "./command.ts";

export const policyShow: Command = {
  usage: "policy show [--json]",
  what: "现行办法的各项参数与条款，以及换用其他内置办法会改变的条款",
  options: JSON_OPTION,
  run(context, args) {
    const { policy, from, approvedBy } = policyOn(context.db, dayOf(context.now()));
    const others = builtInPolicies.filter(({ id }) => id !== policy.id);
    result(context, args, { ...policy, from, approvedBy }, () =>
      [
        `${policy.title}（${policy.document}），${policy.id}，自 ${from} 起，批准：${approvedBy}`,
        ...parameterLines(policy),
        ...others.flatMap((other) => ["", `换用 ${other.id}（${other.title}）将改为：`, ...changes(policy, other)]),
      ].join("\n"),
    );
  },
};

/** The lines of `other` that stand otherwise in `policy`. */
function changes(policy: Policy, other: Policy): string[] {
  const present = new Set(parameterLines(policy));
  return parameterLines(other).filter((line) => !present.has(line));
}

/** `draw.scope = "school"（四（二））`, …, named as clauses are. */
function parameterLines({ parameters, clauses }: Policy): string[] {
  const named = Object.entries(parameters).flatMap(([group, value]): [string, unknown][] =>
    Array.isArray(value) ? [[group, value]] : Object.entries(value).map(([name, inner]) => [`${group}.${name}`, inner]),
  );
  return named.map(([name, value]) => {
    const clause = clauses[name] ?? clauses[name.split(".")[0]!];
    return `${name} = ${JSON.stringify(value)}${clause === undefined ? "" : `（${clause}）`}`;
  });
}
