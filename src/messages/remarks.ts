import type { Instant, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { clock } from "./format.ts";
import { HELP_HINT, PLACE } from "./words.ts";

/** Where a member stands with the bot. */
export interface Standing {
  /** The open round, and what the member has said in it. */
  readonly open:
    | {
        readonly closesAt: Instant;
        readonly late: boolean;
        readonly counted: boolean;
        readonly total: number | undefined;
        /** Somebody else reported it. */
        readonly proxy: boolean;
        /** The bot's own question that waits for an answer. */
        readonly question: string | undefined;
      }
    | undefined;
  /** The figure of the newest closed round that lists the member; null: 未填报. */
  readonly last: { readonly quarter: Quarter; readonly total: number | null } | undefined;
  /** Of no branch any more. */
  readonly gone: boolean;
  /** What waits for this person, each with the word that goes on with it. */
  readonly waits: readonly { readonly command: string; readonly text: string }[];
}

/** What has been recorded, or where the number is found and how it is sent; after the close what can still be done. */
export function whereYouStand({ open, last, gone }: Standing, isReluctant = false): string {
  if (open !== undefined) return inRound(open, isReluctant);
  if (gone) return "目前没有进行中的填报：名册中您已不在任何党支部，不会再收到提问。名册有误的，请联系学校党办。";
  const closed = "目前没有进行中的填报，考核日我会先问您。";
  if (last === undefined) return closed;
  const { quarter, total } = last;
  return total === null
    ? `${closed}您在${quarterName(quarter)}没有填报；有情况要说明，请回复“异议 内容”。`
    : `${closed}您在${quarterName(quarter)}的记录是 ${total} 分；如有误，请回复“异议 内容”。`;
}

function inRound(
  { closesAt, late, counted, total, proxy, question }: NonNullable<Standing["open"]>,
  isReluctant: boolean,
): string {
  if (total !== undefined) {
    const until = late ? "" : `，${clock(closesAt)} 前`;
    const recorded = `您本次已记录 ${total} 分${proxy ? "（代报）" : ""}，不用再报。`;
    return `${recorded}${question ?? `如有误${until}请回复“更正 数字”。`}`;
  }
  if (question !== undefined) return `还没有读到积分，有一个问题等您回答。${question}`;
  const when = late ? "已过截止时间，现在回复按迟报登记" : `${clock(closesAt)} 前有效`;
  if (isReluctant) return `本次还没有读到积分；如要填报，“成长总积分”在${PLACE}，直接回复数字（${when}）。`;
  const free = counted ? "" : "按您目前的在册状态，本次可以不填报。愿意填报的：";
  return `还没有读到积分。${free}请打开${PLACE}查看“成长总积分”，直接回复数字，例如 12345（${when}）。`;
}

export const didYouMean = (forms: readonly string[]) =>
  forms.length === 0 ? [] : [`您是不是想${forms.map((form) => `“${form}”`).join("或")}？请回复这个词。`];

export const remark = (lines: readonly string[], standing: Standing) =>
  [...lines, ...standing.waits.map(({ text }) => text), HELP_HINT].filter((line) => line !== "").join("\n");
