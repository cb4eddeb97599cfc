/** What happened in the school between two moments; counts only. */
export interface Happenings {
  /** Totals that came in, of which so many replaced an earlier one, and so many were given for somebody else. */
  readonly reports: number;
  readonly corrections: number;
  readonly proxies: number;
  readonly withdrawals: number;
  /** How often the bot had to ask back. */
  readonly questions: number;
  /** Branch tables that were confirmed, and later versions that corrections made. */
  readonly confirmations: number;
  readonly revisions: number;
  readonly talksHeld: number;
  readonly branchTalksHeld: number;
  readonly checksAsked: number;
  readonly checksSettled: number;
  readonly objectionsOpened: number;
  readonly objectionsAnswered: number;
}

/** What is still open now, and what the bot itself sent in that time. */
export interface Backdrop {
  readonly talksOwed: number;
  readonly checksOpen: number;
  readonly objectionsOpen: number;
  readonly sent: number;
  readonly refused: number;
}
