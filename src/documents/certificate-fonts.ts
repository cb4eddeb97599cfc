import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PdfFile from "pdfkit";

const FILES = {
  plain: "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  bold: "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
} as const;

/** A font as pdfkit has parsed it. It takes one wherever it takes a file, which its types do not say. */
interface Font extends Buffer {
  hasGlyphForCodePoint(code: number): boolean;
}

type Fonts = Readonly<Record<keyof typeof FILES, Font>>;

const { resolve } = createRequire(import.meta.url);
let opened: Fonts | undefined;

/** The two fonts, read and parsed once for all certificates: that takes longer than drawing one. */
function fonts(): Fonts {
  opened ??= { plain: open(FILES.plain), bold: open(FILES.bold) };
  return opened;
}

function open(file: string): Font {
  const pdf = new PdfFile({ font: readFileSync(resolve(file)) as unknown as string });
  const { _font: held } = pdf as unknown as { _font: { font: Font } };
  return held.font;
}

/**
 * The fonts for the next certificate. What they remember of characters is forgotten: a glyph that · and • share would
 * otherwise be named for whichever came first.
 */
export function freshFonts(): Fonts {
  for (const font of Object.values(fonts())) Object.assign(font, { _glyphs: {} });
  return fonts();
}

export function hasGlyph(character: string): boolean {
  const code = character.codePointAt(0)!;
  return Object.values(fonts()).every((font) => font.hasGlyphForCodePoint(code));
}
