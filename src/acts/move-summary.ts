import { approvers, COMMITTEE_SECRETARY, OFFICE } from "../domain/access.ts";
import { isCount, type Quarter } from "../domain/calendar.ts";
import { correctionsBetween } from "../domain/correction.ts";
import {
  asOfficial,
  type Insisting,
  type OpenMatters,
  rightTo,
  type Summary,
  type SummaryMove,
  type SummaryMoved,
  stateAfter,
} from "../domain/summary.ts";
import {
  summaryApproved,
  summaryReady,
  summaryRenewed,
  summaryReturned,
  summarySubmitted,
  summaryText,
  yearReady,
} from "../messages/summary.ts";
import { summaryFiles } from "../messages/summary-files.ts";
import { lowBranchList } from "../messages/talks.ts";
import { yearText } from "../messages/year.ts";
import type { Database } from "../store/database.ts";
import { causesBetween, correctedBy, revisionsBetween, withDisclosure } from "../store/disclosure.ts";
import { openMattersOf, setShown, wasShown } from "../store/open-matters.ts";
import { roundsOf } from "../store/rounds.ts";
import { sealSummary } from "../store/seals.ts";
import {
  changeSummary,
  computeSummary,
  detailsOf,
  standingSummary,
  storedSummary,
  storeSummary,
} from "../store/summaries.ts";
import { endEarlierBranchTalks, lowBranchesOf, saveBranchTalks } from "../store/talks.ts";
import { overviewOf } from "../store/year-overview.ts";
import { type Act, holders, holds, type MemberAct, record, tell } from "./act.ts";
import { closeNotice, publish } from "./publish-summary.ts";

/** 提交 · 通过 · 退回 · 发布, by the member's right and the summary's state (四（四）). */
export function moveSummary(
  act: MemberAct,
  move: SummaryMove,
  quarter: Quarter,
  { note = "", insisting = "no" }: { readonly note?: string | undefined; readonly insisting?: Insisting } = {},
): SummaryMoved {
  const { db, now } = act;
  if (!holds(act, rightTo[move])) return { kind: "forbidden" };
  if (move === "return" && note === "") return { kind: "no reason" };
  const open = roundsOf(db, quarter).filter(({ state, apart }) => state === "open" && !apart);
  if (move === "submit" && open.length > 0) return { kind: "rounds open", branches: open.map(({ branch }) => branch) };
  const found = standingSummary(db, quarter, now);
  if (found === undefined) return { kind: "nothing yet" };
  if (move === "publish" && found.state === "published") return closeNotice(act, found);
  const state = stateAfter(found.state, move);
  if (state === undefined) return { kind: "not now", summary: found };

  const matters = move === "submit" || move === "publish" ? openMattersOf(db, found) : undefined;
  if (matters !== undefined && !insists(act, `${move}-${quarter}`, matters, insisting)) {
    return { kind: "open matters", matters };
  }
  const stored = found.version === 0 ? storeSummary(db, found, now) : found;
  const change = { state, changedAt: now, note: note === "" ? null : note };
  if (move === "publish") return { kind: "done", summary: publish(act, stored, change) };
  const summary = { ...stored, ...change };
  const approved = move === "approve" ? { approvedAt: now } : {};
  changeSummary(db, stored, { ...change, ...approved, changerId: act.actor.member.id });
  const { version, policyId } = stored;
  const seal = sealSummary(db, quarter, version, act.random);
  record(act, `summary.${move}`, `summary:${quarter}`, { version, policy: policyId, seal });
  announce(act, move, summary);
  if (move === "approve" && !isCount(quarter)) oweBranchTalks(act, summary);
  return { kind: "done", summary };
}

/** Whoever goes on although something is open has been shown just that; what has changed since is shown anew. */
function insists({ db, actor }: MemberAct, step: string, matters: OpenMatters, insisting: Insisting): boolean {
  const mine = `${step}-${actor.member.id}`;
  const sure = insisting === "on anything" || (insisting === "on what was shown" && wasShown(db, mine, matters));
  setShown(db, mine, sure ? undefined : matters);
  return sure;
}

