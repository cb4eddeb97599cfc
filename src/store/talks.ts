import type { Talk } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import type { TalkState } from "./schema-cases.ts";

export interface TalkRow extends Talk {
  readonly id: number;
  readonly account: string;
  readonly name: string;
  readonly state: TalkState;
}

/**
 * The talk list as it stands now. After a correction somebody new may be on it and somebody else no more: what was
 * held stays, what is no longer owed is lifted. Returns who was not on it before.
 */
export function saveTalks(db: Database, roundId: number, list: readonly Talk[]): number[] {
  const known = new Map(allTalksOf(db, roundId).map((talk) => [talk.memberId, talk.state]));
  for (const talk of list) {
    prepared(
      db,
      `insert into talks (round_id, member_id, total, growth, rank, state)
       values (:roundId, :memberId, :total, :growth, :rank, 'owed')
       on conflict (round_id, member_id) do update set total = :total, growth = :growth, rank = :rank,
         state = case state when 'lifted' then 'owed' else state end`,
    ).run({ roundId, ...talk });
  }
  const listed = new Set(list.map(({ memberId }) => memberId));
  for (const [memberId, state] of known) {
    if (listed.has(memberId) || state !== "owed") continue;
    prepared(db, "update talks set state = 'lifted' where round_id = ? and member_id = ?").run(roundId, memberId);
  }
  return list.flatMap(({ memberId }) => (known.has(memberId) && known.get(memberId) !== "lifted" ? [] : memberId));
}

function allTalksOf(db: Database, roundId: number): { readonly memberId: number; readonly state: TalkState }[] {
  return prepared<{ memberId: number; state: TalkState }>(
    db,
    "select member_id as memberId, state from talks where round_id = ?",
  ).all(roundId);
}

/** The talk list of a round, the lowest first. */
export function talksOf(db: Database, roundId: number): TalkRow[] {
  return prepared<TalkRow>(
    db,
    `select t.id, t.member_id as memberId, m.account_shown as account, m.name, t.total, t.growth, t.rank, t.state
     from talks t join members m on m.id = t.member_id where t.round_id = ? and t.state <> 'lifted' order by t.rank desc, t.id`,
  ).all(roundId);
}
