import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { subsetFont } from "./chart-font.ts";

const FONTS = ["400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"];
/** Pixels for one unit of the drawing, so that text is sharp on a phone. */
const ZOOM = 2;

const { resolve } = createRequire(import.meta.url);

export async function svgToPng(svg: string): Promise<Uint8Array> {
  // resvg takes fonts as files only.
  const folder = await mkdtemp(join(tmpdir(), "study-points-chart-"));
  try {
    const fontFiles = await Promise.all(FONTS.map((font) => writeSubset(font, svg, folder)));
    const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: "Noto Sans SC" };
    return new Resvg(svg, { font, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeSubset(font: string, text: string, folder: string): Promise<string> {
  const whole = await readFile(resolve(`@expo-google-fonts/noto-sans-sc/${font}`));
  const file = join(folder, font.replace("/", "-"));
  await writeFile(file, subsetFont(whole, text));
  return file;
}
