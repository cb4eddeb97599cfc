import { SaxesParser } from "saxes";
import { printable } from "./printable.ts";

/**
 * The elements directly below the root, as text. Anything that is not one well-formed, flat document of that kind
 * (a DOCTYPE, an unknown entity, a cut-off or repeated element) throws. Deeper elements are passed over.
 */
export function parseXml(source: string): Record<string, string> {
  return parsePlain(source) ?? parseWithCare(source);
}

/** An element of the shape that WeCom sends, without anything that a parser would have to translate. */
const ELEMENT =
  /[\t\n ]*<([A-Za-z]\w*)>(?:<!\[CDATA\[([\t\n\x20-\x5c\x5e-\ud7ff\ue000-\ufffd]*)\]\]>|([\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x5c\x5e-\ud7ff\ue000-\ufffd]*))<\/\1>[\t\n ]*/y;
const START = "<xml>";
const END = "</xml>";

/** Nearly every message, at a tenth of the parser's price; undefined for what the parser has to judge. */
function parsePlain(source: string): Record<string, string> | undefined {
  if (!source.startsWith(START) || !source.endsWith(END)) return undefined;
  const elements: Record<string, string> = Object.create(null);
  const end = source.length - END.length;
  for (let at = START.length; at < end; at = ELEMENT.lastIndex) {
    ELEMENT.lastIndex = at;
    const match = ELEMENT.exec(source);
    if (match === null) return undefined;
    const [, name = "", section, text = ""] = match;
    if (name in elements) return undefined;
    elements[name] = section ?? text;
  }
  return elements;
}

function parseWithCare(source: string): Record<string, string> {
  const elements: Record<string, string> = Object.create(null);
  const parser = new SaxesParser();
  let depth = 0;
  let text = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("DOCTYPE is refused");
  });
  parser.on("opentag", ({ name }) => {
    depth += 1;
    if (depth === 1 && name !== "xml") throw new Error("the root element is not <xml>");
    if (depth === 2 && name in elements) throw new Error(`<${name}> is repeated`);
    if (depth > MAX_DEPTH) throw new Error("nested too deeply");
    if (depth === 2) text = "";
  });
  const add = (part: string) => {
    if (depth === 2) text += part;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", ({ name }) => {
    if (depth === 2) elements[name] = text;
    depth -= 1;
  });
  parser.write(source).close();
  return elements;
}

const MAX_DEPTH = 8;

/** `]]>` inside would end the section, so it is parted between two. */
export function cdata(text: string): string {
  return `<![CDATA[${printable(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}
