import type { Circular, Notice } from "../documents/notice.ts";
import { addDays } from "../domain/calendar.ts";
import { correctionsBetween } from "../domain/correction.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import { sumOf } from "../domain/ranking.ts";
import { asPublic, completionOnly, keepsBack, type Summary } from "../domain/summary.ts";
import { correctionLine } from "../messages/correction.ts";
import { missingNote } from "../messages/notice.ts";
import type { Database } from "../store/database.ts";
import { causesBetween, correctedBy, withDisclosure } from "../store/disclosure.ts";
import { objectionCounts } from "../store/objections.ts";
import { summaryVersion } from "../store/summaries.ts";
import { daysOf } from "./summary-days.ts";

/** The bot's own name in the workspace. */
export const BOT = "学习积分助手";

/** The 公示 or 通报 of a stored version, for everybody to see. */
export function noticeData(
  db: Database,
  { of, quarter, version, date }: DocumentRef<"notice">,
  school: string,
  contact?: string,
): Notice {
  const summary = withDisclosure(db, summaryVersion(db, quarter, version));
  const { policy, noticeUntil, publishedOn } = summary;
  const results = { ...resultsOf(db, summary, school), date, ...correctionsIn(db, summary, of) };
  if (of === "通报") return { ...results, kind: of, ...objectedTo(db, summary) };
  return {
    ...results,
    kind: of,
    addressees: null,
    period: {
      from: addDays(date, 1),
      // Of a draft the last day is not known yet.
      to: publishedOn === date ? noticeUntil : null,
      workdays: policy.parameters.notice.days,
    },
    objections: { office: "学校党办", bot: BOT, ...(contact === undefined ? {} : { contact }) },
  };
}

function resultsOf(db: Database, summary: Summary, school: string): Omit<Circular, "kind" | "date"> {
  const { quarter, policy } = summary;
  const shown = asPublic(summary);
  const { branches } = shown;
  const ranking = !completionOnly(summary);
  const keptBack = ranking && keepsBack(shown);
  return {
    quarter,
    days: daysOf(db, summary),
    metric: ranking ? "average" : "completion",
    policy: { title: policy.title, document: policy.document },
    clauses: { notice: clauseOf(policy, "notice.kind"), average: clauseOf(policy, "branchRank.metric") },
    branches,
    average: ranking && !keptBack ? sumOf(branches.map(({ average }) => average)) : null,
    notes: [
      ...(ranking ? [`${missingNote[policy.parameters.branchRank.missing]}。`] : []),
      ...(keptBack ? ["积分或积分变动不足三人的党支部不公布人均，以免显出个人积分。"] : []),
    ],
    requirements: [],
    letterhead: null,
    addressees: "各党支部",
    attachments: [],
    issuer: `中共${school}委员会`,
  };
}

/** What a corrected 公示 or 通报 changes; a 通报 behind a 公示 corrects only an earlier 通报. */
function correctionsIn(db: Database, summary: Summary, of: "公示" | "通报"): Pick<Circular, "corrections"> {
  const former = correctedBy(db, summary);
  const behindNotice = of === "通报" && summary.policy.parameters.notice.kind === "公示";
  if (former === undefined || (behindNotice && former.state !== "archived")) return {};
  const changes = correctionsBetween(asPublic(former), asPublic(summary), causesBetween(db, former, summary));
  return { corrections: changes.map((change) => `${correctionLine(change)}。`) };
}

/** What became of the 公示 before the 通报. */
function objectedTo(db: Database, { quarter, policy, state, changedAt }: Summary): Pick<Circular, "objected"> {
  if (policy.parameters.notice.kind === "通报" || state !== "archived") return {};
  return { objected: objectionCounts(db, quarter, changedAt) };
}
