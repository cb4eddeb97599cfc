import { holds, tell } from "../../acts/act.ts";
import { moveSummary } from "../../acts/move-summary.ts";
import { isCount, type Quarter, yearOf } from "../../domain/calendar.ts";
import { rightTo, type SummaryMove, type SummaryState, statesBefore, summaryStates } from "../../domain/summary.ts";
import { publicFigures, standings as standingsText } from "../../messages/notice.ts";
import { notYetPublished } from "../../messages/replies.ts";
import {
  branchTablesBy,
  filesFollow,
  filesWithDraft,
  nothingToSummarise,
  summaryMoved,
  summaryText,
  whichOne,
} from "../../messages/summary.ts";
import { noticeFile, summaryFiles } from "../../messages/summary-files.ts";
import { withDisclosure } from "../../store/disclosure.ts";
import { groupsSet } from "../../store/members.ts";
import { detailsOf, latestQuarter, newestSummaries, publishedSummary, standingSummary } from "../../store/summaries.ts";
import { refusal, type Turn } from "../turn.ts";
import { previewYear } from "./year.ts";

/** 汇总 [季度|年]: as it stands, with its files, or as the closed rounds give it while none is stored. */
export function showSummary(turn: Turn, asked: Quarter | undefined): string {
  if (asked !== undefined && isCount(asked)) return previewYear(turn, yearOf(asked));
  if (!holds(turn, "school summary")) return refusal(turn, "school summary");
  const { db, now, today, sender, key } = turn;
  const quarter = asked ?? latestQuarter(db, now);
  const summary = standingSummary(db, quarter, now);
  if (summary === undefined) return nothingToSummarise(quarter);
  const office = holds(turn, "school administration");
  const text = summaryText(withDisclosure(db, summary), detailsOf(db, summary));
  if (summary.version === 0) return `${text}\n${filesWithDraft}`;
  const files = [...summaryFiles(summary), noticeFile(summary, today)];
  for (const file of files) tell(turn, `summary-${key}-${file.document.kind}`, [sender], file, { atOnce: true });
  return [text, filesFollow(files.map(({ name }) => name)), ...(office ? [branchTablesBy] : [])].join("\n");
}

/** 排名: what has been published, to everybody. */
export function standings({ db }: Turn): string {
  const summary = publishedSummary(db);
  if (summary === undefined) return notYetPublished;
  return standingsText(summary.quarter, publicFigures(summary));
}

/** What a step without a name may mean: the newest quarter, and a year that waits for just this step. */
function waitingFor({ db, now }: Turn, what: SummaryMove): [Quarter, ...Quarter[]] {
  const isReady = (state: SummaryState) =>
    statesBefore(what).includes(state) || (what === "publish" && state === "published");
  const quarter = latestQuarter(db, now);
  const year = newestSummaries(db, summaryStates.filter(isReady)).findLast((summary) => isCount(summary.quarter));
  if (year === undefined) return [quarter];
  const summary = standingSummary(db, quarter, now);
  return summary !== undefined && isReady(summary.state) ? [quarter, year.quarter] : [year.quarter];
}

export const insisting = (still: true | undefined) => (still === true ? "on what was shown" : "no");

/** 提交 · 通过 · 退回 理由 · 发布 [季度], and 仍然提交 · 仍然发布 where the bot has shown what is open. */
export function move(
  turn: Turn,
  what: SummaryMove,
  asked: Quarter | undefined,
  how: NonNullable<Parameters<typeof moveSummary>[3]> = {},
): string {
  const { db, policy } = turn;
  const [quarter, ...others] = asked === undefined ? waitingFor(turn, what) : [asked];
  if (others.length > 0 && holds(turn, rightTo[what])) return whichOne(what, [quarter, ...others]);
  const moved = moveSummary(turn, what, quarter, how);
  if (moved.kind === "forbidden") return refusal(turn, rightTo[what]);
  turn.asked ||= moved.kind === "open matters";
  return summaryMoved(moved, { what, quarter, policy, groups: groupsSet(db) });
}
