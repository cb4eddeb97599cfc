import type { Services } from "../services.ts";

/** What happened in a week, to the office in one message. */
export function digest(_services: Pick<Services, "db" | "now">): void {}
