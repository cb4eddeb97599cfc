import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { HOLIDAYS_FILE, readCalendar } from "../../src/store/calendar.ts";
import { aFolder } from "../support/a-folder.ts";

/** Writes the override file, as if at second `second` of a day: its time of change tells the versions apart. */
function write(folder: string, content: unknown, second = 1): void {
  const file = join(folder, HOLIDAYS_FILE);
  const isWritten = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(file, isWritten ? content : JSON.stringify(content));
  utimesSync(file, 1_795_000_000 + second, 1_795_000_000 + second);
}

const own = { "2099": { holidays: ["2099-10-01"], workdays: ["2099-10-10"] } };

describe("the override file of holidays", () => {
  test("need not be there", () => {
    const calendar = readCalendar(aFolder());

    expect(calendar.knows(2026)).toBe(true);
    expect(calendar.knows(2099)).toBe(false);
  });

  test("adds the years it knows", () => {
    const folder = aFolder();
    write(folder, own);

    const calendar = readCalendar(folder);

    expect(calendar.isWorkday("2099-10-01" as Day)).toBe(false);
    expect(calendar.isWorkday("2099-10-10" as Day)).toBe(true);
    expect(calendar.knows(2026)).toBe(true);
  });

  test("may begin with the mark that Windows writes before a text", () => {
    const folder = aFolder();
    write(folder, `\uFEFF${JSON.stringify(own)}`);

    expect(readCalendar(folder).knows(2099)).toBe(true);
  });

  test("is read again when it has been added, changed or taken away", () => {
    const folder = aFolder();
    const knew = [readCalendar(folder).knows(2099)];

    write(folder, own, 1);
    knew.push(readCalendar(folder).knows(2099));
    write(folder, {}, 2);
    knew.push(readCalendar(folder).knows(2099));
    write(folder, own, 3);
    knew.push(readCalendar(folder).knows(2099));
    rmSync(join(folder, HOLIDAYS_FILE));
    knew.push(readCalendar(folder).knows(2099));

    expect(knew).toEqual([false, true, false, true, false]);
  });

  test.each([
    ["is not JSON", "{", "不是有效的 JSON"],
    ["has a year that is none", { "99": { holidays: [], workdays: [] } }, "99"],
    ["has a day that does not exist", { "2099": { holidays: ["2099-02-30"], workdays: [] } }, "2099.holidays.0"],
    ["lacks a list", { "2099": { holidays: [] } }, "2099.workdays"],
    [
      "has a day of another year",
      { "2099": { holidays: ["2099-10-01", "2098-12-31"], workdays: [] } },
      "2099.holidays.1 2098-12-31 不在 2099 年",
    ],
    [
      "has a make-up workday of another year",
      { "2099": { holidays: ["2099-10-01"], workdays: ["2100-01-02"] } },
      "2099.workdays.0",
    ],
    [
      "has a day in both lists",
      { "2099": { holidays: ["2099-10-01"], workdays: ["2099-10-01"] } },
      "2099.workdays.0 2099-10-01 既是假日又是调休上班日",
    ],
    [
      "has a day twice",
      { "2099": { holidays: ["2099-10-01", "2099-10-01"], workdays: [] } },
      "2099.holidays.1 2099-10-01 写了两次",
    ],
    ["has an empty year", { "2099": { holidays: [], workdays: [] } }, "2099.holidays 是空的"],
    [
      "has a year of make-up workdays alone",
      { "2099": { holidays: [], workdays: ["2099-10-10"] } },
      "2099.holidays 是空的",
    ],
    [
      "has a year twice",
      `{"2099":{"holidays":["2099-10-01"],"workdays":[]},"2099":{"holidays":["2099-10-02"],"workdays":[]}}`,
      "2099 写了两次",
    ],
    ["is a list", ["2099-10-01"], "有误"],
    ["is in UTF-16", Buffer.from("\uFEFF{}", "utf16le"), "不是有效的 JSON"],
    ["has a list nobody knows", { "2099": { holidays: [], workdays: [], workday: [] } }, "workday"],
  ])("is no guess when it %s: the fault names the place", (_, content, place) => {
    const folder = aFolder();
    write(folder, content);

    expect(() => readCalendar(folder)).toThrow(HOLIDAYS_FILE);
    expect(() => readCalendar(folder)).toThrow(place);
  });

  test("names all its faults at once", () => {
    const folder = aFolder();
    write(folder, { "2099": { holidays: ["1.10."], workdays: ["10.10."] } });

    expect(() => readCalendar(folder)).toThrow(/2099\.holidays\.0.*2099\.workdays\.0/);
  });
});
