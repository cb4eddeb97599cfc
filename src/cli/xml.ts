import { SaxesParser } from "saxes";

/** What a reader of an XML part is told; names come without their prefix, attributes with it. */
export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const AT_ONCE = 65_536;

/** Hands the elements of a document to `reader`, in order. What is not well-formed, or has a DOCTYPE, throws. */
export function readXml(bytes: Buffer, reader: XmlReader): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("DOCTYPE is refused");
  });
  parser.on("opentag", ({ name, attributes }) => reader.open?.(localName(name), attributes));
  const text = (part: string) => reader.text?.(part);
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", ({ name }) => reader.close?.(localName(name)));
  const source = decoded(bytes);
  for (let at = 0; at < source.length; at += AT_ONCE) parser.write(source.slice(at, at + AT_ONCE));
  parser.close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function decoded(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff ? "utf-16le" : bytes[0] === 0xfe ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
