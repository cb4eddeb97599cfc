import {
  AlignmentType,
  BorderStyle,
  Footer,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from "docx";
import { fonts } from "./official-fonts.ts";
import { emsOf } from "./text-width.ts";

/** Twips. */
const POINT = 20;
const MM = 1440 / 25.4;
const TEXT_WIDTH = Math.round(156 * MM);
const CHARACTER = TEXT_WIDTH / 28;
/**
 * 22 lines on the 225 mm of the text area, 28 characters of 三号 on its 156 mm. Both by the spacing of the text
 * itself: Word, WPS and LibreOffice each read a document grid in their own way.
 */
const LINE = Math.floor((225 * MM) / 22);
const CHARACTER_SPACING = Math.floor(CHARACTER - 16 * POINT);
/** Half points. */
export const SIZE = { 二号: 44, 三号: 32, 四号: 28, 小四: 24 };
const RED = "FF0000";

export const page = {
  size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
  margin: {
    top: Math.round(37 * MM),
    bottom: Math.round(35 * MM),
    left: Math.round(28 * MM),
    right: Math.round(26 * MM),
    header: Math.round(15 * MM),
    // The dash of the page number then lies 7 mm below the text area.
    footer: Math.round(25.5 * MM),
    gutter: 0,
  },
};

/** 发文机关标志 35 mm below the edge of the text area, 发文字号 two lines below, the red line 4 mm below that. */
export function letterhead(mark: string, number: string): Paragraph[] {
  const size = Math.min(96, Math.floor((TEXT_WIDTH / POINT / emsOf(mark)) * 2));
  return [
    paragraph(
      mark,
      { ...centred, spacing: { before: Math.round(35 * MM), line: 240, lineRule: LineRuleType.AUTO } },
      { font: fonts.songTitle, size, color: RED, characterSpacing: 0 },
    ),
    blank(),
    blank(),
    paragraph(number, {
      ...centred,
      border: { bottom: { style: BorderStyle.SINGLE, color: RED, size: 12, space: 11 } },
    }),
    blank(),
    blank(),
  ];
}

export function title(line: string): Paragraph {
  return paragraph(
    line,
    { ...centred, spacing: exactly(33 * POINT) },
    { font: fonts.songTitle, size: SIZE.二号, characterSpacing: 0 },
  );
}

/** Stays with what follows, so that the signature never stands alone on a page. */
export function blank(): Paragraph {
  return paragraph("", { keepNext: true });
}

export const flush = (text: string) => paragraph(text);

/** What the body is made of beside tables. */
export const textBlocks = {
  heading: (text: string) => paragraph(text, { ...indented, keepNext: true }, { font: fonts.hei }),
  subheading: (text: string) => paragraph(text, { ...indented, keepNext: true }, { font: fonts.kai }),
  paragraph: (text: string) => paragraph(text, indented),
  remark: (text: string) =>
    paragraph(text, { ...indented, spacing: exactly(22 * POINT) }, { size: SIZE.小四, characterSpacing: 0 }),
  /** The last sentence, on the page of the signature. */
  closing: (text: string) => paragraph(text, { ...indented, keepNext: true }),
};

/** 附件说明: numbered when there are several, the numbers below each other. */
export function attachments(names: readonly string[]): Paragraph[] {
  const label = "附件：";
  const left = Math.round(CHARACTER * (2 + label.length));
  const hanging = Math.round(CHARACTER * label.length);
  return names.map((name, index) => {
    const text = names.length === 1 ? name : `${index + 1}.${name}`;
    return index === 0
      ? paragraph(`${label}${text}`, { indent: { left, hanging }, keepNext: true })
      : paragraph(text, { indent: { left }, keepNext: true });
  });
}

/** The date ends four characters before the margin; the unit stands centred above it, for the seal. */
export function signature(unit: string, date: string): Paragraph[] {
  const indent = 4 * CHARACTER;
  const unitIndent = Math.max(0, Math.round(indent + ((emsOf(date) - emsOf(unit)) * CHARACTER) / 2));
  return [
    paragraph(unit, { alignment: AlignmentType.RIGHT, indent: { right: unitIndent }, keepNext: true }),
    paragraph(date, { alignment: AlignmentType.RIGHT, indent: { right: Math.round(indent) } }),
  ];
}

/** «— 1 —», one character from the outer margin. */
export function pageNumber(side: "left" | "right"): Footer {
  const run = { font: fonts.song, size: SIZE.四号 };
  const indent = { [side]: 14 * POINT };
  const children = [new TextRun({ ...run, children: ["— ", PageNumber.CURRENT, " —"] })];
  return new Footer({ children: [new Paragraph({ alignment: side, indent, children })] });
}

export interface TableColumn {
  readonly heading: string;
  /** Of the table's width, relative to the other columns. */
  readonly share: number;
  readonly align?: "left";
}

export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): Table {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const columnWidths = columns.map(({ share }) => Math.round((share / shares) * TEXT_WIDTH));
  const headings = columns.map(({ heading }) => cell(heading, "center", fonts.hei));
  return new Table({
    ...centred,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths,
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: headings }),
      ...rows.map(
        (texts) =>
          new TableRow({
            cantSplit: true,
            children: texts.map((text, index) => cell(text, columns[index]?.align ?? "center", fonts.fang)),
          }),
      ),
    ],
  });
}

/** Each line of the text is a paragraph of its own. */
function cell(text: string, alignment: "left" | "center", font: typeof fonts.fang): TableCell {
  const lines = text.split("\n");
  return new TableCell({
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 4 * POINT, right: 4 * POINT },
    children: lines.map((line, index) => {
      const before = index === 0 ? 4 * POINT : 0;
      const after = index === lines.length - 1 ? 4 * POINT : 0;
      const spacing = { ...exactly(18 * POINT), before, after };
      return paragraph(line, { alignment, spacing }, { font, size: SIZE.小四, characterSpacing: 0 });
    }),
  });
}

const BODY_RUN = { font: fonts.fang, size: SIZE.三号, characterSpacing: CHARACTER_SPACING };
const centred = { alignment: AlignmentType.CENTER };
const indented = { alignment: AlignmentType.BOTH, indent: { firstLine: Math.round(2 * CHARACTER) } };

function paragraph(text: string, options: IParagraphOptions = {}, run: IRunOptions = {}): Paragraph {
  return new Paragraph({
    spacing: exactly(LINE),
    widowControl: false,
    ...options,
    children: text === "" ? [] : [new TextRun({ ...BODY_RUN, ...run, text })],
  });
}

function exactly(line: number) {
  return { line, lineRule: LineRuleType.EXACT, before: 0, after: 0 };
}
