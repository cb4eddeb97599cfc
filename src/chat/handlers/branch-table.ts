import { holds } from "../../acts/act.ts";
import { confirmTable as confirm } from "../../acts/confirm-table.ts";
import { handOutTable } from "../../acts/hand-out.ts";
import { formatAverage } from "../../domain/ranking.ts";
import {
  noTableYet,
  type TableText,
  tableAlreadyConfirmed,
  tableComing,
  tableConfirmed,
} from "../../messages/branch.ts";
import { branchById } from "../../store/members.ts";
import { type RoundWithBranch, roundById } from "../../store/rounds.ts";
import { openMarks } from "../../store/summaries.ts";
import { roundToConfirm, type TableHead, tableHead } from "../../store/tables.ts";
import { refusal, type Turn } from "../turn.ts";
import { branchMeant } from "./branch-meant.ts";

/** 统计表 [党支部]: the newest version of the table, as a file in the chat. */
export function branchTable(turn: Turn, branchName: string | undefined): string {
  const { db } = turn;
  if (!holds(turn, "branch progress")) return refusal(turn, "branch progress");
  const meant = branchName === undefined ? branchById(db, turn.branch()!.branchId) : branchMeant(turn, branchName);
  if (typeof meant === "string") return meant;
  const branchId = meant.id;
  if (!holds(turn, "branch progress", branchId)) return refusal(turn, "branch progress", branchId);
  const round = tableRound(turn, branchId);
  if (round === undefined) return noTableYet(branchById(db, branchId).name);
  const head = tableHead(db, round.id);
  handOutTable(turn, round, head.version);
  const mayConfirm = turn.branch()?.branchId === branchId && holds(turn, "confirm for branch", branchId);
  return tableComing(textOf(round, head), confirmationOf(head), mayConfirm);
}

/** 确认统计表: the newest version of the own branch's; a later correction's version is confirmed anew. */
export function confirmTable(turn: Turn): string {
  const { db } = turn;
  const own = turn.branch();
  if (own === undefined || !holds(turn, "confirm for branch", own.branchId)) return refusal(turn, "confirm for branch");
  const round = tableRound(turn, own.branchId);
  if (round === undefined) return noTableYet(own.branch);
  const head = tableHead(db, round.id);
  const confirmation = confirmationOf(head);
  if (confirmation !== undefined) return tableAlreadyConfirmed(textOf(round, head), confirmation);
  confirm(turn, round, head.version);
  const average = head.average && formatAverage(head.average);
  return tableConfirmed({ ...textOf(round, head), average }, openMarks(db, round.id, head.version));
}

function tableRound({ db }: Turn, branchId: number): RoundWithBranch | undefined {
  const id = roundToConfirm(db, branchId);
  return id === undefined ? undefined : roundById(db, id);
}

function textOf({ quarter, branch, day }: RoundWithBranch, { version, members, reported }: TableHead): TableText {
  return { quarter, branch, day: day!, version, members, reported };
}

function confirmationOf({ confirmer, confirmedAt }: TableHead) {
  return confirmer === null || confirmedAt === null ? undefined : { by: confirmer, at: confirmedAt };
}
