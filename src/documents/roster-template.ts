import writeExcelFile, { type Row } from "write-excel-file/node";
import { cell } from "./workbook.ts";
import { withoutDates } from "./zip-dates.ts";

/** A person of the workspace's directory, with what the roster says already; "" where nothing is known. */
export interface TemplateRow {
  readonly account: string;
  readonly name: string;
  readonly branch: string;
  readonly duties: readonly string[];
  readonly state: string;
  /** As the directory has it; it helps to find the branch and is not imported. */
  readonly department: string;
}

export interface RosterTemplate {
  readonly rows: readonly TemplateRow[];
  /** What the cells offer to choose from. */
  readonly branches: readonly string[];
  readonly duties: readonly string[];
  readonly states: readonly string[];
}

const SHEET = "名册";
const CHOICES = "选项";
/** Rows below the last person that offer the same choices. */
const SPARE_ROWS = 200;

const HEADINGS = [
  ["账号", 22],
  ["姓名", 18],
  ["党支部", 24],
  ["职务", 28],
  ["状态", 12],
  ["部门（供参考，不导入）", 28],
] as const;

const NOTES = [
  "1. 每人一行。不是党员的，请删去整行。",
  "2. “党支部”可以从列表里选，也可以直接填写新的党支部名称。",
  "3. “职务”没有就留空；有几个时用“、”分开，如：支部书记、党委委员。",
  "4. “状态”留空即为在职。需要写明起止日期时，可以加“起”“止”两列。",
  "5. “姓名”只写姓名，不写备注。“账号”请不要改动。",
  "6. 填好后保存为 .xlsx，用 bot roster import 文件 --dry-run 先看一遍，再正式导入。",
];

/** The roster to complete; what may be chosen stands on a hidden sheet, so that there may be any number of branches. */
export async function rosterTemplate({ rows, branches, duties, states }: RosterTemplate): Promise<Uint8Array> {
  const lists = [branches, duties, states];
  const longest = Math.max(...lists.map(({ length }) => length));
  const data: Row[] = [
    HEADINGS.map(([heading]) => ({ ...cell(heading), fontWeight: "bold", backgroundColor: "#f2f2f2" })),
    ...rows.map(({ account, name, branch, duties: held, state, department }) =>
      [account, name, branch, held.join("、"), state, department].map((text) => cell(text)),
    ),
  ];
  const sheets = [
    { sheet: SHEET, data, columns: HEADINGS.map(([, width]) => ({ width })), stickyRowsCount: 1 },
    { sheet: "说明", data: NOTES.map((note) => [cell(note)]), columns: [{ width: 80 }] },
    {
      sheet: CHOICES,
      data: Array.from({ length: longest }, (_, index) => lists.map((list) => cell(list[index] ?? null))),
      columns: lists.map(() => ({ width: 20 })),
    },
  ];
  const last = rows.length + 1 + SPARE_ROWS;
  const choices = [
    choice("C", "A", branches.length, last, false),
    choice("D", "B", duties.length, last, false),
    choice("E", "C", states.length, last, true),
  ].filter((text) => text !== "");
  const features = [withChoices(choices)];
  return withoutDates(await writeExcelFile(sheets, { fontFamily: "宋体", fontSize: 11, features }).toBuffer());
}

/** Only a state must be one of the list: a branch may be new, and duties may be several. */
function choice(column: string, list: string, length: number, last: number, strict: boolean): string {
  if (length === 0) return "";
  const error = strict ? `showErrorMessage="1" errorTitle="状态" error="请从列表里选"` : `showErrorMessage="0"`;
  return `<dataValidation type="list" allowBlank="1" ${error} sqref="${column}2:${column}${last}"><formula1>${CHOICES}!$${list}$1:$${list}$${length}</formula1></dataValidation>`;
}

/** ECMA-376 part 1, 18.3.1.33: behind the cells, where nothing is merged. */
function withChoices(choices: readonly string[]) {
  const validations = `<dataValidations count="${choices.length}">${choices.join("")}</dataValidations>`;
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transform: (xml: string, options: { readonly sheet?: string }) =>
            options.sheet === SHEET ? swap(xml, "</sheetData>", `</sheetData>${validations}`) : xml,
        },
        "xl/workbook.xml": {
          transform: (xml: string) => swap(xml, `name="${CHOICES}"`, `name="${CHOICES}" state="hidden"`),
        },
      },
    },
  };
}

function swap(xml: string, old: string, fresh: string): string {
  if (!xml.includes(old)) throw new Error(`write-excel-file wrote no ${old}`);
  return xml.replace(old, () => fresh);
}
