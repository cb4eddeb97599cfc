import { addDays, type Day } from "../domain/calendar.ts";

/** What Excel shows of a number, and what stands behind it where that is another text and as good. */
export interface ShownNumber {
  /** A day as `2026-11-22`, or `2026-11` where only the month is shown; else digits. Undefined: Excel shows `####`. */
  readonly shown: string | undefined;
  readonly behind?: string;
}

/** Excel keeps fifteen digits of a number. */
const FIRST_INEXACT = 1e15;

/** `written` as the file stores it; `code` is the cell's format, `""` General. Grouping and rounding are left out. */
export function shownNumber(written: string, code: string, from1904: boolean): ShownNumber {
  const number = Number(written);
  if (written.trim() === "" || !Number.isFinite(number)) return { shown: written };
  const plain = plainDigits(number);
  if (code === "" || /general|通用|^@$/i.test(code)) return { shown: plain };
  const section = sectionFor(number, code);
  const bare = section.replaceAll(/"[^"]*"|[\\!_*].|\[[^\]]*\]/g, "");
  if (showsDay(bare)) return { shown: dayShown(number, bare, from1904) };
  if (bare.includes("%")) return { shown: `${plainDigits(number * 100)}%` };
  const shown = withZerosAndWords(plain, section, bare);
  return shown === plain ? { shown } : { shown, behind: plain };
}

/** `12345` for 12345.0 and 1.2345E4. A number that Excel has rounded stays in powers of ten, so that it shows. */
function plainDigits(number: number): string {
  if (Math.abs(number) >= FIRST_INEXACT) return number.toExponential();
  return String(Number(number.toPrecision(15)));
}

/** Above zero; below zero; zero. Where conditions part the sections, none of them is chosen. */
function sectionFor(number: number, code: string): string {
  const sections = code.match(/(?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)/g) ?? [code];
  if (sections.some((section) => /\[[<>=]/.test(section))) return "0";
  return (number < 0 ? sections[1] : number === 0 ? sections[2] : undefined) ?? sections[0] ?? code;
}

function showsDay(bare: string): boolean {
  if (/[#?%]|E[+-]/.test(bare)) return false;
  return /[yde]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare));
}

const LAST_SERIAL = 2_958_465;

/** Excel counts from 1900 as if it had had a 29th of February. */
function dayShown(number: number, bare: string, from1904: boolean): string | undefined {
  const serial = Math.floor(number + 1e-7);
  if (serial < 0 || serial > LAST_SERIAL) return undefined;
  if (!from1904 && serial === 0) return "1900-01-00";
  if (!from1904 && serial === 60) return "1900-02-29";
  const start = (from1904 ? "1904-01-01" : serial < 60 ? "1899-12-31" : "1899-12-30") as Day;
  const day = addDays(start, serial);
  return day.endsWith("-01") && /y|e/i.test(bare) && !/d/i.test(bare) ? day.slice(0, 7) : day;
}

/** `00123` by 00000, `gx012` by "gx"000, `2005.10` by 0.00. Any other format gives the digits as they are. */
function withZerosAndWords(plain: string, section: string, bare: string): string {
  if (plain.includes("e") || /[%/]|E[+-]|,(?![0#?])/.test(bare)) return plain;
  const [, sign = "", whole = "", decimals] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? [];
  const [form = "", fraction] = bare.split(".");
  if (decimals !== undefined) {
    const zeros = /^0+/.exec(fraction ?? "")?.[0].length ?? 0;
    return zeros > decimals.length ? `${plain}${"0".repeat(zeros - decimals.length)}` : plain;
  }
  if (fraction !== undefined || !/[0#?]/.test(form)) return plain;
  return `${sign}${filled(whole, section)}`;
}

const PIECE = /"([^"]*)"|[\\!](.)|[_*].|\[[^\]]*\]|([0#?])|,|(.)/gs;

/** The digits from the right into the places of a format; what is left over stands before the first place. */
function filled(digits: string, section: string): string {
  const pieces = [...section.matchAll(PIECE)].map(([, quoted, escaped, place, other]) => {
    return { place, word: quoted ?? escaped ?? other ?? "" };
  });
  const first = pieces.findIndex(({ place }) => place !== undefined);
  let left = digits;
  let text = "";
  for (let at = pieces.length - 1; at >= 0; at--) {
    const { place, word } = pieces[at]!;
    if (place === undefined) {
      text = word + text;
      continue;
    }
    const digit = at === first ? left : left.slice(-1);
    left = at === first ? "" : left.slice(0, -1);
    text = (digit === "" && place === "0" ? "0" : digit) + text;
  }
  return text;
}
