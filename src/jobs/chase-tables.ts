import type { Services } from "../services.ts";

/** Shows the office, on the third working day, which branch tables nobody has confirmed. */
export function chaseTables(_services: Pick<Services, "db" | "now" | "calendar">): void {}
