import { forgetFile } from "../store/batches.ts";
import type { RoundWithBranch } from "../store/rounds.ts";
import { sealTable } from "../store/seals.ts";
import { confirmTable as keep } from "../store/tables.ts";
import { type MemberAct, record } from "./act.ts";
import { tableFile } from "./hand-out.ts";

/** 确认统计表: the branch's word that this version is right. */
export function confirmTable(act: MemberAct, round: RoundWithBranch, version: number): void {
  const { db, now, actor } = act;
  keep(db, round.id, version, actor.member.id, now);
  // The file names who has confirmed it: what was uploaded before is out of date.
  forgetFile(db, tableFile(round, version));
  record(act, "table.confirm", `round:${round.id}`, { version, seal: sealTable(db, round.id, version, act.random) });
}
