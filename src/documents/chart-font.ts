const KEPT = ["OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"];

/**
 * The font without the outlines of the characters that `text` does not have. resvg copies the whole font for every
 * piece of text, 19 ms a piece for the 10 MB of Noto Sans SC: six seconds for a chart of 80 branches. Glyphs keep
 * their numbers, so the tables that speak of glyphs fit unchanged.
 */
export function subsetFont(font: Buffer, text: string): Buffer {
  const tables = readTables(font);
  const outlines = readOutlines(tables);
  const glyphs = glyphsOf(text, table(tables, "cmap"));
  for (const glyph of glyphs) for (const part of partsOf(outlines[glyph]!)) glyphs.add(part);

  const kept = outlines.map((outline, glyph) => (glyphs.has(glyph) ? outline : outline.subarray(0, 0)));
  tables.set("glyf", Buffer.concat(kept));
  tables.set("loca", locationsOf(kept));
  return writeTables(KEPT.map((tag) => [tag, table(tables, tag)] as const));
}

function readTables(font: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    const start = font.readUInt32BE(record + 8);
    const end = start + font.readUInt32BE(record + 12);
    tables.set(font.toString("latin1", record, record + 4), font.subarray(start, end));
  }
  return tables;
}

function table(tables: ReadonlyMap<string, Buffer>, tag: string): Buffer {
  const found = tables.get(tag);
  if (found === undefined) throw new Error(`the chart font has no table ${tag}`);
  return found;
}

/** One outline a glyph, by the long form of the location table. */
function readOutlines(tables: ReadonlyMap<string, Buffer>): Buffer[] {
  const loca = table(tables, "loca");
  const glyf = table(tables, "glyf");
  return Array.from({ length: loca.length / 4 - 1 }, (_, glyph) =>
    glyf.subarray(loca.readUInt32BE(glyph * 4), loca.readUInt32BE(glyph * 4 + 4)),
  );
}

function locationsOf(outlines: readonly Buffer[]): Buffer {
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  let end = 0;
  for (const [glyph, outline] of outlines.entries()) {
    end += outline.length;
    loca.writeUInt32BE(end, (glyph + 1) * 4);
  }
  return loca;
}

/** The glyphs of the characters, by the character table for all of Unicode (platform 3, encoding 10, format 12). */
function glyphsOf(text: string, cmap: Buffer): Set<number> {
  const record = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => 4 + index * 8).find(
    (at) => cmap.readUInt16BE(at) === 3 && cmap.readUInt16BE(at + 2) === 10,
  );
  if (record === undefined) throw new Error("the chart font has no character table of format 12");
  const ranges = cmap.subarray(cmap.readUInt32BE(record + 4) + 12);
  const codes = [...new Set(text)].map((character) => character.codePointAt(0)!);
  const glyphs = new Set([0]);
  for (let at = 4; at < 4 + ranges.readUInt32BE(0) * 12; at += 12) {
    const first = ranges.readUInt32BE(at);
    const last = ranges.readUInt32BE(at + 4);
    for (const code of codes) if (code >= first && code <= last) glyphs.add(ranges.readUInt32BE(at + 8) + code - first);
  }
  return glyphs;
}

/** The glyphs that a composite outline is put together from. */
function partsOf(outline: Buffer): number[] {
  const parts: number[] = [];
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return parts;
  for (let at = 10, more = true; more; ) {
    const flags = outline.readUInt16BE(at);
    parts.push(outline.readUInt16BE(at + 2));
    const offsets = flags & 0x1 ? 4 : 2;
    const scale = flags & 0x8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0;
    at += 4 + offsets + scale;
    more = (flags & 0x20) !== 0;
  }
  return parts;
}

/** Checksums stay zero: resvg does not read them. */
function writeTables(tables: ReadonlyArray<readonly [string, Buffer]>): Buffer {
  const head = Buffer.alloc(12 + tables.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  const pieces: Buffer[] = [head];
  let start = head.length;
  for (const [index, [tag, content]] of tables.entries()) {
    const record = 12 + index * 16;
    head.write(tag, record, "latin1");
    head.writeUInt32BE(start, record + 8);
    head.writeUInt32BE(content.length, record + 12);
    const padding = Buffer.alloc(-content.length & 3);
    pieces.push(content, padding);
    start += content.length + padding.length;
  }
  return Buffer.concat(pieces);
}
