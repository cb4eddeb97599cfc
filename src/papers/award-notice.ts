import type { AwardNotice, Commendation } from "../documents/award-notice.ts";
import { addDays, type Day } from "../domain/calendar.ts";
import { clauseOf } from "../domain/policy.ts";
import { issuerOf, winnersOf, type YearPaper } from "./year.ts";

/** When and how the year's winners are published. */
export interface AwardPublication {
  readonly of: "公示" | "表彰通报";
  readonly date: Day;
  /** The last day of the 公示; null while it cannot be told. */
  readonly until: Day | null;
  /** What came in during the 公示, all of it answered; undefined where there was none. */
  readonly objected: Commendation["objected"];
  /** The bot's own name in the workspace. */
  readonly bot: string;
  /** The office's, as the school writes it. */
  readonly contact: string | undefined;
}

/** The year's 公示 or 表彰通报, for everybody to see. */
export function awardNoticeData(
  paper: YearPaper,
  { of, date, until, objected, bot, contact }: AwardPublication,
): AwardNotice {
  const { school, year, policy, branches } = paper;
  const awards: Omit<Commendation, "kind" | "objected"> = {
    year,
    policy: { title: policy.title, document: policy.document },
    clauses: [clauseOf(policy, "award.activeLearner"), clauseOf(policy, "award.bestBranch")],
    winners: winnersOf(paper),
    bestBranches: branches.flatMap(({ awarded, branch }) => (awarded ? branch : [])),
    requirements: [],
    letterhead: null,
    addressees: of === "公示" ? null : "各党支部",
    attachments: [],
    issuer: issuerOf(school),
    date,
  };
  if (of === "表彰通报") return { ...awards, kind: of, ...(objected === undefined ? {} : { objected }) };
  return {
    ...awards,
    kind: of,
    period: { from: addDays(date, 1), to: until, workdays: policy.parameters.notice.days },
    objections: { office: "学校党办", bot, ...(contact === undefined ? {} : { contact }) },
  };
}
