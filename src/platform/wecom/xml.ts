import { SaxesParser } from "saxes";
import { printable } from "./printable.ts";

/**
 * The elements directly below the root, as text. Anything that is not one well-formed, flat document of that kind
 * (a DOCTYPE, an unknown entity, a cut-off or repeated element) throws. Deeper elements are passed over.
 */
export function parseXml(source: string): Record<string, string> {
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
