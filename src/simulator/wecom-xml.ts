import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Text goes into CDATA, whole numbers stand bare, as WeCom writes them. */
export function writeXml(fields: Readonly<Record<string, string | number | bigint>>): string {
  const elements = Object.entries(fields).map(([name, value]) =>
    typeof value === "string" ? `<${name}><![CDATA[${split(value)}]]></${name}>` : `<${name}>${value}</${name}>`,
  );
  return `<xml>${elements.join("\n")}\n</xml>`;
}

/** `]]>` ends a CDATA section, so it is spread over two. */
function split(text: string): string {
  return text.replaceAll("]]>", "]]]]><![CDATA[>");
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: false });

/** The elements below `<xml>`, each given once and holding text only. Throws RangeError that names what is wrong. */
export function readXml(text: string): Readonly<Record<string, string>> {
  if (/<!DOCTYPE/i.test(text)) throw new RangeError("has a DOCTYPE");
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new RangeError(`is not XML (${valid.err.msg})`);
  const root = (parser.parse(text) as Record<string, unknown>)["xml"];
  if (typeof root !== "object" || root === null) throw new RangeError("has no <xml> with elements in it");
  const elements = Object.entries(root as Record<string, unknown>).filter(([name]) => name !== "#text");
  const odd = elements.find(([, value]) => typeof value !== "string");
  if (odd !== undefined) throw new RangeError(`has a strange <${odd[0]}>`);
  return Object.fromEntries(elements) as Record<string, string>;
}
