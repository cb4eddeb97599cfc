import { actOf } from "../acts/act.ts";
import { adoptPolicy } from "../acts/adopt-policy.ts";
import { type Day, dayOf, firstDay, nextQuarter, type Quarter, quarterOf } from "../domain/calendar.ts";
import { FEWEST_BY_POLICY, type ScarceQuarter, scarceQuarters } from "../domain/draw-room.ts";
import { builtInPolicies, clauseAt, type Policy } from "../domain/policy.ts";
import { type Database, transaction } from "../store/database.ts";
import { adoptedPolicies, knownPolicies, policyOn } from "../store/policies.ts";
import { allQuarters, quarterRow } from "../store/quarters.ts";
import { type Arguments, type Command, type CommandContext, InputError, JSON_OPTION, result } from "./command.ts";
import { policyIn } from "./policy-check.ts";
import { preview, previewText } from "./policy-what-if.ts";
import { dayValue } from "./values.ts";

export const policyShow: Command = {
  usage: "policy show [--json]",
  what: "现行办法的各项参数与条款，以及换用其他内置办法会改变的条款",
  options: JSON_OPTION,
  run(context, args) {
    const { policy, from, approvedBy } = policyOn(context.db, dayOf(context.now()));
    result(context, args, { ...policy, from, approvedBy }, () =>
      [
        `${policy.title}（${policy.document}），${policy.id}，自 ${from} 起，批准：${approvedBy}`,
        ...parameterLines(policy),
        ...builtInPolicies.flatMap((other) => offer(policy, other)),
      ].join("\n"),
    );
  },
};

/** What another built-in policy would change, or today's form of the one in force. */
function offer(policy: Policy, other: Policy): string[] {
  const lines = changes(policy, other);
  if (other.id !== policy.id) return ["", `换用 ${other.id}（${other.title}）将改为：`, ...lines];
  if (lines.length === 0) return [];
  const command = `采用：bot policy use ${other.id} --from DATE --approved-by NAME`;
  return ["", `现行的 ${policy.id} 是较早的版本，换用现在的版本将改为：`, ...lines, command];
}

/** The lines of `other` that stand otherwise in `policy`. */
function changes(policy: Policy, other: Policy): string[] {
  const present = new Set(parameterLines(policy));
  return parameterLines(other).filter((line) => !present.has(line));
}

/** `draw.scope = "school"（四（二））`, …, named as clauses are. */
function parameterLines(policy: Policy): string[] {
  const named = Object.entries(policy.parameters).flatMap(([group, value]): [string, unknown][] =>
    Array.isArray(value) ? [[group, value]] : Object.entries(value).map(([name, inner]) => [`${group}.${name}`, inner]),
  );
  return named.map(([name, value]) => {
    const clause = clauseAt(policy, name);
    return `${name} = ${JSON.stringify(value)}${clause === undefined ? "" : `（${clause}）`}`;
  });
}

export const policyCheck: Command = {
  usage: "policy check FILE [--json]",
  what: "检查办法文件，并按上一个结束的季度试算会有哪些不同；不作改动",
  options: JSON_OPTION,
  positionals: 1,
  run(context, args) {
    const { db } = context;
    const policy = policyIn(args.positionals[0]!, knownPolicies(db));
    const scarce = scarceQuarters(policy.parameters.draw, context.calendar(), dayOf(context.now()));
    if (scarce.length > 0) throw new InputError(scarcity(scarce));
    const value = preview(db, policy);
    result(context, args, value, () => `${nameOf(policy)}：格式正确，可以采用。\n${previewText(value)}`);
  },
};

const ADOPTION = { from: { type: "string" }, "approved-by": { type: "string" } } as const;

export const policyAdopt: Command = {
  usage: "policy adopt FILE --from DATE --approved-by NAME",
  what: "采用办法文件，自某日起；先显示试算",
  options: ADOPTION,
  positionals: 1,
  run(context, args) {
    adopt(context, args, (db) => policyIn(args.positionals[0]!, knownPolicies(db)));
  },
};

export const policyUse: Command = {
  usage: "policy use NAME --from DATE --approved-by NAME",
  what: "改用内置的或采用过的办法（guifang-2020-58、low-burden 等），自某日起",
  options: ADOPTION,
  positionals: 1,
  run(context, args) {
    adopt(context, args, (db) => {
      const [name] = args.positionals;
      const known = knownPolicies(db);
      const policy = [...builtInPolicies, ...known].find(({ id }) => id === name);
      if (policy !== undefined) return policy;
      const names = new Set(known.map(({ id }) => id));
      throw new InputError(`没有名为“${name}”的办法。可用的有：${[...names].join("、")}。`);
    });
  },
};

function adopt(context: CommandContext, { options }: Arguments, find: (db: Database) => Policy): void {
  const { db, print } = context;
  const from = dayValue(options.from, "--from");
  const approver = options["approved-by"];
  const approvedBy = typeof approver === "string" ? approver.trim() : "";
  if (approvedBy === "") throw new InputError("请用 --approved-by 写明批准人或批准的会议。");
  const lines = transaction(db, () => {
    const policy = find(db);
    const comparison = previewText(preview(db, policy));
    const outcome = adoptPolicy(actOf(context, undefined, "operator"), { policy, from, approvedBy });
    switch (outcome.kind) {
      case "too early":
        throw new InputError(`--from 不能早于 ${outcome.earliest}：已经抽取、进行和结束的考核不因新办法改变。`);
      case "too few days":
        throw new InputError(scarcity(outcome.scarce));
      case "in force already": {
        const { standing } = outcome;
        return [`${nameOf(policy)}自 ${standing.from} 起已经有效（批准：${standing.approvedBy}），未作改动。`];
      }
      case "adopted":
        return [comparison, `已采用${nameOf(policy)}，自 ${from} 起，批准：${approvedBy}。`, ...effect(db, from)];
      default:
        return outcome satisfies never;
    }
  });
  print(lines.join("\n"));
}

function scarcity(scarce: readonly ScarceQuarter[]): string {
  const quarters = scarce.map(({ quarter, candidates }) => `${quarter} 只有 ${candidates} 天`).join("，");
  return `按这份办法可抽取的日子太少：${quarters}，每个季度至少要有 ${FEWEST_BY_POLICY} 天，否则考核日容易被猜到。请调整 draw.days、draw.blackout 或 draw.minDistance；未作任何改动。`;
}

function nameOf({ title, document, id }: Policy): string {
  return `“${title}”（${document}，${id}）`;
}

/** A quarter keeps the policy it was drawn under. */
function effect(db: Database, from: Day): string[] {
  let quarter = quarterOf(from);
  if (from !== firstDay(quarter)) quarter = nextQuarter(quarter);
  while (isDrawn(db, quarter)) quarter = nextQuarter(quarter);
  const last = allQuarters(db).at(-1)?.quarter;
  const kept = last !== undefined && last < quarter ? `；${last} 及以前的季度仍按原来的办法` : "";
  const later = new Set(adoptedPolicies(db).flatMap((other) => (other.from > from ? other.from : [])));
  return [
    `自 ${quarter} 起的季度按它计算${kept}。`,
    ...[...later].sort().map((day) => `注意：已定自 ${day} 起改用 ${policyOn(db, day).policy.id}。`),
  ];
}

function isDrawn(db: Database, quarter: Quarter): boolean {
  const row = quarterRow(db, quarter);
  // With unknown holidays nothing was drawn yet, and the policy is looked up anew when they are known.
  return row !== undefined && row.undrawnReason !== "holidays";
}
