import { inflateSync } from "node:zlib";

/** A piece of text as it is set, with its place from the left edge and its size in points. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly size: number;
}

/** What is written in a PDF by pdfkit, read by the fonts' own tables of characters. */
export function piecesOf(file: Uint8Array): Piece[] {
  const objects = objectsOf(file);
  const fonts = new Map<string, readonly string[]>();
  for (const { text } of objects.values()) {
    for (const [, name, number] of text.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+)/.exec(objects.get(number!)!.text)?.[1];
      fonts.set(name!, charactersOf(objects.get(table!)!.stream));
    }
  }
  return [...objects.values()].flatMap(({ stream }) => shownIn(stream, fonts));
}

export const drawingOf = (file: Uint8Array) =>
  [...objectsOf(file).values()].map(({ stream }) => stream).find((stream) => stream.includes(" Tf"))!;

function shownIn(stream: string, fonts: ReadonlyMap<string, readonly string[]>): Piece[] {
  const form = /1 0 0 1 ([\d.]+) [\d.]+ Tm\n\/(F\d+) ([\d.]+) Tf\n[^\n]*?\[(<.*)\] TJ/g;
  return [...stream.matchAll(form)].map(([, x, font, size, shown]) => {
    const codes = [...shown!.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g)!);
    const text = codes.map((code) => fonts.get(font!)![Number.parseInt(code, 16)]).join("");
    return { text, x: Number(x), size: Number(size) };
  });
}

interface PdfObject {
  readonly text: string;
  readonly stream: string;
}

function objectsOf(file: Uint8Array): Map<string, PdfObject> {
  const all = Buffer.from(file).toString("latin1");
  const objects = [...all.matchAll(/(?<=\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number, body]) => {
    const [text, packed] = body!.split("stream\n", 2);
    const stream = packed === undefined ? "" : inflateSync(Buffer.from(packed, "latin1")).toString("latin1");
    return [number!, { text: text!, stream }] as const;
  });
  return new Map(objects);
}

/** Of a font's ToUnicode table, the characters in the order of their codes. */
function charactersOf(table: string): string[] {
  return [...table.matchAll(/\[(<[^\]]*)\]/g)].flatMap(([, entries]) =>
    [...entries!.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) =>
      String.fromCharCode(...(hex!.match(/[0-9a-f]{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))),
    ),
  );
}
