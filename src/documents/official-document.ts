import { Document, Packer, type Paragraph, type Table } from "docx";
import type { Day } from "../domain/calendar.ts";
import { fonts, fontTable } from "./official-fonts.ts";
import * as layout from "./official-layout.ts";
import { dayText } from "./wording.ts";
import { withoutDates } from "./zip-dates.ts";

/** An official document (公文) by its parts, laid out as GB/T 9704-2012 says. */
export interface OfficialText {
  readonly letterhead: Letterhead | null;
  /** One string a line, broken where the sense allows. */
  readonly title: readonly string[];
  /** 主送机关, without its colon. */
  readonly addressees: string | null;
  readonly body: readonly Block[];
  readonly attachments: readonly string[];
  /** 发文机关署名. */
  readonly issuer: string;
  /** 成文日期. */
  readonly date: Day;
}

export interface Letterhead {
  /** 发文机关标志, `中共××学校委员会文件`. */
  readonly mark: string;
  /** 发文字号, `桂纺校党字〔2021〕12号`. */
  readonly number: string;
}

export type Block =
  | { readonly kind: keyof typeof layout.textBlocks; readonly text: string }
  | {
      readonly kind: "table";
      readonly columns: readonly layout.TableColumn[];
      readonly rows: readonly (readonly string[])[];
    };

export async function officialDocument(text: OfficialText): Promise<Uint8Array> {
  const document = new Document({
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: fonts.fang, size: layout.SIZE.三号, language: { value: "en-US", eastAsia: "zh-CN" } },
        },
      },
    },
    sections: [
      {
        properties: { page: layout.page },
        footers: { default: layout.pageNumber("right"), even: layout.pageNumber("left") },
        children: contents(text),
      },
    ],
  });
  const parts = [
    { path: "word/fontTable.xml", data: fontTable },
    { path: "docProps/core.xml", data: coreProperties(text) },
  ];
  return withoutDates(await Packer.toBuffer(document, undefined, parts));
}

function contents({ letterhead, title, addressees, body, attachments, issuer, date }: OfficialText) {
  return [
    ...(letterhead === null ? [] : layout.letterhead(letterhead.mark, letterhead.number)),
    ...title.map(layout.title),
    layout.blank(),
    ...(addressees === null ? [] : [layout.flush(`${addressees}：`)]),
    ...body.map(block),
    ...(attachments.length === 0 ? [] : [layout.blank(), ...layout.attachments(attachments)]),
    layout.blank(),
    layout.blank(),
    ...layout.signature(issuer, dayText(date)),
  ];
}

function block(block: Block): Paragraph | Table {
  return block.kind === "table" ? layout.table(block.columns, block.rows) : layout.textBlocks[block.kind](block.text);
}

/** `docx` would write the present time here; the document is dated by its own day. */
function coreProperties({ title, issuer, date }: OfficialText): string {
  const moment = `<dcterms:$ xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:$>`;
  return [
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`,
    `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`,
    ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"`,
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
    `<dc:title>${escapeXml(title.join(""))}</dc:title><dc:creator>${escapeXml(issuer)}</dc:creator>`,
    moment.replaceAll("$", "created"),
    moment.replaceAll("$", "modified"),
    `</cp:coreProperties>`,
  ].join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
