import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { type Day, parseDay, type WorkCalendar, workCalendar } from "../domain/calendar.ts";

/** The override file in the data folder: holidays of years the library does not know, as the State Council publishes them. */
export const HOLIDAYS_FILE = "holidays.json";

const day = z.string().transform((text, context): Day => {
  try {
    return parseDay(text);
  } catch {
    context.addIssue({ code: "custom", message: "应为日期，如 2027-01-01" });
    return z.NEVER;
  }
});
const schema = z
  .record(
    z.string().regex(/^20\d{2}$/, "键应为年份，如 2027"),
    z.strictObject({ holidays: z.array(day), workdays: z.array(day) }),
  )
  .superRefine((years, context) => {
    for (const [year, { holidays, workdays }] of Object.entries(years)) {
      const tell = (path: (string | number)[], message: string) => {
        context.addIssue({ code: "custom", path: [year, ...path], message });
      };
      if (holidays.length === 0) tell(["holidays"], "是空的；还不知道安排的年份请整个删去");
      for (const [name, days] of Object.entries({ holidays, workdays })) {
        for (const [index, text] of days.entries()) {
          if (!text.startsWith(`${year}-`)) tell([name, index], `${text} 不在 ${year} 年`);
          if (days.indexOf(text) !== index) tell([name, index], `${text} 写了两次`);
          if (name === "workdays" && holidays.includes(text)) tell([name, index], `${text} 既是假日又是调休上班日`);
        }
      }
    }
  });

let cached: { path: string; changed: number; calendar: WorkCalendar } | undefined;

/** Throws when the file is there and wrong: a half-read holiday list would be a guess. */
export function readCalendar(dataDir: string): WorkCalendar {
  const path = join(dataDir, HOLIDAYS_FILE);
  const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (cached?.path === path && cached.changed === changed) return cached.calendar;
  const calendar = workCalendar(changed === 0 ? {} : parseHolidays(path));
  cached = { path, changed, calendar };
  return calendar;
}

function parseHolidays(path: string): z.infer<typeof schema> {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${HOLIDAYS_FILE} 不是有效的 JSON`, { cause });
  }
  // JSON.parse would take the last of them and forget the others.
  const years = [...text.matchAll(/"(\d{4})"\s*:/g)].map(([, year]) => year!);
  const twice = years.filter((year, index) => years.indexOf(year) !== index).map((year) => `${year} 写了两次`);
  const result = schema.safeParse(value);
  if (result.success && twice.length === 0) return result.data;
  const faults = (result.error?.issues ?? []).map(({ path: at, message }) => `${at.join(".")} ${message}`);
  throw new Error(`${HOLIDAYS_FILE} 有误：${[...twice, ...faults].join("；")}`);
}
