import type { Day } from "../domain/calendar.ts";
import { decimal } from "./replies.ts";

export interface OwnReport {
  readonly day: Day;
  readonly total: number;
  readonly source: string;
  readonly late: boolean;
}

export function ownRecord(reports: readonly OwnReport[], days: number | null, growth: number | null): string {
  if (reports.length === 0) return "您还没有填报记录。";
  const lines = reports.map(
    ({ day, total, source, late }) =>
      `${day} ${total} 分${source === "本人" ? "" : `（${source}）`}${late ? "（迟报）" : ""}`,
  );
  const pace =
    growth === null || growth < 0 || days === null || days === 0
      ? []
      : [`最近一次较上次增长 ${growth} 分，${days} 天，日均 ${decimal(growth / days)} 分。`];
  return ["您的成长总积分：", ...lines, ...pace].join("\n");
}

export function rules(document: string, clauses: readonly string[]): string {
  return [`${document}中与您有关的规定：`, ...clauses].join("\n");
}