/** To who goes on with it; nobody is told of the own act. */
function announce(act: MemberAct, move: Exclude<SummaryMove, "publish">, summary: Summary): void {
  const { db, key, actor } = act;
  const { quarter, version, policy, note } = summary;
  const by = { ...act, policy };
  const { id, name } = actor.member;
  const others = (duties: Parameters<typeof holders>[1]) => holders(act, duties).filter((member) => member.id !== id);
  const what = `summary-${move}-${quarter}-${version}-${key}`;
  switch (move) {
    case "submit": {
      const deciding = others(approvers(act.policy.parameters.committee.membersApprove));
      const shown = isCount(quarter)
        ? yearText(overviewOf(db, summary))
        : summaryText(withDisclosure(db, summary), detailsOf(db, summary));
      tell(by, what, deciding, `${summarySubmitted(quarter, name, correctionsOf(act, summary))}\n${shown}`);
      for (const [index, file] of summaryFiles(summary).entries()) tell(by, `${what}-file${index + 1}`, deciding, file);
      return;
    }
    case "approve":
      return tell(by, what, others(OFFICE), summaryApproved(quarter, name));
    case "return":
      return tell(by, what, others(OFFICE), summaryReturned(quarter, name, note ?? ""));
    default:
      return move satisfies never;
  }
}

/** Every branch figure that differs from what was published, as the committee sees it; undefined where nothing was. */
function correctionsOf({ db }: Act, summary: Summary) {
  const former = isCount(summary.quarter) ? undefined : correctedBy(db, summary);
  if (former === undefined) return undefined;
  return correctionsBetween(asOfficial(former), asOfficial(summary), causesBetween(db, former, summary));
}

/** An approved summary's low branches are owed a talk; the committee's secretary gets the list (四（四）). */
function oweBranchTalks(act: Act, summary: Summary): void {
  const { db, today } = act;
  const { quarter, version, policy } = summary;
  const low = summary.branches.filter((branch) => branch.low).map(({ branchId }) => branchId);
  saveBranchTalks(db, quarter, low);
  if (low.length === 0) return;
  const text = lowBranchList(quarter, policy, lowBranchesOf(db, summary, today));
  tell({ ...act, policy }, `low-branches-${quarter}-${version}`, holders(act, COMMITTEE_SECRETARY), text);
}

/** Draws up the summary as the closed rounds give it now. What was submitted stays as its own version. */
export function draftSummary(act: Act, quarter: Quarter): void {
  const { db, now } = act;
  const computed = computeSummary(db, quarter, now);
  if (computed === undefined) return;
  const former = storedSummary(db, quarter);
  endEarlierBranchTalks(db, quarter);
  const { version, policy, policyId } = storeSummary(db, computed, now);
  const seal = sealSummary(db, quarter, version, act.random);
  record(act, "summary.draft", `summary:${quarter}`, { version, policy: policyId, seal });
  if (isCount(quarter)) return tellYear({ ...act, policy }, { ...computed, version });
  const text =
    version === 1 ? summaryReady(quarter) : summaryRenewed(quarter, version, revisionsSince(db, former, computed));
  tell({ ...act, policy }, `summary-draft-${quarter}-${version}`, holders(act, OFFICE), text);
}

/** To the office: the lists of the year, and their files. */
function tellYear(act: Act, summary: Summary): void {
  const { quarter, version } = summary;
  const office = holders(act, OFFICE);
  const key = `summary-draft-${quarter}-${version}`;
  tell(act, key, office, `${yearReady(quarter, version)}\n${yearText(overviewOf(act.db, summary))}`);
  for (const [index, file] of summaryFiles(summary).entries()) tell(act, `${key}-file${index + 1}`, office, file);
}

/** Whose figures are others than in the version before, by whom; nothing of a branch that was asked anew. */
function revisionsSince(db: Database, former: Summary | undefined, now: Summary) {
  const before = new Map(former?.branches.map((branch) => [branch.roundId, branch.tableVersion]));
  return now.branches.flatMap(({ roundId, tableVersion, branch }) => {
    const from = before.get(roundId);
    if (from === undefined || from === tableVersion) return [];
    return revisionsBetween(db, from, roundId, tableVersion).map((revision) => ({ ...revision, branch }));
  });
}
