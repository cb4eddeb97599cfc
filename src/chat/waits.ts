import { holds } from "../acts/act.ts";
import { closingOf, type Summary } from "../domain/summary.ts";
import type { Standing } from "../messages/remarks.ts";
import * as text from "../messages/waits.ts";
import { objectionsWaiting, openObjections } from "../store/objections.ts";
import { latestClosedRound, roundById } from "../store/rounds.ts";
import { checksAreOver, checksToSecond, spotChecksOf, waitingCheckOf } from "../store/spot-checks.ts";
import { newestSummaries } from "../store/summaries.ts";
import { roundToConfirm, tableHead } from "../store/tables.ts";
import { heldTalkWith, owedBranchTalks, talkCasesOf } from "../store/talks.ts";
import { maySecond } from "./handlers/spot-checks.ts";
import type { Turn } from "./turn.ts";

type Waits = Standing["waits"];

/** More is not read; the rest shows when these are done. */
const MOST = 3;

/** What waits for the sender, decisions first. */
export function waitsFor(turn: Turn): Waits {
  const all = [forCommittee, forOffice, forSecond, forBranch, forMember].flatMap((of) => of(turn));
  return all.slice(0, MOST);
}

/** 不符 that takes a second person. */
function forSecond(turn: Turn): Waits {
  if (
    !(["confirm for branch", "school administration", "low branches' talks"] as const).some((right) =>
      holds(turn, right),
    )
  )
    return [];
  const checks = checksToSecond(turn.db).filter((check) =>
    maySecond(turn, { ...check, round: roundById(turn.db, check.roundId) }),
  );
  return checks.length === 0 ? [] : [{ command: "spot_list", text: text.checksToSecond(checks.length) }];
}

function forCommittee(turn: Turn): Waits {
  const submitted = holds(turn, "approve and return") ? newestSummaries(turn.db, ["submitted"]) : [];
  const talks = holds(turn, "low branches' talks") ? owedBranchTalks(turn.db).length : 0;
  return [
    ...submitted.map(({ quarter }) => ({ command: "approve", text: text.summaryToApprove(quarter) })),
    ...(talks === 0 ? [] : [{ command: "branch_talk_list", text: text.branchTalksOwed(talks) }]),
  ];
}

function forOffice(turn: Turn): Waits {
  const { db, today } = turn;
  if (!holds(turn, "school administration")) return [];
  const isDue = (summary: Summary) =>
    summary.state !== "published" || closingOf(summary, today, openObjections(db, summary.quarter)).kind === "due";
  const summaries = newestSummaries(db, ["draft", "returned", "approved", "published"]).filter(isDue);
  const objections = objectionsWaiting(db).length;
  return [
    ...summaries.flatMap(({ quarter, state }) => {
      if (state === "archived") return [];
      const command = state === "draft" || state === "returned" ? "submit" : "publish";
      return [{ command, text: text.summaryForOffice(quarter, state) }];
    }),
    ...(objections === 0 ? [] : [{ command: "objection_list", text: text.objectionsOpen(objections) }]),
  ];
}

function forBranch(turn: Turn): Waits {
  const { db, sender } = turn;
  const branchId = turn.branch()?.branchId;
  const newest = branchId === undefined ? undefined : latestClosedRound(db, branchId);
  if (branchId === undefined || newest === undefined) return [];
  const waits: { command: string; text: string }[] = [];
  if (holds(turn, "confirm for branch", branchId)) {
    const round = roundById(db, roundToConfirm(db, branchId)!);
    if (tableHead(db, round.id).confirmedAt === null && !checksAreOver(db, round.quarter)) {
      waits.push({ command: "confirm_table", text: text.tableToConfirm(round.quarter) });
    }
    const checks = checksAreOver(db, newest.quarter)
      ? []
      : spotChecksOf(db, newest.id).filter(
          ({ state, memberId, proposedTotal }) => memberId !== sender.id && proposedTotal === null && isOpen(state),
        );
    if (checks.length > 0) waits.push({ command: "spot_list", text: text.checksOpen(checks.length) });
  }
  if (holds(turn, "branch talks", branchId)) {
    const owed = talkCasesOf(db, branchId, newest.id).filter(
      ({ state, memberId }) => state === "owed" && memberId !== sender.id,
    );
    if (owed.length > 0) waits.push({ command: "talk_list", text: text.talksOwed(owed.length) });
  }
  return waits;
}

const isOpen = (state: string) => state === "asked" || state === "shown";

function forMember({ db, sender }: Turn): Waits {
  const check = waitingCheckOf(db, sender.id);
  const talk = heldTalkWith(db, sender.id);
  return [
    ...(check?.state === "asked" ? [{ command: "picture", text: text.pictureWanted }] : []),
    ...(talk !== undefined && talk.memberConfirmedAt === null
      ? [{ command: "confirm_talk", text: text.talkToConfirm }]
      : []),
  ];
}
