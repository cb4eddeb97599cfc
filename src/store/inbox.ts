import { getTableColumns } from "drizzle-orm";
import type { Day, Instant } from "../domain/calendar.ts";
import { accountKey } from "../domain/roster.ts";
import type { PastTotal } from "../domain/score.ts";
import { type Database, prepared } from "./database.ts";
import type { Sender } from "./members.ts";
import { is, json, pick, type RowOf, rows } from "./rows.ts";
import { questions } from "./schema.ts";
import { inbox } from "./schema-messages.ts";
import { members } from "./schema-roster.ts";

/** The reply stored for a platform message id; undefined when this message was never seen. */
export const storedReply = rows(pick(inbox, "reply")).one<[id: string]>("select * from inbox where id = ?");

export function storeMessage(
  db: Database,
  { asked, ...message }: Omit<typeof inbox.$inferSelect, "receivedAt"> & { readonly receivedAt: Instant },
): void {
  prepared(
    db,
    `insert into inbox (id, member_id, received_at, text, reply, asked)
     values (:id, :memberId, :receivedAt, :text, :reply, :asked)`,
  ).run({ ...message, asked: asked ? 1 : 0 });
}

/** The open round a member may report in, grace included; of two, after a move, the one the member counts in. */
export interface SenderRound {
  readonly id: number;
  readonly branchId: number;
  readonly day: Day;
  readonly closesAt: Instant;
}

/** Somebody who speaks, and all that most messages need. */
export interface Speaker extends Sender {
  readonly round: SenderRound | undefined;
  /** The last total before that round. */
  readonly previous: PastTotal | undefined;
  /** The question that waits for an answer. */
  readonly question: Question | undefined;
}

const speaker = rows(
  {
    ...pick(members, "id", "name", "greetedAt"),
    account: members.accountShown,
    roundId: is<number | null>("rounds.id"),
    branchId: is<number | null>("rounds.branch_id"),
    day: is<Day | null>("rounds.day"),
    closesAt: is<Instant | null>("rounds.closes_at"),
    total: is<number | null>("reports.total"),
    totalDay: is<Day | null>("reports.day"),
    askedIn: is<number | null>("questions.round_id"),
    reason: is<Question["reason"]>("questions.reason"),
    candidates: json<Question["candidates"]>("questions.candidates"),
    failures: is<number>("questions.failures"),
    askedAt: is<Instant>("questions.asked_at"),
  },
  (row): Speaker => {
    const { id, account, name, greetedAt, roundId, askedIn, total, reason, candidates, failures, askedAt } = row;
    const asked = { memberId: id, reason, candidates, failures, askedAt };
    return {
      id,
      account,
      name,
      greetedAt,
      round:
        roundId === null ? undefined : { id: roundId, branchId: row.branchId!, day: row.day!, closesAt: row.closesAt! },
      previous: total === null ? undefined : { total, day: row.totalDay! },
      question: askedIn === null ? undefined : { ...asked, roundId: askedIn },
    };
  },
).one<[now: Instant, key: string]>(
  `select * from members
   left join rounds on rounds.id = (
     select r.id from round_members rm cross join rounds r on r.id = rm.round_id
     where rm.member_id = members.id and r.state = 'open' and r.grace_until > :now
     order by rm.counted desc, r.id desc limit 1)
   left join reports on reports.id = (
     select e.id from reports e where e.member_id = members.id and e.current = 1 and e.round_id is not rounds.id
       and e.day <= rounds.day order by e.day desc, e.id desc limit 1)
   left join questions on questions.member_id = members.id
   where members.account = :key`,
);

/** Whoever has this account, in any case of letters. */
export function speakerBy(db: Database, account: string, now: Instant): Speaker | undefined {
  return speaker(db, now, accountKey(account));
}

const newest = rows(pick(inbox, "text", "asked")).one<[memberId: number, since: Instant]>(
  "select * from inbox where member_id = :memberId and received_at >= :since order by received_at desc, rowid desc limit 1",
);

/** The member's last message since a moment, if what was answered to it was a question. */
export function askedAbout(db: Database, memberId: number, since: Instant): string | undefined {
  const last = newest(db, memberId, since);
  return last?.asked ? (last.text ?? undefined) : undefined;
}

const question = rows(getTableColumns(questions));
/** A question the bot has asked and that waits for its answer. */
export type Question = RowOf<typeof question>;

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
