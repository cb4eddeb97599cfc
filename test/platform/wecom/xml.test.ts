import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { parseXml } from "../../../src/platform/wecom/xml.ts";

/** What the parser alone makes of a flat document; undefined when it refuses it. */
function byParser(source: string): Record<string, string> | undefined {
  const elements: Record<string, string> = Object.create(null);
  let depth = 0;
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("doctype");
  });
  parser.on("opentag", ({ name }) => {
    depth += 1;
    if (depth === 2 && name in elements) throw new Error("repeated");
    text = "";
  });
  for (const event of ["text", "cdata"] as const) {
    parser.on(event, (part) => {
      text += part;
    });
  }
  parser.on("closetag", ({ name }) => {
    if (depth === 2) elements[name] = text;
    depth -= 1;
  });
  try {
    parser.write(source).close();
    return elements;
  } catch {
    return undefined;
  }
}

function byUs(source: string): Record<string, string> | undefined {
  try {
    return parseXml(source);
  } catch {
    return undefined;
  }
}

const name = fc.constantFrom("Content", "MsgId", "A1", "a_b", "__proto__", "constructor", "名字", "1a");
const scrap = fc.constantFrom("]]>", "]", "&amp;", "&", "<", ">", "\r\n", "\n", "\0", "\x0b", "\u00a0", "\ufeff", "😀");
const anything = fc.oneof(scrap, fc.string({ unit: "grapheme", maxLength: 8 }), fc.string({ unit: "binary" }));
const value = fc.array(anything, { maxLength: 3 }).map((parts) => parts.join(""));
const space = fc.constantFrom("", "", "\n", "  ", "\t\r\n", "\u00a0", "\u000c");
const element = fc
  .tuple(name, fc.boolean(), value, space, fc.constantFrom("", "", "", " ", "x"))
  .map(([tag, section, text, after, odd]) =>
    section ? `<${tag}><![CDATA[${text}]]></${tag}${odd}>${after}` : `<${tag}>${text}</${tag}>${after}${odd}`,
  );
const flat = fc
  .tuple(space, fc.array(element, { maxLength: 5 }), space)
  .map(([before, elements, after]) => `<xml>${before}${elements.join("")}</xml>${after}`);

test("a flat document means what the parser takes it for, and is refused when the parser refuses it", () => {
  fc.assert(
    fc.property(flat, (source) => {
      expect(JSON.stringify(byUs(source))).toBe(JSON.stringify(byParser(source)));
    }),
    { numRuns: 5000 },
  );
});

test("a document of any text but a flat one is judged by the parser too", () => {
  for (const source of ["", "<xml/>", "<xml></xml>", "<xml><A>1</A>", "<xml><A>1</B></xml>", "<xml><A>1</A></xml>!"]) {
    expect(byUs(source), source).toEqual(byParser(source));
  }
});
