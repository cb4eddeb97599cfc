import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";

/**
 * The cipher of callbacks: AES-256-CBC, PKCS#7 to 32, `random(16) ‖ length(4) ‖ message ‖
 * receiveid`. @wecom/crypto makes a key object for every message, which costs as much as the rest of answering it,
 * and lets wrong padding and lengths pass; its results and these are compared in the tests.
 */
const BLOCK = 32;
/** Random bytes, then the length of the message. */
const HEAD = 20;

/** Undefined unless padding and length are right in every byte. */
export function decrypt(encodingAesKey: string, encrypted: Buffer): { message: string; receiveId: string } | undefined {
  if (encrypted.length === 0 || encrypted.length % BLOCK !== 0) return undefined;
  const { key, iv } = aesKey(encodingAesKey);
  const padded = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false).update(encrypted);
  const padding = padded.at(-1)!;
  if (padding < 1 || padding > BLOCK) return undefined;
  for (let at = padded.length - padding; at < padded.length; at += 1) if (padded[at] !== padding) return undefined;
  const length = padded.length - padding;
  if (length < HEAD) return undefined;
  const end = HEAD + padded.readUInt32BE(HEAD - 4);
  if (end > length) return undefined;
  return { message: padded.toString("utf8", HEAD, end), receiveId: padded.toString("utf8", end, length) };
}

/** `random`: 16 bytes that nobody can foresee. Base64, as it goes into the envelope. */
export function encrypt(encodingAesKey: string, message: string, receiveId: string, random: Buffer): string {
  const { key, iv } = aesKey(encodingAesKey);
  const size = Buffer.byteLength(message);
  const length = HEAD + size + Buffer.byteLength(receiveId);
  const padding = BLOCK - (length % BLOCK);
  const plain = Buffer.alloc(length + padding, padding);
  random.copy(plain, 0, 0, HEAD - 4);
  plain.writeUInt32BE(size, HEAD - 4);
  plain.write(message, HEAD);
  plain.write(receiveId, HEAD + size);
  return createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false).update(plain).toString("base64");
}

interface AesKey {
  readonly key: KeyObject;
  readonly iv: Buffer;
}

const known = new Map<string, AesKey>();

function aesKey(encodingAesKey: string): AesKey {
  let made = known.get(encodingAesKey);
  if (made === undefined) {
    const bytes = Buffer.from(`${encodingAesKey}=`, "base64");
    made = { key: createSecretKey(bytes), iv: bytes.subarray(0, 16) };
    known.set(encodingAesKey, made);
  }
  return made;
}
