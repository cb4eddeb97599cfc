import type { Day } from "../domain/calendar.ts";
import { type Circular, noticed, objections, type PublicNotice, paragraph, parts, periodText } from "./notice.ts";
import { type Block, type Letterhead, type OfficialText, officialDocument } from "./official-document.ts";
import { clauseText, ordinal } from "./wording.ts";
import type { Winner } from "./year-lines.ts";

/** What is published of a year: the winners' names and branches; there is no place in it for a person's or a branch's figure. */
export type AwardNotice = Commendation | AwardPublicNotice;

/** 表彰通报. */
export interface Commendation extends YearAwards {
  readonly kind: "表彰通报";
  /** What came in during the 公示 before it, all of it answered; left out where there was none. */
  readonly objected?: NonNullable<Circular["objected"]>;
}

/** 公示: open to objections until the end of its period. */
export interface AwardPublicNotice extends YearAwards {
  readonly kind: "公示";
  readonly period: PublicNotice["period"];
  readonly objections: PublicNotice["objections"];
}

interface YearAwards {
  readonly year: number;
  readonly policy: { readonly title: string; readonly document: string };
  /** `五（三）1`, `五（三）2`. */
  readonly clauses: readonly string[];
  /** Those of a branch stand together, the branches in the order of their first. */
  readonly winners: readonly Winner[];
  readonly bestBranches: readonly string[];
  /** 有关要求, decided by people; without any the part is left out. */
  readonly requirements: readonly string[];
  readonly letterhead: Letterhead | null;
  readonly addressees: string | null;
  readonly attachments: readonly string[];
  readonly issuer: string;
  /** 成文日期. */
  readonly date: Day;
}

export async function awardNotice(data: AwardNotice): Promise<Uint8Array> {
  return officialDocument(awardNoticeText(data));
}

export function awardNoticeText(data: AwardNotice): OfficialText {
  const { year, letterhead, addressees, attachments, issuer, date } = data;
  const isNotice = data.kind === "公示";
  return {
    letterhead,
    title: [
      `关于${isNotice ? "" : "表彰"}${year}年度“学习强国”`,
      `学习积极分子和最佳组织奖${isNotice ? "拟评选结果的公示" : "的通报"}`,
    ],
    addressees,
    body: isNotice ? publicNoticeBody(data) : commendationBody(data),
    attachments,
    issuer,
    date,
  };
}

function publicNoticeBody(data: AwardPublicNotice): Block[] {
  const { year } = data;
  const opening = `${basis(data)}，经${year}年度统计和学校党委审核，现将${year}年度“学习强国”学习积极分子和最佳组织奖的拟评选结果予以公示，接受党员、群众监督。`;
  return [
    paragraph(opening),
    ...parts([
      ...awards(data, "拟"),
      ["公示时间", [paragraph(periodText(data.period))]],
      ["异议反映方式", objections(data.objections)],
      ["有关要求", requirements(data)],
    ]),
    { kind: "closing", text: "特此公示。" },
  ];
}

function commendationBody(data: Commendation): Block[] {
  const { year, winners, bestBranches, objected } = data;
  const who = [
    ...(winners.length === 0 ? [] : [`${winners.length}名党员`]),
    ...(bestBranches.length === 0 ? [] : [`${bestBranches.length}个党支部`]),
  ];
  const decided =
    who.length === 0 ? "" : `学校党委决定对${year}年度“学习强国”学习中成绩突出的${who.join("和")}予以表彰，`;
  return [
    paragraph(`${basis(data)}，经学校党委审核${noticed(objected, "本年度")}，${decided}现将有关情况通报如下。`),
    ...parts([...awards(data, ""), ["有关要求", requirements(data)]]),
    { kind: "closing", text: "特此通报。" },
  ];
}

function basis({ policy, clauses }: YearAwards): string {
  return `根据《${policy.title}》（${policy.document}）${[...new Set(clauses.map(clauseText))].join("、")}规定`;
}

function awards(data: YearAwards, proposed: "拟" | ""): [heading: string, blocks: Block[]][] {
  return [
    ["学习积极分子", learners(data, proposed)],
    ["最佳组织奖", branches(data, proposed)],
  ];
}

function learners({ winners }: YearAwards, proposed: string): Block[] {
  if (winners.length === 0) return [paragraph("本年度没有达到评选条件的党员。")];
  const byBranch = Map.groupBy(winners, ({ branch }) => branch);
  return [
    paragraph(`下列${winners.length}名党员${proposed}评为“学习强国”学习积极分子。`),
    {
      kind: "table",
      columns: [
        { heading: "党支部", share: 3.4, align: "left" },
        { heading: "人数", share: 1 },
        { heading: "姓名", share: 7, align: "left" },
      ],
      rows: [...byBranch].flatMap(([branch, those]) => branchRows(branch, those)),
    },
  ];
}

/** What the column of names holds: characters a line, and lines a row, so that no row is higher than a page. */
const [LINE, ROW] = [20, 10];

function branchRows(branch: string, winners: readonly Winner[]): string[][] {
  const lines = linesOf(winners.map(({ name }) => name));
  const rows = Array.from({ length: Math.ceil(lines.length / ROW) }, (_, row) =>
    lines.slice(row * ROW, (row + 1) * ROW),
  );
  return rows.map((those, row) => [
    row === 0 ? branch : `${branch}（续）`,
    row === 0 ? String(winners.length) : "",
    those.join("\n"),
  ]);
}

/** No name is broken. */
function linesOf(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, name] of names.entries()) {
    const words = index === names.length - 1 ? name : `${name}、`;
    const last = lines.at(-1);
    if (last === undefined || Array.from(last + words).length > LINE) lines.push(words);
    else lines[lines.length - 1] = last + words;
  }
  return lines;
}

function branches({ bestBranches }: YearAwards, proposed: string): Block[] {
  if (bestBranches.length === 0) return [paragraph("本年度没有达到评选条件的党支部。")];
  const [verb, prize] = [`${proposed}评为`, "“学习强国”学习最佳组织奖。"];
  const shared = bestBranches.length === 1 ? "" : "并列";
  return [paragraph(`${bestBranches.join("、")}${shared}${verb}${prize}`)];
}

function requirements({ requirements }: YearAwards): Block[] {
  return requirements.map((text, index) => paragraph(`（${ordinal(index + 1)}）${text}`));
}
