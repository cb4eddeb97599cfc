import type { Services } from "../services.ts";

/** Tells the office, once a day, what needs a person. */
export function callOffice(_services: Pick<Services, "db" | "now" | "calendar">): void {}
