import { actOf } from "../acts/act.ts";
import { setBranch, setSchoolGroup } from "../acts/set-branch.ts";
import type { BranchKind } from "../domain/roster.ts";
import { transaction } from "../store/database.ts";
import { allBranches } from "../store/members.ts";
import { type Command, InputError, JSON_OPTION, result, table } from "./command.ts";
import { branchValue, targetValue } from "./values.ts";

export const branchSet: Command = {
  usage: "branch set NAME [--kind working|retired] [--group TARGET]",
  what: "设置党支部的类别和群",
  options: { kind: { type: "string" }, group: { type: "string" } },
  positionals: 1,
  run(context, { positionals, options }) {
    const { db, print } = context;
    const branch = branchValue(db, positionals[0]!);
    const { kind, group } = options;
    if (kind === undefined && group === undefined) throw new InputError("请给出 --kind 或 --group。");
    const change = {
      ...(kind === undefined ? {} : { kind: kindValue(kind) }),
      ...(typeof group === "string" ? { groupTarget: targetValue(group) } : {}),
    };
    transaction(db, () => setBranch(actOf(context, undefined, "operator"), branch, change));
    print(`已设置${branch.name}。`);
  },
};

function kindValue(text: string | boolean): BranchKind {
  if (text === "working" || text === "retired") return text;
  throw new InputError("--kind 应为 working（在职）或 retired（离退休）。");
}

const kinds = { working: "在职", retired: "离退休" } as const;

export const branchList: Command = {
  usage: "branch list [--json]",
  what: "列出党支部",
  options: JSON_OPTION,
  run(context, args) {
    const branches = allBranches(context.db);
    const value = branches.map(({ name, kind, groupTarget }) => ({ branch: name, kind, group: groupTarget }));
    result(context, args, value, () =>
      table([
        ["党支部", "类别", "群"],
        ...branches.map(({ name, kind, groupTarget }) => [name, kinds[kind], groupTarget ?? "—"]),
      ]),
    );
  },
};

export const groupSet: Command = {
  usage: "group set school TARGET",
  what: "设置全校性消息发往的群",
  positionals: 2,
  run(context, { positionals }) {
    const [which, target] = positionals;
    if (which !== "school") throw new InputError("目前只能设置 school（全校群）；党支部的群用 bot branch set。");
    const group = targetValue(target ?? "");
    transaction(context.db, () => setSchoolGroup(actOf(context, undefined, "operator"), group));
    context.print("已设置全校群。");
  },
};
