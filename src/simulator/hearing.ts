/** What a member makes of a text by the bot: only by the few words that the bot promises. */
export type Heard =
  /** The first number behind the word that is no date, time or count. */
  | { readonly kind: "accepted"; readonly total: number }
  /** `numbers`: every number in it; the candidates, perhaps the last total too. */
  | { readonly kind: "confirm"; readonly numbers: readonly number[] }
  | { readonly kind: "unread" }
  | { readonly kind: "no-round" }
  | { readonly kind: "results" }
  | { readonly kind: "question"; readonly closesAt: number }
  | { readonly kind: "other" };

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const TIME = /(?:(?:\d{4}[-年])?(\d{1,2})[-月](\d{1,2})日?\s*)?(\d{1,2})[:：](\d{2})/g;
const DATES_AND_TIMES = /\d{4}-\d{2}-\d{2}|\d{4}年|\d{4}Q\d|\d{1,2}月|\d{1,2}日|\d{1,2}[:：]\d{2}/g;

export function hear(text: string, at: number): Heard {
  const plain = text.replaceAll(DATES_AND_TIMES, " ");
  // A 代报 is somebody else's total.
  const accepted = text.includes("（代报）") ? null : /已(?:记录|更正)\D*(\d{2,})/.exec(plain);
  if (accepted !== null) return { kind: "accepted", total: Number(accepted[1]) };
  if (text.includes("请确认")) return { kind: "confirm", numbers: numbersIn(plain) };
  if (text.includes("没有读到积分")) return { kind: "unread" };
  if (text.includes("目前没有进行中的填报")) return { kind: "no-round" };
  const closesAt = closingTime(text, at);
  if (text.includes("成长总积分") && closesAt !== undefined) return { kind: "question", closesAt };
  return /公示|通报/.test(text) ? { kind: "results" } : { kind: "other" };
}

/** Two digits at least: a single one is a bullet or a count. */
function numbersIn(plain: string): number[] {
  return [...new Set(plain.match(/\d{2,}/g))].map(Number);
}

/** The last time named that is still to come; one without a date is of today. */
function closingTime(text: string, at: number): number | undefined {
  const today = Math.floor((at + SHANGHAI_MS) / DAY_MS) * DAY_MS;
  const year = new Date(today).getUTCFullYear();
  const times = [...text.matchAll(TIME)].map(([, month, day, hour, minute]) => {
    const date = month === undefined ? today : Date.UTC(year, Number(month) - 1, Number(day));
    return date - SHANGHAI_MS + Number(hour) * HOUR_MS + Number(minute) * 60_000;
  });
  const latest = Math.max(...times);
  return latest > at ? latest : undefined;
}
