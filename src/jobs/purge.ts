import type { Services } from "../services.ts";

/** Deletes what need not be kept any longer (domain.md §9.5). */
export function purge(_services: Pick<Services, "db" | "now">): void {}
