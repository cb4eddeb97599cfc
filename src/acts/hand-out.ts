import type { Message } from "../domain/delivery.ts";
import { tableFileName } from "../messages/branch.ts";
import { OWN_DATA_FILE } from "../messages/own-data.ts";
import type { RoundWithBranch } from "../store/rounds.ts";
import { type MemberAct, record, tell } from "./act.ts";

/** 导出我的数据: a file of all that is kept of the member, to the member alone. */
export function handOutOwnData(act: MemberAct): void {
  const { member } = act.actor;
  const document = { kind: "own-data", memberId: member.id, at: act.now } as const;
  const file: Message = { kind: "file", name: OWN_DATA_FILE, document };
  tell(act, `own-data-${act.key}`, [member], file, { atOnce: true });
  record(act, "member.export", `member:${member.id}`);
}

/** 统计表: one version of a branch's table, to whoever asked for it. */
export function handOutTable(act: MemberAct, round: RoundWithBranch, version: number): void {
  tell(act, `table-file-${act.key}`, [act.actor.member], tableFile(round, version), { atOnce: true });
  record(act, "table.send", `round:${round.id}`, { version });
}

export function tableFile({ id, branch }: RoundWithBranch, version: number): Message {
  return { kind: "file", name: tableFileName(branch), document: { kind: "branch-table", roundId: id, version } };
}
