/** An answer to an objection: in words, or with the figure that is right (更正 数). */
export interface ObjectionAnswer {
  readonly total?: number;
  readonly words: string;
}

/** A total in plain digits; 1.2万 and its kind are not read. */
const CORRECTION =
  /^更正(?:为|成|到)?[\s:：]*(\d{1,3}(?:[,，]\d{3})+|\d{1,9})(?!\d|\s*[.万千百kKwW])\s*(?:分(?![^\s,，。:：;；]))?[\s,，。:：;；]*/;

/** What begins with 更正 and has no plain number is not taken for an answer in words. */
export function objectionAnswer(text: string): ObjectionAnswer | undefined {
  const plain = text.replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  if (!plain.startsWith("更正")) return text === "" ? undefined : { words: text };
  const match = CORRECTION.exec(plain);
  if (match === null) return undefined;
  return { total: Number(match[1]!.replaceAll(/[,，]/g, "")), words: text.slice(match[0].length) };
}
