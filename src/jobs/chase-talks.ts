import type { Services } from "../services.ts";

/** Reminds of talks not held: the secretary after 7 days, the office after 14. */
export function chaseTalks(_services: Pick<Services, "db" | "now">): void {}
