import { dayOf } from "../domain/calendar.ts";
import { policyOn } from "../store/policies.ts";
import { type Command, JSON_OPTION, result } from "./command.ts";

export const policyShow: Command = {
  usage: "policy show [--json]",
  what: "现行办法的各项参数与条款",
  options: JSON_OPTION,
  run(context, args) {
    const { policy, from, approvedBy } = policyOn(context.db, dayOf(context.now()));
    result(context, args, { ...policy, from, approvedBy }, () =>
      [
        `${policy.title}（${policy.document}），${policy.id}，自 ${from} 起，批准：${approvedBy}`,
        ...parameterLines(policy.parameters).map(
          ([name, value]) => `${name} = ${value}${clause(policy.clauses, name)}`,
        ),
      ].join("\n"),
    );
  },
};

function clause(clauses: Readonly<Record<string, string>>, name: string): string {
  const known = clauses[name] ?? clauses[name.split(".")[0]!];
  return known === undefined ? "" : `（${known}）`;
}

/** `draw.scope`, `round.ask`, …, as clauses are named. */
function parameterLines(parameters: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(parameters).flatMap(([group, value]): [string, string][] => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [[group, JSON.stringify(value)]];
    return Object.entries(value).map(([name, inner]) => [`${group}.${name}`, JSON.stringify(inner)]);
  });
}
