import { getTableColumns } from "drizzle-orm";
import { type Database, prepared } from "./database.ts";
import { type RowOf, rows } from "./rows.ts";
import { questions } from "./schema.ts";

const question = rows(getTableColumns(questions));
/** A question the bot has asked and that waits for its answer. */
export type Question = RowOf<typeof question>;

export const questionTo = question.one<[memberId: number]>("select * from questions where member_id = ?");

export function saveQuestion(db: Database, question: Question): void {
  prepared(
    db,
    `insert into questions (member_id, round_id, reason, candidates, failures, asked_at)
     values (:memberId, :roundId, :reason, :candidates, :failures, :askedAt)
     on conflict (member_id) do update set round_id = :roundId, reason = :reason, candidates = :candidates,
       failures = :failures, asked_at = :askedAt`,
  ).run({ ...question, candidates: JSON.stringify(question.candidates) });
}

export function dropQuestion(db: Database, memberId: number): void {
  prepared(db, "delete from questions where member_id = ?").run(memberId);
}

export function dropQuestionsOf(db: Database, roundId: number): void {
  prepared(db, "delete from questions where round_id = ?").run(roundId);
}
