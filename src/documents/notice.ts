import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { type Average, formatAverage } from "../domain/ranking.ts";
import { type Block, type Letterhead, type OfficialText, officialDocument } from "./official-document.ts";
import type { BranchLine } from "./ranking-chart.ts";
import { clauseText, coverageText, daysText, dayText, ordinal, percentText } from "./wording.ts";

/** What is published of a quarter: branch figures only, there is no place in it for a person's. */
export type Notice = Circular | PublicNotice;

/** 通报: told to the branches, closed. */
export interface Circular extends QuarterResults {
  readonly kind: "通报";
  /** What came in during the 公示 before it, all of it answered; left out where there was none. */
  readonly objected?: { readonly opened: number; readonly corrected: number };
}

/** 公示: open to objections until the end of its period. */
export interface PublicNotice extends QuarterResults {
  readonly kind: "公示";
  /** `to` is null where the workdays cannot be counted yet. */
  readonly period: { readonly from: Day; readonly to: Day | null; readonly workdays: number };
  readonly objections: Objections;
}

/** Where and how a figure is disputed; what is not given is not printed. */
export interface Objections {
  /** 学校党办. */
  readonly office: string;
  /** Phone, room, person, as the school writes them. */
  readonly contact?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly email?: string;
  /** The bot's name in the workspace, where 异议 may be written to it. */
  readonly bot?: string;
}

interface QuarterResults {
  readonly quarter: Quarter;
  readonly days: readonly Day[];
  /** Without averages and ranks where the policy posts completion only. */
  readonly metric: "average" | "completion";
  readonly policy: { readonly title: string; readonly document: string };
  /** The clauses of publishing and of the average, `四（四）` and `五（三）2`. */
  /** Of a corrected one: which figure changed from what to what and why, a sentence a branch. */
  readonly corrections?: readonly string[];
  readonly clauses: { readonly notice: string; readonly average: string };
  readonly branches: readonly BranchLine[];
  /** Of the whole school, null where it is not published. */
  readonly average: Average | null;
  /** What a member without a report counts as, and the like. */
  readonly notes: readonly string[];
  /** 有关要求, decided by people; without any the part is left out. */
  readonly requirements: readonly string[];
  readonly letterhead: Letterhead | null;
  /** 主送机关, `各党支部`. */
  readonly addressees: string | null;
  readonly attachments: readonly string[];
  readonly issuer: string;
  /** 成文日期. */
  readonly date: Day;
}

export async function notice(data: Notice): Promise<Uint8Array> {
  return officialDocument(noticeText(data));
}

export function noticeText(data: Notice): OfficialText {
  const { letterhead, addressees, attachments, issuer, date } = data;
  return {
    letterhead,
    title: [`关于${quarterName(data.quarter)}各党支部`, `“学习强国”学习情况的${titleOf(data)}`],
    addressees,
    body: data.kind === "通报" ? circularBody(data) : publicNoticeBody(data),
    attachments,
    issuer,
    date,
  };
}

const titleOf = ({ kind, corrections }: Notice) => (corrections === undefined ? kind : `更正${kind}`);

/** What differs from what was published before; nothing where this is the first. */
function corrected({ corrections }: QuarterResults): Block[] {
  if (corrections === undefined) return [];
  if (corrections.length === 0) return [paragraph("此前公布的数字没有变化。")];
  return [paragraph("与此前公布的结果相比，更正如下。"), ...corrections.map(paragraph)];
}

function circularBody(data: Circular): Block[] {
  const opening = `${basis(data)}，学校党办对${quarterName(data.quarter)}各党支部党员“学习强国”学习情况进行了汇总。经学校党委审核${noticed(data.objected, "本季度")}，现将${data.corrections === undefined ? "有关" : "更正后的"}情况通报如下。`;
  return [
    paragraph(opening),
    ...parts([
      ["更正内容", corrected(data)],
      ["总体情况", overall(data)],
      ["各党支部情况", branchTables(data)],
      ["有关要求", requirements(data)],
    ]),
    { kind: "closing", text: `特此${data.corrections === undefined ? "" : "更正"}通报。` },
  ];
}

/** `period`: 本季度, 本年度. */
export function noticed(objected: Circular["objected"], period: string): string {
  if (objected === undefined) return "";
  const { opened, corrected } = objected;
  if (opened === 0) return "并公示，公示期满，没有收到异议";
  return `并公示，公示期满，${period}共收到异议${opened}件，均已答复${corrected === 0 ? "" : `，其中更正${corrected}件`}`;
}

