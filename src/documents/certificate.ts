import PdfFile from "pdfkit";
import type { Day } from "../domain/calendar.ts";
import type { Parameters } from "../domain/policy.ts";
import { freshFonts, hasGlyph } from "./certificate-fonts.ts";
import { frame } from "./certificate-frame.ts";
import { dayText } from "./wording.ts";

/** What a winner is given, on A4 across: a 荣誉证书 for a person, an 奖状 for a branch. */
export interface Certificate {
  readonly winner:
    | {
        readonly kind: "member";
        readonly name: string;
        /** Points, in the year or since the award began. */
        readonly growth: number;
        readonly over: Parameters["award"]["activeLearner"]["over"];
      }
    | { readonly kind: "branch"; readonly name: string };
  readonly year: number;
  readonly issuer: string;
  readonly date: Day;
}

export const PAGE = { width: 841.89, height: 595.28 } as const;
const LEFT = 118;
const WIDTH = PAGE.width - 2 * LEFT;
const [RED, INK] = ["#b3141b", "#222222"];
const [PLAIN, BOLD] = ["plain", "bold"];
const SIZE = { title: 58, name: 28, text: 23, foot: 19 } as const;
const SMALLEST_NAME = 20;
const LINE = 42;
/** Otherwise the library begins with a Helvetica that nothing is set in. */
const NO_FONT = "";

/** A PDF with the font's few characters in it. The same data make the same bytes. */
export async function certificate(data: Certificate): Promise<Uint8Array> {
  const { title, salutation, text, closing } = wordsOf(data);
  const moment = new Date(`${data.date}T00:00:00Z`);
  const info = { Title: `${title}　${data.winner.name}`, Author: data.issuer, CreationDate: moment, ModDate: moment };
  const pdf = new PdfFile({ size: "A4", layout: "landscape", margin: 0, info, lang: "zh-CN", font: NO_FONT });
  const bytes = collected(pdf);
  const { plain, bold } = freshFonts();
  pdf.registerFont(PLAIN, plain).registerFont(BOLD, bold);

  frame(pdf, PAGE, RED);
  write(pdf, spaced(title), { y: 92, font: BOLD, size: SIZE.title, color: RED, align: "center" });
  const named = salutationLines(pdf, salutation);
  for (const [index, line] of named.lines.entries()) {
    const y = 205 - (named.lines.length - 1 - index) * 30 + (named.lines.length > 1 ? 10 : 0);
    write(pdf, line, { y, font: BOLD, size: named.size, color: INK });
  }
  const lines = linesOf(pdf, `　　${text}`, SIZE.text);
  const all = [...lines, `　　${closing}`];
  for (const [index, line] of all.entries()) {
    write(pdf, line, { y: 258 + index * LINE, font: PLAIN, size: SIZE.text, color: INK });
  }
  write(pdf, data.issuer, {
    y: 446,
    font: PLAIN,
    size: fitting(pdf, data.issuer, SIZE.foot),
    color: INK,
    align: "right",
  });
  write(pdf, dayText(data.date), { y: 478, font: PLAIN, size: SIZE.foot, color: INK, align: "right" });
  pdf.end();
  return bytes;
}

interface Words {
  readonly title: string;
  readonly salutation: string;
  readonly text: string;
  readonly closing: string;
}

export function wordsOf({ winner, year }: Pick<Certificate, "winner" | "year">): Words {
  const study = `在${year}年度“学习强国”学习中`;
  if (winner.kind === "branch") {
    return {
      title: "奖状",
      salutation: `${winner.name}：`,
      text: `${study}成绩突出，被评为“学习强国”学习最佳组织奖。`,
      closing: "特发此状，以资鼓励。",
    };
  }
  return {
    title: "荣誉证书",
    salutation: `${winner.name}同志：`,
    text: `${study}，${winner.over === "the year" ? "年度成长总积分" : "成长总积分累计"}增长达${winner.growth}分，被评为“学习强国”学习积极分子。`,
    closing: "特发此证，以资鼓励。",
  };
}

interface Place {
  readonly y: number;
  readonly font: string;
  readonly size: number;
  readonly color: string;
  readonly align?: "center" | "right";
}

/** One line. A character that the font does not have is left as an empty square, to be written by hand. */
function write(pdf: Pdf, text: string, { y, font, size, color, align }: Place): void {
  pdf.font(font).fontSize(size).fillColor(color);
  const pieces = piecesOf(text);
  const width = pieces.reduce((sum, piece) => sum + widthOf(pdf, piece, size), 0);
  let x = LEFT + (align === "center" ? (WIDTH - width) / 2 : align === "right" ? WIDTH - width : 0);
  for (const piece of pieces) {
    if (piece === null) {
      pdf.save().lineWidth(0.6).dash(2, { space: 2 }).strokeColor(color);
      pdf
        .rect(x + size * 0.06, y + size * 0.32, size * 0.88, size * 0.88)
        .stroke()
        .restore();
    } else {
      pdf.text(piece, x, y, { lineBreak: false });
    }
    x += widthOf(pdf, piece, size);
  }
}

/** The text in runs that can be set, with null for each character that cannot. */
function piecesOf(text: string): (string | null)[] {
  const pieces: (string | null)[] = [];
  for (const character of text) {
    const last = pieces.at(-1);
    if (!hasGlyph(character)) pieces.push(null);
    else if (typeof last === "string") pieces[pieces.length - 1] = last + character;
    else pieces.push(character);
  }
  return pieces;
}

const widthOf = (pdf: Pdf, piece: string | null, size: number) => (piece === null ? size : pdf.widthOfString(piece));

const textWidth = (pdf: Pdf, text: string, size: number) =>
  piecesOf(text).reduce((sum, piece) => sum + widthOf(pdf, piece, size), 0);

/** The size in which a line fits, at most `size`. */
function fitting(pdf: Pdf, text: string, size: number): number {
  pdf.font(BOLD).fontSize(size);
  return Math.min(size, (size * WIDTH) / textWidth(pdf, text, size));
}

/** One line, or two where the name would become smaller than the text below it. */
function salutationLines(pdf: Pdf, text: string): { readonly lines: readonly string[]; readonly size: number } {
  const size = fitting(pdf, text, SIZE.name);
  if (size >= SMALLEST_NAME) return { lines: [text], size };
  for (let smaller: number = SMALLEST_NAME; smaller > 8; smaller -= 1) {
    const lines = linesOf(pdf, text, smaller, BOLD);
    if (lines.length === 2) return { lines, size: smaller };
  }
  return { lines: [text], size };
}

/** Broken where a line is full; none begins with a closing mark, and no figure is broken. */
function linesOf(pdf: Pdf, text: string, size: number, font: string = PLAIN): string[] {
  pdf.font(font).fontSize(size);
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/\d+分?|[“（《]?.[，。、；：）》”]*/gu) ?? []) {
    if (line !== "" && textWidth(pdf, line + word, size) > WIDTH) {
      lines.push(line);
      line = "";
    }
    line += word;
  }
  return [...lines, line];
}

const spaced = (title: string) => Array.from(title).join(title.length === 2 ? "　" : " ");

type Pdf = InstanceType<typeof PdfFile>;

async function collected(pdf: Pdf): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  pdf.on("end", () => resolve(Buffer.concat(chunks)));
  pdf.on("error", reject);
  return promise;
}
