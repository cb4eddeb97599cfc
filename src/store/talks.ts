import type { Talk } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import type { TalkState } from "./schema.ts";

export interface TalkRow extends Talk {
  readonly id: number;
  readonly account: string;
  readonly name: string;
  readonly state: TalkState;
}

export function saveTalk(db: Database, roundId: number, talk: Talk): void {
  prepared(
    db,
    `insert into talks (round_id, member_id, total, growth, rank, state)
     values (:roundId, :memberId, :total, :growth, :rank, 'owed') on conflict do nothing`,
  ).run({ roundId, ...talk });
}

/** The talk list of a round, the lowest first. */
export function talksOf(db: Database, roundId: number): TalkRow[] {
  return prepared<TalkRow>(
    db,
    `select t.id, t.member_id as memberId, m.account_shown as account, m.name, t.total, t.growth, t.rank, t.state
     from talks t join members m on m.id = t.member_id where t.round_id = ? order by t.rank desc, t.id`,
  ).all(roundId);
}
