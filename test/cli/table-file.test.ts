import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { faultText, isFault } from "../../src/cli/fault.ts";
import type { Table } from "../../src/cli/table.ts";
import { readTable } from "../../src/cli/table-file.ts";
import { aWorkbook, zip } from "./a-workbook.ts";

async function tableOf(bytes: Buffer | string): Promise<Table> {
  const table = readTable(Buffer.from(bytes));
  if (isFault(table)) throw new Error(faultText(table));
  return table;
}

async function cellsOf(bytes: Buffer | string) {
  return (await tableOf(bytes)).rows.map(({ cells }) => cells);
}

async function faultOf(bytes: Buffer | string) {
  const table = readTable(Buffer.from(bytes));
  return isFault(table) ? faultText(table) : undefined;
}

const text = "姓名,党支部,账号\r\n李明,第一党支部,liming\r\n";
const read = [
  ["姓名", "党支部", "账号"],
  ["李明", "第一党支部", "liming"],
];

describe("the encoding of a text is told by its bytes", () => {
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with BOM", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16LE with BOM, Excel's Unicode text", Buffer.from(`\uFEFF${text.replaceAll(",", "\t")}`, "utf16le")],
    ["UTF-16BE with BOM", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["GB18030", gb18030(text)],
  ])("%s", async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual(read);
  });

  test("what is no text in any of them is refused", async () => {
    expect(await faultOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))).toBe(
      "不是 .xlsx，也不是文本。请在 Excel 中另存为 .xlsx 再导入。",
    );
    expect(await faultOf(Buffer.from([0xff, 0xff, 0xff]))).toContain("不是 .xlsx，也不是文本");
  });
});

describe("a CSV file", () => {
  test.each([",", ";", "\t", "，", "；"])("may be parted by %j, as its headings are", async (delimiter) => {
    expect(await cellsOf(text.replaceAll(",", delimiter))).toEqual(read);
  });

  test("keeps a comma and a semicolon inside cells when the headings are parted by tabs", async () => {
    expect(await cellsOf("姓名\t职务\n李明\t支委,宣传委员;")).toEqual([
      ["姓名", "职务"],
      ["李明", "支委,宣传委员;"],
    ]);
  });

  test.each(["\r\n", "\n", "\r"])("may end its lines with %j", async (end) => {
    expect(await cellsOf(text.replaceAll("\r\n", end))).toEqual(read);
  });

  test("has quotes, quotes in quotes and line breaks in quotes", async () => {
    expect(await cellsOf('a,"b ""c"" d","e\r\nf"\n"",g"h,"i"')).toEqual([
      ["a", 'b "c" d', "e\r\nf"],
      ["", 'g"h', "i"],
    ]);
  });

  test("numbers its lines as Excel does: blank ones count, those within quotes do not", async () => {
    const table = await tableOf('a,b\n"1\n2",3\n\n , \n4,5\n');

    expect(table.rows.map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test("keeps text as it is written", async () => {
    expect(await cellsOf("007,1.20,=1+1,<b>,12345\n")).toEqual([["007", "1.20", "=1+1", "<b>", "12345"]]);
  });

  test("with a quote that has no partner is refused with its line", async () => {
    expect(await faultOf('a,b\nc,"d\ne,f\n')).toBe(
      "第 2 行：双引号没有成对。请补上或删去引号，或在 Excel 中另存为 .xlsx 再导入。",
    );
  });

  test("reads back whatever was written", async () => {
    const cell = fc.string({ unit: fc.constantFrom("李", "a", '"', ",", "\n", "\r", ";", "\t", " ", "=", "𠮷") });
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 });

    await fc.assert(
      fc.asyncProperty(rows, async (rows) => {
        const written = [["甲", "乙", "丙"], ...rows];
        const csv = written
          .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(","))
          .join("\r\n");

        expect(await cellsOf(csv)).toEqual(written.filter((cells) => cells.some((text) => text.trim() !== "")));
      }),
    );
  });

  test("may have 200 000 rows below its headings, and not one more", async () => {
    const lines = Array.from(
      { length: 200_001 },
      (_, index) => `李明,第一党支部,user${index},支部书记、支委,在职,2026-03-01,`,
    );

    const began = performance.now();
    expect((await tableOf(lines.join("\n"))).rows).toHaveLength(200_001);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await faultOf([...lines, "a,b"].join("\n"))).toBe("超过 20 万行。请分成几个文件导入。");
  });

  test("of many columns, many blanks or more than 20 MB is refused or read without delay", async () => {
    expect(await faultOf(`a\n${",".repeat(5_000_000)}`)).toBe("第 2 行：超过 256 列。请删去右边多余的列。");
    expect((await tableOf(" ".repeat(5_000_000))).rows).toEqual([]);
    expect((await tableOf("\n".repeat(2_000_000))).rows).toEqual([]);
    expect(await faultOf(Buffer.alloc(20 * 1024 * 1024 + 1, "a"))).toContain("文件超过 20 MB");
  });
});

