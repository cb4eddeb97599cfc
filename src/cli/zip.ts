import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * The texts (.xml, .rels) of a zip file, unpacked one at a time, each byte as one character. Sizes are measured, not
 * believed: it throws ZipTooLarge as soon as they come to more than `limit` bytes; RangeError or zlib's error when the
 * file is damaged.
 */
export function* unpackTexts(zip: Buffer, limit: number): Generator<string> {
  let left = limit;
  for (const { name, method, packed, offset } of directory(zip)) {
    if (!/\.(?:xml|rels)$/.test(name)) continue;
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const content = zip.subarray(start, start + packed);
    if (method !== DEFLATED && method !== STORED) throw new RangeError(`unknown compression: ${method}`);
    const bytes = method === DEFLATED ? inflate(content, left) : content;
    left -= bytes.length;
    if (left < 0) throw new ZipTooLarge();
    yield bytes.toString("latin1");
  }
}

export class ZipTooLarge extends Error {
  override readonly name = "ZipTooLarge";
}

function inflate(content: Buffer, limit: number): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: limit + 1 });
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw tooLarge ? new ZipTooLarge() : error;
  }
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 and 4.3.16 */
function* directory(zip: Buffer) {
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  let at = zip.readUInt32LE(end + 16);
  for (let entries = zip.readUInt16LE(end + 10); entries > 0; entries--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError("not a directory entry");
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    yield {
      name: zip.toString("latin1", at + 46, nameEnd),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    };
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}
