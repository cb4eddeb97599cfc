import { holds, tell } from "../../acts/act.ts";
import { countOf, yearOf } from "../../domain/calendar.ts";
import { filesFollow } from "../../messages/summary.ts";
import { noticeFile, summaryFiles } from "../../messages/summary-files.ts";
import { noYearYet, yearText } from "../../messages/year.ts";
import { standingSummary } from "../../store/summaries.ts";
import { overviewOf } from "../../store/year-overview.ts";
import { latestYear, yearSoFar } from "../../store/years.ts";
import { refusal, type Turn } from "../turn.ts";

/** 年度预览 [年]: with names and growth to the office, and to the committee once it is submitted; with its files. */
export function previewYear(turn: Turn, asked?: number): string {
  const { db, now, today, calendar, key, sender } = turn;
  const year = asked ?? latestYear(db) ?? yearOf(today);
  const summary = standingSummary(db, countOf(year), now);
  const isSubmitted = summary !== undefined && summary.version > 0 && summary.state !== "draft";
  const mayLook = holds(turn, "school administration") || (isSubmitted && holds(turn, "school summary"));
  if (!mayLook) return refusal(turn, "school administration");
  if (summary === undefined) {
    const soFar = yearSoFar(db, year, today, calendar);
    return soFar === undefined ? noYearYet(year) : yearText(overviewOf(db, soFar));
  }
  const text = yearText(overviewOf(db, summary));
  if (summary.version === 0) return text;
  const files = [...summaryFiles(summary), noticeFile(summary, today)];
  for (const file of files) tell(turn, `year-${key}-${file.document.kind}`, [sender], file, { atOnce: true });
  return [text, filesFollow(files.map(({ name }) => name))].join("\n");
}
