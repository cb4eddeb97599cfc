import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pages } from "../../src/domain/delivery.ts";
import { workspace } from "../../src/services.ts";

const LEAST = 4;
const piece = fc.constantFrom("学习强国", "a", " ", "积分 12345 分", "😀", "👨‍👩‍👧", "é", "\n", "\n\n", "x".repeat(40));
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
const limit = fc.integer({ min: LEAST, max: 64 });

/** `text` less `pages` in their order; between and around them nothing but line breaks may be left out. */
function remainder(whole: string, parts: readonly string[]): string {
  return parts.reduce((rest, page) => {
    let from = 0;
    while (!rest.startsWith(page, from) && rest[from] === "\n") from += 1;
    expect(rest.startsWith(page, from)).toBe(true);
    return rest.slice(from + page.length);
  }, whole);
}

describe("the pages of a text", () => {
  test("are the text itself when it is short enough for one message", () => {
    const short = "学".repeat(682);

    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(2048);
    expect(pages(short, 2048)).toEqual([short]);
    expect(pages(`${short}学`, 2048)).toHaveLength(2);
  });

  test("hold at most 2048 bytes each, which no platform cuts", () => {
    const lines = Array.from({ length: 300 }, (_, index) => `第${index}党支部：人均 12345.67 分，已报 10/10 人`);

    const sizes = pages(lines.join("\n"), 2048).map((page) => Buffer.byteLength(page));

    expect(workspace.limits.textBytes).toBe(2048);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(2048 - Buffer.byteLength(lines[0]!) - 5);
  });

  test("end at line ends where there are any", () => {
    expect(pages("一二\n三四\n五六", 13)).toEqual(["一二\n三四", "五六"]);
  });

  test("cut a line only when it is longer than a page", () => {
    expect(pages("a\nbbbbbbbb\nc", 4)).toEqual(["a", "bbbb", "bbbb", "c"]);
  });

  test("hold at most so many bytes, and are never empty", () => {
    fc.assert(
      fc.property(text, limit, (whole, bytes) => {
        const parts = pages(whole, bytes);

        for (const page of parts) expect(Buffer.byteLength(page)).toBeLessThanOrEqual(bytes);
        if (parts.length > 1) expect(parts).not.toContain("");
      }),
    );
  });

  test("are the text again when put together, but for line breaks at the borders of pages", () => {
    fc.assert(
      fc.property(text, limit, (whole, bytes) => {
        expect(remainder(whole, pages(whole, bytes))).toMatch(/^\n*$/);
      }),
    );
  });

  test("never begin or end inside a character", () => {
    fc.assert(
      fc.property(text, limit, (whole, bytes) => {
        for (const page of pages(whole, bytes)) {
          expect(page.isWellFormed()).toBe(true);
          expect(Buffer.from(page).toString()).toBe(page);
        }
      }),
    );
  });
});
