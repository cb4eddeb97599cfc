import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { subsetFont } from "../../src/documents/chart-font.ts";
import { svgToPng } from "../../src/documents/svg-to-png.ts";

const file = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
);

test("a font is cut to the outlines that a text needs", () => {
  const whole = readFileSync(file);

  const subset = subsetFont(whole, "党支部12.34é");

  expect(whole.length).toBeGreaterThan(10_000_000);
  expect(subset.length).toBeLessThan(300_000);
});

test("every character of a text is drawn, rare ones and composed ones too", async () => {
  const draw = (text: string) =>
    svgToPng(
      `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text x="5" y="30" font-family="Noto Sans SC" font-size="30">${text}</text></svg>`,
    );
  const [empty, missing] = [await draw(""), await draw("\u{10FFFD}")];

  for (const character of ["党", "囍", "镕", "é", "½", "…", "〔"]) {
    const drawn = Buffer.from(await draw(character));
    expect(drawn.equals(empty), character).toBe(false);
    expect(drawn.equals(missing), character).toBe(false);
  }
});
