import { integer, pick, type Random } from "./random.ts";

/** What somebody sends, and the number that a reader without further knowledge takes from it. */
export interface Wording {
  readonly text: string;
  readonly says: number;
}

export type Word = (random: Random, speaker: Speaker) => Wording;

export interface Speaker {
  readonly name: string;
  readonly total: number;
  /** Of this day alone. */
  readonly today: number;
}

export function plainWording(random: Random, { total }: Speaker): Wording {
  const text = pick(random, [`${total}`, `${total}分`, `我的总积分是${total}分`, `收到，${total}`, `总积分：${total}`]);
  return { text, says: total };
}

/** Readable without a question, if one knows how people write (`replies.tsv`). */
export function sloppyWording(random: Random, speaker: Speaker): Wording {
  const { name, total, today } = speaker;
  const grouped = total.toLocaleString("en-US");
  const texts: [string, ...string[]] = [
    hanNumeral(total),
    `我的强国积分是${hanNumeral(total)}分`,
    `${fullWidth(grouped)}分`,
    fullWidth(String(total)),
    `我的总积分是${total}分🫡`,
    `${grouped}🎉🎉`,
    `目前是 ${total} 分，请查收`,
    `${name} ${total}`,
    `学习强国：${total}\n今日：${today}`,
    ...(today > 0 ? [`${total}（今日+${today}）`] : []),
    ...(total >= 10_000 ? [`${(total / 10_000).toFixed(4)}万`] : []),
  ];
  return { text: pick(random, texts), says: total };
}

/** Not exact, or not sure: a careful reader asks. */
export function vagueWording(random: Random, { total }: Speaker): Wording {
  const tens = Math.floor(total / 10) * 10;
  const wan = (total / 10_000).toFixed(2);
  const vague: [Wording, ...Wording[]] = [
    { text: `大概${tens}`, says: tens },
    { text: `好像是${total}`, says: total },
    { text: Array.from(String(total)).join(" "), says: total },
  ];
  if (total >= 10_000) vague.push({ text: `${wan}万`, says: Math.round(Number(wan) * 10_000) });
  return pick(random, vague);
}

/** Two neighbouring digits swapped, or one digit too few. */
export function typoWording(random: Random, { total }: Speaker): Wording {
  const digits = Array.from(String(total));
  const places = digits.slice(1).flatMap((digit, place) => (digit === digits[place] ? [] : [place]));
  const place = places[integer(random, 0, places.length - 1)];
  if (place === undefined) digits.pop();
  else digits.splice(place, 2, digits[place + 1] ?? "", digits[place] ?? "");
  const wrong = Number(digits.join(""));
  return { text: `${wrong}`, says: wrong };
}

export function correctionWording(random: Random, { total }: Speaker): Wording {
  const text = pick(random, [`更正 ${total}`, `不对，是${total}`, `打错了，应该是${total}`, `更正：${total}分`]);
  return { text, says: total };
}

const DIGITS = "零一二三四五六七八九";

/** With every unit written, below a hundred million: 十万零三百二十. */
export function hanNumeral(value: number): string {
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  if (high === 0) return section(low).replace(/^一十/, "十") || "零";
  const gap = low > 0 && low < 1000 ? "零" : "";
  return `${section(high).replace(/^一十/, "十")}万${gap}${section(low)}`;
}

/** 1 to 9999; zeros between digits are read as one, those at the end not at all. */
function section(value: number): string {
  const written = Array.from(String(value), Number).map((digit, place, all) =>
    digit === 0 ? "零" : `${DIGITS.charAt(digit)}${["", "十", "百", "千"][all.length - 1 - place] ?? ""}`,
  );
  return written.join("").replaceAll(/零+/g, "零").replace(/零$/, "");
}

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}
