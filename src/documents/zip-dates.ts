const END_OF_DIRECTORY = 0x06054b50;
/** 1980-01-01 00:00, the first moment a zip file can name. */
const EARLIEST = 0x0021_0000;

/** The same zip file without the hour it was made at, so that equal contents are equal bytes. */
export function withoutDates(zip: Uint8Array): Uint8Array {
  const bytes = Buffer.from(zip);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  let entry = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    bytes.writeUInt32LE(EARLIEST, entry + 12);
    bytes.writeUInt32LE(EARLIEST, bytes.readUInt32LE(entry + 42) + 10);
    entry += 46 + [28, 30, 32].reduce((length, at) => length + bytes.readUInt16LE(entry + at), 0);
  }
  return bytes;
}
