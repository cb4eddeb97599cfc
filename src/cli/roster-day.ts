import { addDays, type Day, parseDay } from "../domain/calendar.ts";
import type { Report } from "./fault.ts";
import { shown } from "./shown.ts";

const YEAR = "((?:19|20)\\d{2})";
const FULL = new RegExp(`^${YEAR}-(\\d{1,2})-(\\d{1,2})$`);
const MONTH = new RegExp(`^${YEAR}-(\\d{1,2})$`);
const EIGHT_DIGITS = new RegExp(`^${YEAR}(\\d{2})(\\d{2})$`);

/**
 * `2026-11-22`, also with / or . or 年月日, as 20261122 or 二〇二六年十一月二十二日, and with the time that Excel writes
 * behind a day. A month alone (2005.6, 2005年6月) is its first day, as the `last` of a state its last one.
 */
export function readDay(text: string, report: Report, { last = false }: { last?: boolean } = {}): Day | undefined {
  if (text === "" || (last && /^(?:至今|今|现在|目前|长期)$/.test(text))) return undefined;
  const dashed = withDashes(text);
  const [, year, month, day] = FULL.exec(dashed) ?? EIGHT_DIGITS.exec(dashed) ?? [];
  const existing = dayIn(year, month, day);
  if (existing !== undefined) return existing;
  // A number that Excel keeps loses the zero of 2005.10.
  if (/^(?:19|20)\d{2}\.1$/.test(text)) {
    return report(`“${text}”是 1 月还是 10 月看不出来`, `请写成 ${text.slice(0, 4)}-01 或 ${text.slice(0, 4)}-10`);
  }
  const [, itsYear, itsMonth] = MONTH.exec(dashed) ?? [];
  const first = dayIn(itsYear, itsMonth, "1");
  if (first !== undefined) return last ? lastDayOfMonth(first) : first;
  if (/^[1-5]\d{4}(?:\.\d+)?$/.test(text)) {
    return report(`“${text}”是 Excel 的日期序号`, "请把这一列的单元格格式设为“日期”，或写成 2026-11-22 的样子");
  }
  return report(`“${shown(text)}”不是日期，或没有这一天`, "请写成 2026-11-22 的样子");
}

function withDashes(text: string): string {
  return inDigits(text)
    .replace(/[\sT]+(?:[上下]午|[AP]M)?\s*\d{1,2}[:时]\d{1,2}.*$/i, "")
    .replaceAll(/\s/g, "")
    .replace(/[日号]$/, "")
    .replaceAll(/[/.年月‐‑‒–—−]/g, "-")
    .replace(/-$/, "");
}

const DIGITS = "〇一二三四五六七八九";

/** 二〇〇五年十月二十一日 → 2005年10月21日. */
function inDigits(text: string): string {
  if (!/^[〇零○一二三四五六七八九十廿年月日号\s]+$/.test(text)) return text;
  return text
    .replaceAll(/[零○]/g, "〇")
    .replaceAll(/廿/g, "二十")
    .replaceAll(/([二三])?十([一二三四五六七八九])?/g, (_, tens: string | undefined, ones: string | undefined) => {
      return String(
        (tens === undefined ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === undefined ? 0 : DIGITS.indexOf(ones)),
      );
    })
    .replaceAll(/[〇一二三四五六七八九]/g, (digit) => String(DIGITS.indexOf(digit)));
}

function dayIn(year: string | undefined, month: string | undefined, day: string | undefined): Day | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  try {
    return parseDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  } catch {
    return undefined;
  }
}

function lastDayOfMonth(first: Day): Day {
  return addDays(`${addDays(first, 31).slice(0, 8)}01` as Day, -1);
}
