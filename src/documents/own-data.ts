import type { Row as SheetRow } from "write-excel-file/node";
import { type Instant, minuteOf } from "../domain/calendar.ts";
import type {
  OwnData,
  OwnMessage,
  OwnObjection,
  OwnReport,
  OwnSpotCheck,
  OwnTableRow,
  OwnTalk,
} from "../domain/own-data.ts";
import { quarterName } from "../domain/quarter-name.ts";
import type { Period } from "../domain/roster.ts";
import { type AskReason, PLATFORM_START } from "../domain/score.ts";
import { cell, linesIn, type Value, type WorkbookSheet, workbook } from "./workbook.ts";

/** 我的数据.xlsx, for the member alone. */
export interface OwnDataWorkbook extends OwnData {
  readonly school: string;
  /** When it was asked for. */
  readonly at: Instant;
}

export async function ownDataWorkbook(data: OwnDataWorkbook): Promise<Uint8Array> {
  const sheets = [
    sheet("基本信息", facts, factsOf(data)),
    sheet("填报", reports, data.reports),
    sheet("统计表记录", tableRows, data.tableRows),
    sheet("谈话", talks, data.talks),
    sheet("抽查", spotChecks, data.spotChecks),
    sheet("异议", objections, data.objections),
    sheet("消息", messages, data.messages),
  ];
  return workbook(sheets, true);
}

type Column<Row> = readonly [heading: string, width: number, value: (row: Row) => Value];

const HEADING = { fontFamily: "黑体", backgroundColor: "#f2f2f2", alignVertical: "center", height: 22 } as const;
/** The most characters and the most points in height that a cell can have. */
const CELL = { characters: 32_767, height: 409 } as const;

function sheet<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): WorkbookSheet {
  const data: SheetRow[] = [
    columns.map(([heading]) => ({ ...HEADING, ...cell(heading) })),
    ...rows.map((row) => sheetRow(columns, row)),
    ...(rows.length === 0 ? [[cell("（无）")]] : []),
  ];
  return { data, sheet: name, columns: columns.map(([, width]) => ({ width })), stickyRowsCount: 1 };
}

function sheetRow<Row>(columns: readonly Column<Row>[], row: Row): SheetRow {
  const values = columns.map(([, , value]) => fitting(value(row)));
  const lines = Math.max(...values.map((value, at) => linesIn(value, columns[at]![1] - 2)));
  const height = Math.min(CELL.height, 4 + 16 * lines);
  return values.map((value) => ({ ...cell(value), alignVertical: "top", height }));
}

function fitting(value: Value): Value {
  return typeof value === "string" ? value.slice(0, CELL.characters) : value;
}

const facts: readonly Column<readonly [string, string]>[] = [
  ["项目", 14, ([what]) => what],
  ["内容", 70, ([, value]) => value],
];

function factsOf({ school, at, person }: OwnDataWorkbook): (readonly [string, string])[] {
  const lines = (values: readonly string[]) => (values.length === 0 ? "（无）" : values.join("\n"));
  return [
    ["姓名", person.name],
    ["账号", person.account],
    ["党支部", lines(person.branches.map(span))],
    ["职务", lines(person.duties)],
    ["状态", lines(person.states.map(span))],
    ["首次告知时间", time(person.greetedAt) ?? "（未告知）"],
    ["导出", `${school}，由${person.name}本人于 ${minuteOf(at)} 导出`],
  ];
}

const reports: readonly Column<OwnReport>[] = [
  ["填报日期", 12, ({ day }) => day],
  ["成长总积分", 12, ({ total }) => total],
  ["填报方式", 10, ({ source }) => source],
  ["填报人", 12, ({ reportedBy }) => reportedBy],
  ["迟报", 8, ({ late }) => yes(late)],
  ["疑问", 16, ({ doubt }) => doubtText(doubt)],
  ["状态", 10, ({ current, withdrawnAt }) => (current ? "有效" : withdrawnAt === null ? "已更正" : "已撤回")],
  ["季度", 18, ({ quarter }) => quarter && quarterName(quarter)],
  ["登记时间", 18, ({ reportedAt }) => time(reportedAt)],
  ["撤回时间", 18, ({ withdrawnAt }) => time(withdrawnAt)],
];

const round: readonly Column<Pick<OwnTableRow, "quarter" | "day">>[] = [
  ["季度", 18, ({ quarter }) => quarterName(quarter)],
  ["考核日", 12, ({ day }) => day],
];

