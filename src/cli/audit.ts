import { instantAt, minuteOf } from "../domain/calendar.ts";
import { auditSince, verifyAudit } from "../store/audit.ts";
import { checkSeals, type SealCheck, type SealFault, type TableFault } from "../store/seal-check.ts";
import { type Command, CommandFailed, JSON_OPTION, result, table } from "./command.ts";
import { dayValue, timeText } from "./values.ts";

export const auditVerify: Command = {
  usage: "audit verify",
  what: "核验审计记录与封存的数据：逐条重算，发现被改动、缺失或调换次序的记录，以及定稿后被改动的积分",
  run({ db, print }) {
    const { rows, head, fault } = verifyAudit(db);
    if (fault !== null) {
      const what = fault.kind === "missing" ? "缺失" : "与记录时不符（被改动、调换次序或不经程序写入）";
      throw new CommandFailed(`审计记录核验不通过：第 ${fault.id} 条${what}，此前 ${fault.id - 1} 条完好。`);
    }
    const seals = checkSeals(db);
    if (seals.faults.length > 0) throw new CommandFailed(sealFaults(seals.faults));
    print(`审计记录核验通过：${rows} 条，首尾相接。`);
    for (const line of sealLines(seals)) print(line);
    if (head !== null) print(`末条校验值：${head}（抄存于别处，日后可证明此前的记录没有被整体改写）`);
  },
};

const SHOWN = 50;

function sealFaults(faults: readonly SealFault[]): string {
  const lines = faults.slice(0, SHOWN).map((fault) => `  - ${faultText(fault)}`);
  const more = faults.length > SHOWN ? [`  …… 共 ${faults.length} 处`] : [];
  return ["封存的数据核验不通过（审计记录本身完好），以下内容在定稿后被改动：", ...lines, ...more].join("\n");
}

function faultText(fault: SealFault): string {
  if (fault.kind === "summary") return `${fault.quarter} 汇总第 ${fault.version} 版的各支部数据与记录时不符`;
  if (fault.kind === "table missing") return `${fault.round}统计表第 ${fault.version} 版缺失`;
  const { branch, quarter, version, kind } = fault;
  return `${branch} ${quarter} 统计表第 ${version} 版：${tableFaults[kind]}`;
}

const tableFaults: Readonly<Record<TableFault, string>> = {
  head: "合计与定稿时不符",
  rows: "明细或其填报与定稿时不符",
  unsealed: "这一版不经程序写入",
  "added report": "有不经程序写入的填报",
  report: "填报与统计表不符",
  "past total": "以往积分与统计表不符",
  "unrecorded deletion": "有删除而没有记录",
};

function sealLines({ tables, summaries, deleted, unsealed }: SealCheck): string[] {
  const older = [
    ...(unsealed.tables > 0 ? [`统计表 ${unsealed.tables} 份`] : []),
    ...(unsealed.summaries > 0 ? [`汇总 ${unsealed.summaries} 份`] : []),
  ];
  return [
    `封存的数据核验通过：统计表 ${tables} 份、汇总 ${summaries} 份与定稿时一致。`,
    ...(deleted > 0 ? [`已删除（有记录）：${deleted} 名党员的填报，按本人要求。`] : []),
    ...(older.length > 0 ? [`未封存（由较早的版本定稿，无从核验）：${older.join("、")}。`] : []),
  ];
}

export const auditShow: Command = {
  usage: "audit show [--since DATE] [--json]",
  what: "审计记录：何时、何人、做了什么；只有编号和数目，没有积分和文字",
  options: { since: { type: "string" }, ...JSON_OPTION },
  run(context, args) {
    const { since } = args.options;
    const rows = auditSince(context.db, since === undefined ? 0 : instantAt(dayValue(since, "--since")));
    const value = rows.map(({ at, detail, hash: _, ...row }) => ({
      ...row,
      at: timeText(at),
      detail: JSON.parse(detail) as unknown,
    }));
    result(context, args, value, () =>
      table([
        ["编号", "时间", "谁", "做了什么", "对象", "详情"],
        ...rows.map(({ id, at, actor, act, subject, detail }) => [
          String(id),
          minuteOf(at),
          actor,
          act,
          subject,
          detail === "{}" ? "" : detail,
        ]),
      ]),
    );
  },
};
