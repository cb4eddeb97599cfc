import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

/** WeCom pads to 32 bytes, twice the AES block, so the cipher's own padding is off. */
const PAD = 32;

export interface Decrypted {
  readonly random: Buffer;
  readonly message: string;
  readonly receiveId: string;
}

/** The 32 bytes behind the 43 letters of the admin console. */
export function aesKey(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, "base64");
  if (encodingAesKey.length !== 43 || key.length !== 32) throw new RangeError("EncodingAESKey must be 43 letters");
  return key;
}

/** `msg_signature` of a callback and `MsgSignature` of a reply. */
export function signature(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash("sha1").update([token, timestamp, nonce, encrypted].sort().join("")).digest("hex");
}

/** `random(16) ‖ length(4, big-endian) ‖ message ‖ receiveId`, padded, AES-256-CBC, base64. */
export function encrypt(key: Buffer, message: string, receiveId: string, random: Buffer): string {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(receiveId)]);
  const pad = PAD - (plain.length % PAD);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    "base64",
  );
}

/** Throws RangeError that names what is wrong: a careless reader would take garbage for a message. */
export function decrypt(key: Buffer, encrypted: string): Decrypted {
  const cipherText = Buffer.from(encrypted, "base64");
  if (cipherText.length === 0 || cipherText.toString("base64") !== encrypted) throw new RangeError("not base64");
  if (cipherText.length % PAD !== 0) throw new RangeError("not padded to 32 bytes");
  const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipherText), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > PAD || !padded.subarray(-pad).every((byte) => byte === pad)) throw new RangeError("bad padding");
  const plain = padded.subarray(0, -pad);
  if (plain.length < 20 || plain.readUInt32BE(16) > plain.length - 20) throw new RangeError("bad length");
  const end = 20 + plain.readUInt32BE(16);
  return {
    random: plain.subarray(0, 16),
    message: plain.toString("utf8", 20, end),
    receiveId: plain.toString("utf8", end),
  };
}