describe("an .xlsx file", () => {
  test("gives text as it stands, numbers in plain digits, dates as days", async () => {
    const bytes = await writeXlsxFile(
      [
        [
          { value: "007", type: String },
          { value: "=1+1 & <b>", type: String },
          { value: 12_345, type: Number, format: "#,##0;[Red]-#,##0" },
          { value: 0.5, type: Number },
          { value: true, type: Boolean },
          { value: new Date("2026-11-22T00:00Z"), type: Date, format: 'yyyy"年"m"月"d"日";@' },
          { value: 123_456_789_012_345_680, type: Number },
        ],
      ],
      { sheet: "名册" },
    ).toBuffer();

    expect(await tableOf(bytes)).toEqual({
      sheet: "名册",
      rows: [{ line: 1, cells: ["007", "=1+1 & <b>", "12345", "0.5", "TRUE", "2026-11-22", "1.2345678901234568e+17"] }],
    });
  });

  test.each(["12345", "12345.0", "1.2345E4"])("gives 12345 for a number stored as %s", async (stored) => {
    expect(await cellsOf(aWorkbook(`<row r="1"><c r="A1"><v>${stored}</v></c></row>`))).toEqual([["12345"]]);
  });

  test("leaves out blank rows and keeps the lines people see", async () => {
    const cell = (value: string) => ({ value, type: String });
    const bytes = await writeXlsxFile([[cell("甲")], [cell("  ")], [], [cell("乙")]], { sheet: "名册" }).toBuffer();

    expect((await tableOf(bytes)).rows).toEqual([
      { line: 1, cells: ["甲"] },
      { line: 4, cells: ["乙"] },
    ]);
  });

  test("is read from its first sheet that holds anything", async () => {
    const bytes = await writeXlsxFile([
      { sheet: "说明", data: [] },
      { sheet: "名册", data: [["甲"]] },
      { sheet: "旧名册", data: [["乙"]] },
    ]).toBuffer();

    expect(await tableOf(bytes)).toMatchObject({ sheet: "名册", rows: [{ line: 1, cells: ["甲"] }] });
  });

  test("may have many rows, and not more than 200 000 below its headings", async () => {
    const row = (line: number) =>
      `<row r="${line}"><c r="A${line}" t="inlineStr"><is><t>李明</t></is></c><c r="B${line}"><v>${line}</v></c></row>`;
    const rows = Array.from({ length: 200_002 }, (_, index) => row(index + 1));

    const table = await tableOf(aWorkbook(rows.slice(0, 20_000).join("")));
    expect(table.rows.at(-1)).toEqual({ line: 20_000, cells: ["李明", "20000"] });
    expect(await faultOf(aWorkbook(rows.join("")))).toContain("超过 20 万行");
  });

  test("is refused when it unpacks to more than 200 MB, whatever its directory says", async () => {
    const bomb = Buffer.alloc(201 * 1024 * 1024);

    expect(await faultOf(zip({ "xl/worksheets/sheet1.xml": bomb }))).toContain("解开后超过 200 MB");
    expect(await faultOf(zip({ "xl/worksheets/sheet1.xml": bomb }, 10))).toContain("解开后超过 200 MB");
    const half = bomb.subarray(0, 101 * 1024 * 1024);
    expect(await faultOf(zip({ "a.xml": half, "xl/_rels/workbook.xml.rels": half }))).toContain("解开后超过 200 MB");
  });

  test("is refused when a value stands so far out that the way there would fill the memory", async () => {
    expect(await faultOf(aWorkbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'))).toContain("超过 256 列");
    expect(await faultOf(aWorkbook('<row r="1"><c s="0" r="IW1" t="str"><v>1</v></c></row>'))).toContain("超过 256 列");
    expect(await faultOf(aWorkbook('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'))).toContain(
      "超过 20 万行",
    );
  });

  test("may have borders drawn far out, and a value in column IV", async () => {
    const [cells] = await cellsOf(
      aWorkbook('<row r="1"><c r="A1"><v>1</v></c><c r="IV1"><v>2</v></c><c r="XFD1"/></row>'),
    );

    expect(cells).toHaveLength(256);
  });

  test.each([
    ["cut off", aWorkbook('<row r="1"><c r="A1"><v>1</v></c></row>').subarray(0, -40)],
    ["another kind of zip", zip({ "a/b.xml": Buffer.from("<w/>") })],
    ["no more than its first bytes", Buffer.from("PK\u0003\u0004")],
    [
      "broken in its cells",
      aWorkbook('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
    ],
  ])("is refused when it is %s", async (_, bytes) => {
    expect(await faultOf(bytes)).toBe("不是完好的 .xlsx 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。");
  });
});

test("an old .xls file, or one with a password, is refused with the way out", async () => {
  expect(await faultOf(Buffer.from("d0cf11e0a1b11ae1", "hex"))).toBe(
    "这是旧版 .xls 或加了密码的文件。请在 Excel 中去掉密码，另存为 .xlsx 再导入。",
  );
});

test("an empty file has no rows", async () => {
  expect(await tableOf("")).toEqual({ rows: [] });
});

/** Node writes no GB18030, so the table is had from reading all its two-byte codes. */
function gb18030(text: string): Buffer {
  const codes = new Map<string, number[]>();
  const decoder = new TextDecoder("gb18030");
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) codes.set(decoder.decode(Buffer.from([lead, trail])), [lead, trail]);
  }
  return Buffer.from(
    Array.from(text).flatMap((letter) => (letter < "\x80" ? [letter.charCodeAt(0)] : (codes.get(letter) ?? []))),
  );
}
