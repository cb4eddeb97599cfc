/**
 * What write-excel-file leaves out, as a feature of it: A4, as wide as the page, title and headings on every page,
 * page numbers. The order of the elements is fixed by the format (ECMA-376, CT_Worksheet).
 */
export function printSetup(sheet: string, headingRow: number, landscape: boolean) {
  const fit = `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`;
  const orientation = landscape ? "landscape" : "portrait";
  const page = [
    `<printOptions horizontalCentered="1"/>`,
    `<pageMargins left="0.6" right="0.6" top="0.75" bottom="0.75" header="0.3" footer="0.4"/>`,
    `<pageSetup paperSize="9" orientation="${orientation}" fitToWidth="1" fitToHeight="0"/>`,
    `<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>`,
  ].join("");
  const titles = `<definedName name="_xlnm.Print_Titles" localSheetId="0">'${sheet}'!$1:$${headingRow}</definedName>`;
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transform: (xml: string) =>
            swap(swap(xml, "<sheetViews>", `${fit}<sheetViews>`), "</worksheet>", `${page}</worksheet>`),
        },
        "xl/workbook.xml": {
          transform: (xml: string) => swap(xml, "<definedNames/>", `<definedNames>${titles}</definedNames>`),
        },
      },
    },
  };
}

function swap(xml: string, old: string, fresh: string): string {
  if (!xml.includes(old)) throw new Error(`write-excel-file wrote no ${old}`);
  return xml.replace(old, () => fresh);
}
