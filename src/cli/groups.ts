import { record } from "../store/audit.ts";
import { allBranches, updateBranch } from "../store/branches.ts";
import { transaction } from "../store/database.ts";
import { touchRoster } from "../store/roster.ts";
import { setSetting } from "../store/settings.ts";
import { type Command, InputError, JSON_OPTION, result, table } from "./command.ts";
import { branchValue, targetValue } from "./values.ts";

export const branchSet: Command = {
  usage: "branch set NAME [--kind working|retired] [--group TARGET]",
  what: "设置党支部的类别和群",
  options: { kind: { type: "string" }, group: { type: "string" } },
  positionals: 1,
  run({ db, now, print }, { positionals, options }) {
    const branch = branchValue(db, positionals[0]!);
    const { kind, group } = options;
    if (kind === undefined && group === undefined) throw new InputError("请给出 --kind 或 --group。");
    if (kind !== undefined && kind !== "working" && kind !== "retired") {
      throw new InputError("--kind 应为 working（在职）或 retired（离退休）。");
    }
    const groupTarget = typeof group === "string" ? targetValue(group) : undefined;
    transaction(db, () => {
      updateBranch(db, branch.id, {
        ...(kind === undefined ? {} : { kind }),
        ...(groupTarget === undefined ? {} : { groupTarget }),
      });
      if (kind !== undefined) touchRoster(db);
      const detail = { kind: kind ?? null, group: groupTarget !== undefined };
      record(db, { at: now(), actor: "operator", act: "branch.set", subject: `branch:${branch.id}`, detail });
    });
    print(`已设置${branch.name}。`);
  },
};

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
  run({ db, now, print }, { positionals }) {
    const [which, target] = positionals;
    if (which !== "school") throw new InputError("目前只能设置 school（全校群）；党支部的群用 bot branch set。");
    const group = targetValue(target ?? "");
    transaction(db, () => {
      setSetting(db, "schoolGroup", group);
      record(db, { at: now(), actor: "operator", act: "group.set", subject: "group:school" });
    });
    print("已设置全校群。");
  },
};