const tableRows: readonly Column<OwnTableRow>[] = [
  ...round,
  ["党支部", 24, ({ branch }) => branch],
  ["版本", 8, ({ version }) => version],
  ["计入人数", 10, ({ counted }) => yes(counted)],
  ["成长总积分", 12, ({ total }) => total ?? "未填报"],
  ["上次积分", 12, ({ previousTotal }) => previousTotal],
  ["上次日期", 12, ({ previousDay }) => previousDay],
  ["上次存疑", 16, ({ previousDoubt }) => doubtText(previousDoubt)],
  ["填报方式", 10, ({ source }) => source],
  ["迟报", 8, ({ late }) => yes(late)],
  ["疑问", 16, ({ doubt }) => doubtText(doubt)],
];

const talkStates = { owed: "待谈", held: "已谈", lifted: "更正后取消", unheld: "未谈" } as const;

const talks: readonly Column<OwnTalk>[] = [
  ...round,
  ["成长总积分", 12, ({ total }) => total],
  ["较上次增长", 12, ({ growth }) => growth],
  ["支部内名次", 12, ({ rank }) => rank],
  ["状态", 12, ({ state }) => talkStates[state]],
  ["谈话时间", 18, ({ heldAt }) => time(heldAt)],
  ["谈话人", 12, ({ heldBy }) => heldBy],
  ["地点", 16, ({ record }) => record?.place ?? null],
  ["主要内容", 40, ({ record }) => record?.content ?? null],
  ["困难与意见", 40, ({ record }) => record?.difficulties ?? null],
  ["帮助措施", 40, ({ record }) => record?.measures ?? null],
  ["本人确认时间", 18, ({ memberConfirmedAt }) => time(memberConfirmedAt)],
];

const spotCheckStates = { asked: "待出示", shown: "待核对", confirmed: "属实", corrected: "已更正" } as const;

const spotChecks: readonly Column<OwnSpotCheck>[] = [
  ...round,
  ["状态", 12, ({ state }) => spotCheckStates[state]],
  ["通知时间", 18, ({ askedAt }) => time(askedAt)],
  ["出示时间", 18, ({ shownAt }) => time(shownAt)],
  ["核对人", 12, ({ resolvedBy }) => resolvedBy],
  ["核对时间", 18, ({ resolvedAt }) => time(resolvedAt)],
  ["待复核的更改", 14, ({ proposedTotal }) => proposedTotal],
  ["提出人", 12, ({ proposedBy }) => proposedBy],
  ["更改理由", 40, ({ proposedReason }) => proposedReason],
];

const objectionStates = { open: "待答复", corrected: "已更正", answered: "已答复" } as const;

const objections: readonly Column<OwnObjection>[] = [
  ["编号", 8, ({ id }) => id],
  ["季度", 18, ({ quarter }) => quarterName(quarter)],
  ["内容", 50, ({ text }) => text],
  ["提出时间", 18, ({ openedAt }) => time(openedAt)],
  ["状态", 10, ({ state }) => objectionStates[state]],
  ["答复", 50, ({ answer }) => answer],
  ["答复人", 12, ({ answeredBy }) => answeredBy],
  ["答复时间", 18, ({ answeredAt }) => time(answeredAt)],
];

const messages: readonly Column<OwnMessage>[] = [
  ["时间", 18, ({ receivedAt }) => time(receivedAt)],
  ["您发来的", 60, ({ text }) => text],
  ["回复", 60, ({ reply }) => reply],
];

function time(instant: Instant | null): string | null {
  return instant === null ? null : minuteOf(instant);
}

/** A period that begins with the platform has no known beginning; any other one is dated by the roster as it was registered. */
function span({ value, from, until }: Period<string>): string {
  const parts = [...(from === PLATFORM_START ? [] : [`登记自 ${from}`]), ...(until === null ? [] : [`至 ${until}`])];
  return parts.length === 0 ? value : `${value}（${parts.join(" ")}）`;
}

function yes(is: boolean): string {
  return is ? "是" : "否";
}

/** Why a total was asked about before the member confirmed it; of other reasons a report keeps none. */
const doubts: Readonly<Partial<Record<AskReason, string>>> = {
  "below-last": "低于上次",
  "above-possible": "超过可能增幅",
  "maybe-today": "可能是今日积分",
};

function doubtText(doubt: AskReason | null): string | null {
  return doubt && (doubts[doubt] ?? doubt);
}
