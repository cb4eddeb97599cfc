import type { Message } from "../../domain/delivery.ts";
import { formatAverage } from "../../domain/ranking.ts";
import {
  noSuchBranch,
  noTableYet,
  type TableText,
  tableAlreadyConfirmed,
  tableComing,
  tableConfirmed,
  tableFileName,
} from "../../messages/branch.ts";
import { record } from "../../store/audit.ts";
import { branchById, branchNamed } from "../../store/branches.ts";
import { plan } from "../../store/outbox.ts";
import { type RoundWithBranch, roundById } from "../../store/rounds.ts";
import { forgetFile } from "../../store/stale-file.ts";
import { openMarks } from "../../store/summary-marks.ts";
import { roundToConfirm, confirmTable as storeConfirmation, type TableHead, tableHead } from "../../store/tables.ts";
import { holds, refusal, type Turn } from "../turn.ts";

/** 统计表 [党支部]: the newest version of the table, as a file in the chat. */
export function branchTable(turn: Turn, branchName: string | undefined): string {
  const { db, now, sender } = turn;
  const branchId = branchName === undefined ? turn.branch()?.branchId : branchNamed(db, branchName)?.id;
  if (!holds(turn, "branch progress", branchId)) return refusal(turn, "branch progress");
  if (branchId === undefined) return noSuchBranch(branchName ?? "");
  const round = tableRound(turn, branchId);
  if (round === undefined) return noTableYet(branchById(db, branchId).name);
  const head = tableHead(db, round.id);
  const to = { kind: "member", memberId: sender.id } as const;
  plan(db, { key: `table-file-${turn.key}`, to, message: fileOf(round, head) }, now);
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act: "table.send",
    subject: `round:${round.id}`,
    detail: { version: head.version },
  });
  const mayConfirm = turn.branch()?.branchId === branchId && holds(turn, "confirm for branch", branchId);
  return tableComing(textOf(round, head), confirmationOf(head), mayConfirm);
}

/** 确认统计表: the newest version of the own branch's; a later correction's version is confirmed anew. */
export function confirmTable(turn: Turn): string {
  const { db, now, sender } = turn;
  const own = turn.branch();
  if (own === undefined || !holds(turn, "confirm for branch", own.branchId)) return refusal(turn, "confirm for branch");
  const round = tableRound(turn, own.branchId);
  if (round === undefined) return noTableYet(own.branch);
  const head = tableHead(db, round.id);
  const confirmation = confirmationOf(head);
  if (confirmation !== undefined) return tableAlreadyConfirmed(textOf(round, head), confirmation);

  storeConfirmation(db, round.id, head.version, sender.id, now);
  // The file names who has confirmed it: what was uploaded before is out of date.
  forgetFile(db, fileOf(round, head));
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act: "table.confirm",
    subject: `round:${round.id}`,
    detail: { version: head.version },
  });
  const average = head.average && formatAverage(head.average);
  return tableConfirmed({ ...textOf(round, head), average }, openMarks(db, round.id, head.version));
}

function tableRound({ db }: Turn, branchId: number): RoundWithBranch | undefined {
  const id = roundToConfirm(db, branchId);
  return id === undefined ? undefined : roundById(db, id);
}

function fileOf({ id, branch }: RoundWithBranch, { version }: TableHead): Message {
  return {
    kind: "file",
    name: tableFileName(branch),
    document: { kind: "branch-table", roundId: id, version },
  };
}

function textOf({ quarter, branch, day }: RoundWithBranch, { version, members, reported }: TableHead): TableText {
  return { quarter, branch, day: day!, version, members, reported };
}

function confirmationOf({ confirmer, confirmedAt }: TableHead) {
  return confirmer === null || confirmedAt === null ? undefined : { by: confirmer, at: confirmedAt };
}
