const HAN_DIGITS = "零一二三四五六七八九";
/** What every branch's name holds, and what people leave out. */
const COMMON = /党总支部?|党支部|总支部?|支部|党委|第|的/g;

/**
 * The branches that somebody means by a name or a part of it, 机关, 一支部, 第1支部: one where it is clear, else all
 * that it may be.
 */
export function branchesMeant<B extends { readonly name: string }>(said: string, branches: readonly B[]): B[] {
  const exact = branches.filter(({ name }) => name === said);
  if (exact.length > 0) return exact;
  const wanted = bare(said);
  if (wanted === "") return [];
  const same = branches.filter(({ name }) => bare(name) === wanted);
  return same.length > 0 ? same : branches.filter(({ name }) => bare(name).includes(wanted));
}

function bare(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/[\s\p{P}\p{S}]+/gu, "")
    .replace(COMMON, "")
    .replace(/\d{1,2}/g, inHan);
}

/** 1 to 99 as a branch's number is written. */
function inHan(digits: string): string {
  const [tens, ones] = [Math.trunc(Number(digits) / 10), Number(digits) % 10];
  if (tens === 0) return HAN_DIGITS.charAt(ones);
  return `${tens > 1 ? HAN_DIGITS.charAt(tens) : ""}十${ones > 0 ? HAN_DIGITS.charAt(ones) : ""}`;
}
