import { integer, text } from "drizzle-orm/sqlite-core";
import type { Day, Quarter } from "../domain/calendar.ts";

/** Instants are integers, milliseconds since 1970-01-01T00:00Z; days are Shanghai's, as text. */
export const instant = (name: string) => integer(name);
export const day = (name: string) => text(name).$type<Day>();
export const quarter = (name: string) => text(name).$type<Quarter>();
export const flag = (name: string) => integer(name, { mode: "boolean" });
