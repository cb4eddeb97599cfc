import type { Instant } from "../domain/calendar.ts";
import type { AskReason } from "../domain/score.ts";
import { type Database, prepared } from "./database.ts";

/** A question the bot has asked and that waits for its answer. */
export interface Question {
  readonly memberId: number;
  readonly roundId: number;
  readonly reason: AskReason;
  readonly candidates: readonly number[];
  /** How often in a row nothing could be accepted. */
  readonly failures: number;
  readonly askedAt: Instant;
}

export function questionTo(db: Database, memberId: number): Question | undefined {
  const row = prepared<Omit<Question, "candidates"> & { candidates: string }>(
    db,
    `select member_id as memberId, round_id as roundId, reason, candidates, failures, asked_at as askedAt
     from questions where member_id = ?`,
  ).get(memberId);
  return row === undefined ? undefined : { ...row, candidates: JSON.parse(row.candidates) as number[] };
}

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
