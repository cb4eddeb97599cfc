/** What a message that is neither a total nor a command is about. */
export const topics = [
  "left",
  "complaint",
  "listed",
  "privacy",
  "human",
  "app",
  "away",
  "deadline",
  "correct",
  "done",
  "how",
  "where",
  "refuse",
  "who",
  "points",
  "result",
  "later",
  "sorry",
  "thanks",
  "bye",
  "greeting",
  "received",
  /** Signs and stickers alone. */
  "no words",
  "voice",
  "picture",
  /** A place, a link, a file. */
  "other kind",
  /** A total while no round is open. */
  "total",
  /** An answer to no question. */
  "confirm",
] as const;
export type Topic = (typeof topics)[number];
