import { eq } from "drizzle-orm";
import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { branchAdmins, type Member, officeWithout } from "./members.ts";
import { changeRound } from "./rounds.ts";
import { count, exists, is, pick, type RowOf, rows, value } from "./rows.ts";
import { type SpotCheckState, spotChecks } from "./schema-cases.ts";
import { members } from "./schema-roster.ts";

const check = rows({
  ...pick(spotChecks, "id", "roundId", "memberId"),
  account: members.accountShown,
  name: members.name,
  state: spotChecks.state,
  /** In the newest version of the table. */
  total: is<number | null>("t.total"),
  mediaId: spotChecks.mediaId,
  resolvedBy: is<string | null>("resolvers.name"),
  resolvedAt: spotChecks.resolvedAt,
  /** 不符 that waits for a second person: of which total, whose, and what it stands on. */
  ...pick(spotChecks, "proposedTotal", "proposedBy", "proposedReason"),
  proposer: is<string | null>("proposers.name"),
});
export type SpotCheck = RowOf<typeof check>;

const CHECKS = `
  select * from spot_checks join rounds r on r.id = spot_checks.round_id
  join members on members.id = spot_checks.member_id left join members resolvers on resolvers.id = resolved_by
  left join members proposers on proposers.id = proposed_by
  left join table_rows t on t.round_id = spot_checks.round_id and t.member_id = spot_checks.member_id
    and t.version = (select max(v.version) from branch_tables v where v.round_id = spot_checks.round_id)`;

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
    db.insert(spotChecks).values({ roundId, memberId, askedAt: at }).run();
  }
}

export const spotCheckById = check.one<[id: number]>(`${CHECKS} where spot_checks.id = ?`);

/** A round's checks, in the order of the roster. */
export const spotChecksOf = check.all<[roundId: number]>(
  `${CHECKS} where spot_checks.round_id = ? order by spot_checks.member_id`,
);

/** How many of a round's checks nobody has settled yet, or wait for a second person. */
export const openSpotChecks = count<[roundId: number]>(
  "select count(*) from spot_checks where round_id = ? and (state in ('asked', 'shown') or proposed_total is not null)",
);

const BY_NOW = `
  not exists (select 1 from rounds l where l.branch_id = r.branch_id and l.state = 'closed' and l.apart = 0 and l.origin <> 'count'
              and (l.closed_at > r.closed_at or (l.closed_at = r.closed_at and l.id > r.id)))
  and not exists (select 1 from summaries s where s.quarter = r.quarter and s.state = 'archived')`;

/** The checks of the branches' newest closed rounds that wait for a second person. */
export const checksToSecond = check.all(`${CHECKS} where spot_checks.proposed_total is not null and ${BY_NOW}`);

/** The check of a member's that waits for a picture or a word on it: of the branch's newest closed round. */
export const waitingCheckOf = check.one<[memberId: number]>(
  `${CHECKS} where spot_checks.member_id = ? and spot_checks.state in ('asked', 'shown')
     and ${BY_NOW} order by spot_checks.id desc limit 1`,
);

/** When a quarter is archived its checks are over, whatever became of them. */
export const checksAreOver = exists<[quarter: Quarter]>(
  "select 1 from summaries where quarter = ? and state = 'archived' limit 1",
);

/** A later picture takes the place of an earlier one. */
export function savePicture(db: Database, id: number, mediaId: string, at: Instant): void {
  db.update(spotChecks).set({ state: "shown", mediaId, shownAt: at }).where(eq(spotChecks.id, id)).run();
}

/** `reason`: what a correction stands on besides a picture. Nothing waits any more. */
export function settleCheck(
  db: Database,
  id: number,
  state: Extract<SpotCheckState, "confirmed" | "corrected">,
  by: number,
  at: Instant,
  reason: string | null = null,
): void {
  const settled = { state, resolvedBy: by, resolvedAt: at, proposedTotal: null, proposedBy: null };
  db.update(spotChecks)
    .set({ ...settled, proposedReason: reason })
    .where(eq(spotChecks.id, id))
    .run();
}

/** A later proposal takes the place of an earlier one. */
export function saveProposal(
  db: Database,
  id: number,
  proposal: { readonly total: number; readonly by: number; readonly reason: string | null },
): void {
  const { total, by, reason } = proposal;
  db.update(spotChecks)
    .set({ proposedTotal: total, proposedBy: by, proposedReason: reason })
    .where(eq(spotChecks.id, id))
    .run();
}

/** What waits about a member's figure of a round waits no more. */
export function dropProposal(db: Database, roundId: number, memberId: number): void {
  prepared(
    db,
    `update spot_checks set proposed_total = null, proposed_by = null, proposed_reason = null
     where round_id = ? and member_id = ? and proposed_total is not null`,
  ).run(roundId, memberId);
}

/** The same of a quarter that is archived. */
export function dropProposals(db: Database, quarter: Quarter): void {
  prepared(
    db,
    `update spot_checks set proposed_total = null, proposed_by = null, proposed_reason = null
     where proposed_total is not null and round_id in (select id from rounds where quarter = ?)`,
  ).run(quarter);
}

/** Who may look at a member's picture and settle the check today. */
export interface Checkers {
  readonly members: readonly Member[];
  /** The branch has no admin but the member: the office stands in. */
  readonly office: boolean;
}

/** `without`: who else must not settle it. */
export function checkersOf(
  db: Database,
  branchId: number,
  memberId: number,
  day: Day,
  without: readonly number[] = [],
): Checkers {
  const not = [memberId, ...without];
  const admins = branchAdmins(db, branchId, day).filter(({ id }) => !not.includes(id));
  return admins.length > 0
    ? { members: admins, office: false }
    : { members: officeWithout(db, not, day), office: true };
}

export const pictureOf = value<Buffer, [mediaId: string]>("select bytes from spot_pictures where media_id = ?");

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
