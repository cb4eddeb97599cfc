import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { branchAdmins, type Member, officeWithout } from "./members.ts";
import { changeRound } from "./rounds.ts";
import type { SpotCheckState } from "./schema-cases.ts";

export interface SpotCheck {
  readonly id: number;
  readonly roundId: number;
  readonly memberId: number;
  readonly name: string;
  readonly state: SpotCheckState;
  /** In the newest version of the table. */
  readonly total: number | null;
  /** Null before a picture was shown, and again when it has been deleted. */
  readonly mediaId: string | null;
  readonly resolvedBy: string | null;
  readonly resolvedAt: Instant | null;
}

const CHECKS = `
  select c.id, c.round_id as roundId, c.member_id as memberId, m.name, c.state, t.total, c.media_id as mediaId,
    p.name as resolvedBy, c.resolved_at as resolvedAt
  from spot_checks c join rounds r on r.id = c.round_id join members m on m.id = c.member_id
  left join members p on p.id = c.resolved_by
  left join table_rows t on t.round_id = c.round_id and t.member_id = c.member_id
    and t.version = (select max(v.version) from branch_tables v where v.round_id = c.round_id)`;

/** Asks these members of a round that has just closed, and keeps what they were drawn with. */
export function addSpotChecks(
  db: Database,
  roundId: number,
  seed: Buffer,
  memberIds: readonly number[],
  at: Instant,
): void {
  changeRound(db, roundId, "closed", { spotSeed: seed });
  for (const memberId of memberIds) {
    prepared(db, "insert into spot_checks (round_id, member_id, asked_at) values (?, ?, ?)").run(roundId, memberId, at);
  }
}

export function spotCheckById(db: Database, id: number): SpotCheck | undefined {
  return prepared<SpotCheck>(db, `${CHECKS} where c.id = ?`).get(id);
}

/** A round's checks, in the order of the roster. */
export function spotChecksOf(db: Database, roundId: number): SpotCheck[] {
  return prepared<SpotCheck>(db, `${CHECKS} where c.round_id = ? order by c.member_id`).all(roundId);
}

/** How many of a round's checks nobody has settled yet. */
export function openSpotChecks(db: Database, roundId: number): number {
  return prepared<{ n: number }>(
    db,
    "select count(*) as n from spot_checks where round_id = ? and state in ('asked', 'shown')",
  ).get(roundId)!.n;
}

/** The check of a member's that waits for a picture or a word on it: of the branch's newest closed round. */
export function waitingCheckOf(db: Database, memberId: number): SpotCheck | undefined {
  return prepared<SpotCheck>(
    db,
    `${CHECKS} where c.member_id = ? and c.state in ('asked', 'shown')
       and not exists (select 1 from rounds l where l.branch_id = r.branch_id and l.state = 'closed'
                       and (l.closed_at > r.closed_at or (l.closed_at = r.closed_at and l.id > r.id)))
       and not exists (select 1 from summaries s where s.quarter = r.quarter and s.state = 'archived')
     order by c.id desc limit 1`,
  ).get(memberId);
}

/** When a quarter is archived its checks are over, whatever became of them. */
export function checksAreOver(db: Database, quarter: Quarter): boolean {
  return (
    prepared(db, "select 1 from summaries where quarter = ? and state = 'archived' limit 1").get(quarter) !== undefined
  );
}

/** A later picture takes the place of an earlier one. */
export function savePicture(db: Database, id: number, mediaId: string, at: Instant): void {
  prepared(db, "update spot_checks set state = 'shown', media_id = ?, shown_at = ? where id = ?").run(mediaId, at, id);
}

export function settleCheck(
  db: Database,
  id: number,
  state: Extract<SpotCheckState, "confirmed" | "corrected">,
  by: number,
  at: Instant,
): void {
  prepared(db, "update spot_checks set state = ?, resolved_by = ?, resolved_at = ? where id = ?").run(
    state,
    by,
    at,
    id,
  );
}

/** Who may look at a member's picture and settle the check today. */
export interface Checkers {
  readonly members: readonly Member[];
  /** The branch has no admin but the member: the office stands in. */
  readonly office: boolean;
}

export function checkersOf(db: Database, branchId: number, memberId: number, day: Day): Checkers {
  const others = (members: Member[]) => members.filter(({ id }) => id !== memberId);
  const admins = others(branchAdmins(db, branchId, day));
  return admins.length > 0
    ? { members: admins, office: false }
    : { members: officeWithout(db, memberId, day), office: true };
}

export function pictureOf(db: Database, mediaId: string): Buffer | undefined {
  return prepared<{ bytes: Buffer }>(db, "select bytes from spot_pictures where media_id = ?").get(mediaId)?.bytes;
}

/** False when the check's pictures have been deleted by now. */
export function keepPicture(db: Database, id: number, mediaId: string, bytes: Uint8Array): boolean {
  return (
    prepared(
      db,
      `insert into spot_pictures (media_id, spot_check_id, bytes)
       select :mediaId, id, :bytes from spot_checks where id = :id and media_id is not null
       on conflict (media_id) do update set bytes = excluded.bytes`,
    ).run({ id, mediaId, bytes: Buffer.from(bytes) }).changes === 1
  );
}

/** Deletes the pictures of a quarter that is archived; none of them can be fetched again. Returns how many there were. */
export function deletePictures(db: Database, quarter: Quarter): number {
  const checks = "select c.id from spot_checks c join rounds r on r.id = c.round_id where r.quarter = ?";
  const deleted = prepared(db, `delete from spot_pictures where spot_check_id in (${checks})`).run(quarter);
  prepared(db, `update spot_checks set media_id = null where media_id is not null and id in (${checks})`).run(quarter);
  return deleted.changes;
}
