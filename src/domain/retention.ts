import { DAY_MS, type Instant } from "./calendar.ts";

/**
 * How long things are kept, in days. What is not named here stays: tables, ranks and the states of cases as long as
 * the school keeps its files, the audit log (six months are the law), and reports until a year after the year's
 * awards are archived.
 */
export const retention = {
  /** What people wrote to the bot and what it replied; the message's id stays, so that a copy has no effect. */
  messageTexts: 30,
  /** The platform repeats nothing so late. */
  messageIds: 365,
  /** Texts sent to members; the delivery's key stays, so that nothing goes out twice. */
  sentTexts: 30,
  /** Which messages went out in one call, once it is settled. */
  batches: 30,
  /** What was written down of a talk, after it was held. */
  talkRecords: 365,
  /** An objection and its answer, after it was answered; the reason of a spot check's correction, after it was settled. */
  objectionTexts: 365,
  /** Pictures of spot checks go when the quarter is archived, and at the latest so long after they were asked for. */
  spotPictures: 365,
  /** Figures and texts of a trial, after it has closed. */
  trials: 1,
  /** The platform keeps a file handed to it no longer. */
  uploads: 3,
} as const;

/** What happened before this is due to be deleted. */
export function keptSince(what: keyof typeof retention, now: Instant): Instant {
  return now - retention[what] * DAY_MS;
}