function publicNoticeBody(data: PublicNotice): Block[] {
  const again = data.corrections !== undefined;
  const opening = `${basis(data)}，现将${quarterName(data.quarter)}各党支部党员“学习强国”学习情况的${again ? "更正结果重新公示，公示时间重新计算" : "汇总结果予以公示"}，接受党员、群众监督。`;
  return [
    paragraph(opening),
    ...parts([
      ["更正内容", corrected(data)],
      ["总体情况", overall(data)],
      ["各党支部情况", branchTables(data)],
      ["公示时间", [paragraph(periodText(data.period))]],
      ["异议反映方式", objections(data.objections)],
      ["有关要求", requirements(data)],
    ]),
    { kind: "closing", text: `特此${again ? "更正" : ""}公示。` },
  ];
}

export function periodText({ from, to, workdays }: PublicNotice["period"]): string {
  if (to === null) return `自${dayText(from)}起${workdays}个工作日。`;
  return `${dayText(from)}至${dayText(to)}（${workdays}个工作日）。`;
}

function basis({ policy, clauses }: QuarterResults): string {
  return `根据《${policy.title}》（${policy.document}）${clauseText(clauses.notice)}规定`;
}

/** The parts that have something to say, numbered 一、二、三. */
export function parts(all: ReadonlyArray<readonly [heading: string, blocks: readonly Block[]]>): Block[] {
  return all
    .filter(([, blocks]) => blocks.length > 0)
    .flatMap(([heading, blocks], index) => [
      { kind: "heading", text: `${ordinal(index + 1)}、${heading}` } as const,
      ...blocks,
    ]);
}

function overall({ days, branches, metric, average }: QuarterResults): Block[] {
  const coverage = `本季度考核日期为${daysText(days)}，共有${branches.length}个党支部参加，${coverageText(branches, "党员")}。`;
  if (metric === "completion" || average === null) return [paragraph(coverage)];
  const points = `成长总积分合计${average.sum}分，人均${formatAverage(average)}分。`;
  return [paragraph(coverage + points)];
}

function branchTables(data: QuarterResults): Block[] {
  const { branches, metric, clauses, notes } = data;
  const remarks = notes.map((note): Block => ({ kind: "remark", text: `注：${note}` }));
  if (metric === "completion") return [paragraph("各党支部填报情况如下。"), completionTable(branches), ...remarks];
  const ranked = branches.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!);
  const unranked = branches.filter(({ rank }) => rank === null);
  const said = `人均成长总积分为成长总积分合计除以党员人数（${clauseText(clauses.average)}），由高到低排列如下。`;
  if (unranked.length === 0) return [paragraph(said), rankingTable(ranked), ...remarks];
  return [
    { kind: "subheading", text: "（一）参加排名的党支部" },
    paragraph(said),
    rankingTable(ranked),
    ...remarks,
    { kind: "subheading", text: "（二）不参加排名的党支部" },
    completionTable(unranked),
  ];
}

function rankingTable(branches: readonly BranchLine[]): Block {
  return {
    kind: "table",
    columns: [
      { heading: "名次", share: 1 },
      { heading: "党支部", share: 3.7, align: "left" },
      { heading: "应报人数", share: 1.5 },
      { heading: "已报人数", share: 1.5 },
      { heading: "填报率", share: 1.3 },
      { heading: "人均成长总积分", share: 2.4 },
    ],
    rows: branches.map((branch) => [
      String(branch.rank),
      ...completion(branch),
      branch.average === null ? "—" : formatAverage(branch.average),
    ]),
  };
}

function completionTable(branches: readonly BranchLine[]): Block {
  return {
    kind: "table",
    columns: [
      { heading: "序号", share: 1 },
      { heading: "党支部", share: 5, align: "left" },
      { heading: "应报人数", share: 1.8 },
      { heading: "已报人数", share: 1.8 },
      { heading: "填报率", share: 1.5 },
    ],
    rows: branches.map((branch, index) => [String(index + 1), ...completion(branch)]),
  };
}

function completion({ branch, members, reported }: BranchLine): string[] {
  return [branch, String(members), String(reported), percentText(reported, members)];
}

export function objections({ office, contact, phone, address, email, bot }: Objections): Block[] {
  const inWorkspace = bot === undefined ? "" : `，也可在工作平台向“${bot}”发送“异议”及具体内容`;
  const contacts = [
    ["联系方式", contact],
    ["联系电话", phone],
    ["联系地址", address],
    ["电子邮箱", email],
  ].flatMap(([label, value]) => (value === undefined ? [] : [paragraph(`${label}：${value}`)]));
  return [
    paragraph(
      `公示期内，对公示内容有异议的，可以来电、来信、来访等方式向${office}反映${inWorkspace}。以个人名义反映的，应署真实姓名并提供联系方式；以党支部名义反映的，应由党支部书记签名。反映情况应实事求是，受理部门将逐一登记、核实并答复。`,
    ),
    paragraph(`受理部门：${office}`),
    ...contacts,
  ];
}

function requirements({ requirements }: QuarterResults): Block[] {
  return requirements.map((text, index) => paragraph(`（${ordinal(index + 1)}）${text}`));
}

export function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}
