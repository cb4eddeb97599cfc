import type { Day, Instant, Quarter } from "./calendar.ts";
import type { Duty, MemberState, Period } from "./roster.ts";
import type { AskReason } from "./score.ts";
import type { TalkRecord } from "./talk.ts";

/** All that is kept of one member by subject, each with the oldest first. */
export interface OwnData {
  readonly person: OwnPerson;
  readonly reports: readonly OwnReport[];
  readonly tableRows: readonly OwnTableRow[];
  readonly talks: readonly OwnTalk[];
  readonly spotChecks: readonly OwnSpotCheck[];
  readonly objections: readonly OwnObjection[];
  readonly messages: readonly OwnMessage[];
}

export interface OwnPerson {
  readonly name: string;
  readonly account: string;
  /** When the member was first told what is kept and why. */
  readonly greetedAt: Instant | null;
  readonly branches: readonly Period<string>[];
  readonly states: readonly Period<MemberState>[];
  readonly duties: readonly Duty[];
}

/** Every version: what counts, what was corrected, what was taken back. */
export interface OwnReport {
  readonly quarter: Quarter | null;
  readonly day: Day;
  readonly total: number;
  readonly source: string;
  /** Who wrote it down; null for an import. */
  readonly reportedBy: string | null;
  readonly late: boolean;
  readonly doubt: AskReason | null;
  readonly current: boolean;
  readonly withdrawnAt: Instant | null;
  readonly reportedAt: Instant;
}

export interface OwnTableRow {
  readonly quarter: Quarter;
  readonly day: Day;
  readonly branch: string;
  readonly version: number;
  readonly counted: boolean;
  readonly total: number | null;
  readonly previousTotal: number | null;
  readonly previousDoubt: AskReason | null;
  readonly previousDay: Day | null;
  readonly late: boolean;
  readonly source: string | null;
  readonly doubt: AskReason | null;
}

export interface OwnTalk {
  readonly roundId: number;
  readonly quarter: Quarter;
  readonly day: Day;
  readonly total: number;
  readonly growth: number | null;
  readonly rank: number;
  readonly state: "owed" | "held" | "lifted" | "unheld";
  readonly heldAt: Instant | null;
  readonly heldBy: string | null;
  readonly record: TalkRecord | null;
  readonly memberConfirmedAt: Instant | null;
}

export interface OwnSpotCheck {
  readonly quarter: Quarter;
  readonly day: Day;
  readonly state: "asked" | "shown" | "confirmed" | "corrected";
  readonly askedAt: Instant;
  readonly shownAt: Instant | null;
  readonly resolvedBy: string | null;
  readonly resolvedAt: Instant | null;
  /** A correction that waits for a second person, and by whom. */
  readonly proposedTotal: number | null;
  readonly proposedBy: string | null;
  /** What a correction stands on, one that waits or is made. */
  readonly proposedReason: string | null;
}

export interface OwnObjection {
  readonly id: number;
  readonly quarter: Quarter;
  readonly text: string | null;
  readonly openedAt: Instant;
  readonly state: "open" | "corrected" | "answered";
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Instant | null;
}

export interface OwnMessage {
  readonly receivedAt: Instant;
  readonly text: string | null;
  readonly reply: string | null;
}
