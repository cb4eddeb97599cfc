import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  /** Sizes are measured, not believed: throws ZipTooLarge when it comes to more than `limit` bytes. */
  unpack(limit: number): Buffer;
}

export class ZipTooLarge extends Error {
  override readonly name = "ZipTooLarge";
}

/**
 * What is in a zip file. It, and `unpack`, throw RangeError or zlib's error when the file is damaged.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 and 4.3.16
 */
export function zipEntries(zip: Buffer): ZipEntry[] {
  const found: ZipEntry[] = [];
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError("not a directory entry");
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, nameEnd).replaceAll("\\", "/");
    const [method, packed, offset] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    found.push({ name, unpack: (limit) => unpack(zip, { method, packed, offset }, limit) });
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}

/**
 * The texts (.xml, .rels) of a zip file, unpacked one at a time, each byte as one character. Throws ZipTooLarge as soon
 * as they come to more than `limit` bytes.
 */
export function* unpackTexts(zip: Buffer, limit: number): Generator<string> {
  let left = limit;
  for (const entry of zipEntries(zip)) {
    if (!/\.(?:xml|rels)$/.test(entry.name)) continue;
    const bytes = entry.unpack(left);
    left -= bytes.length;
    yield bytes.toString("latin1");
  }
}

interface Place {
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

function unpack(zip: Buffer, { method, packed, offset }: Place, limit: number): Buffer {
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const content = zip.subarray(start, start + packed);
  if (method !== DEFLATED && method !== STORED) throw new RangeError(`unknown compression: ${method}`);
  const bytes = method === DEFLATED ? inflate(content, limit) : content;
  if (bytes.length > limit) throw new ZipTooLarge();
  return bytes;
}

function inflate(content: Buffer, limit: number): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: limit + 1 });
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw tooLarge ? new ZipTooLarge() : error;
  }
}
