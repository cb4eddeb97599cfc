import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from "node:crypto";

/**
 * The cipher of callbacks: AES-256-CBC, PKCS#7 to 32, `random(16) ‖ length(4) ‖ message ‖ receiveid`. @wecom/crypto
 * makes a key object for every message, which costs as much as the rest of answering it, and lets wrong padding and
 * lengths pass; its results and these are compared in the tests.
 */
const BLOCK = 32;
/** Random bytes, then the length of the message. */
const HEAD = 20;

/** Undefined unless padding and length are right in every byte. */
export function decrypt(encodingAesKey: string, encrypted: Buffer): { message: string; receiveId: string } | undefined {
  if (encrypted.length === 0 || encrypted.length % BLOCK !== 0) return undefined;
  const padded = chainOf(encodingAesKey).decrypt(encrypted);
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
  const size = Buffer.byteLength(message);
  const length = HEAD + size + Buffer.byteLength(receiveId);
  const padding = BLOCK - (length % BLOCK);
  const plain = Buffer.alloc(length + padding, padding);
  random.copy(plain, 0, 0, HEAD - 4);
  plain.writeUInt32BE(size, HEAD - 4);
  plain.write(message, HEAD);
  plain.write(receiveId, HEAD + size);
  return chainOf(encodingAesKey).encrypt(plain).toString("base64");
}

const CHAIN = 16;

/**
 * One context for life: making one costs more than using it. CBC mixes the last block of before into the first one;
 * mixing that out again and the initialisation vector in makes every message the first.
 */
class Chain {
  readonly #iv: Buffer;
  readonly #cipher: Cipheriv;
  readonly #decipher: Decipheriv;
  #written: Buffer;
  #read: Buffer;

  constructor(key: Buffer) {
    this.#iv = this.#written = this.#read = key.subarray(0, CHAIN);
    this.#cipher = createCipheriv("aes-256-cbc", key, this.#iv).setAutoPadding(false);
    this.#decipher = createDecipheriv("aes-256-cbc", key, this.#iv).setAutoPadding(false);
  }

  encrypt(plain: Buffer): Buffer {
    this.#begin(plain, this.#written);
    const encrypted = this.#cipher.update(plain);
    this.#written = encrypted.subarray(-CHAIN);
    return encrypted;
  }

  decrypt(encrypted: Buffer): Buffer {
    const plain = this.#decipher.update(encrypted);
    this.#begin(plain, this.#read);
    this.#read = encrypted.subarray(-CHAIN);
    return plain;
  }

  #begin(plain: Buffer, last: Buffer): void {
    for (let at = 0; at < CHAIN; at += 1) plain[at] = plain[at]! ^ this.#iv[at]! ^ last[at]!;
  }
}

const chains = new Map<string, Chain>();

function chainOf(encodingAesKey: string): Chain {
  let chain = chains.get(encodingAesKey);
  if (chain === undefined) {
    chain = new Chain(Buffer.from(`${encodingAesKey}=`, "base64"));
    chains.set(encodingAesKey, chain);
  }
  return chain;
}
