/** A media id lives three days (page 90253). */
const LIFE_MS = 3 * 86_400_000;

export type MediaType = "image" | "file" | "voice" | "video";

export interface Media {
  readonly id: string;
  readonly type: MediaType;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly createdAt: number;
}

/** `app`, or a robot's key: the media of one are unknown to the other (pages 90253, 99110). */
export type MediaOwner = "app" | `webhook:${string}`;

export class MediaStore {
  readonly #now: () => number;
  readonly #randomBytes: (count: number) => Buffer;
  readonly #media = new Map<string, Media>();
  #stored = 0;

  constructor(now: () => number, randomBytes: (count: number) => Buffer) {
    this.#now = now;
    this.#randomBytes = randomBytes;
  }

  put(owner: MediaOwner, media: Pick<Media, "type" | "fileName" | "bytes">): Media {
    this.#stored += 1;
    const id = `3${this.#randomBytes(32).toString("base64url")}_${this.#stored}`;
    const stored = { id, createdAt: this.#now(), ...media };
    this.#media.set(`${owner} ${id}`, stored);
    return stored;
  }

  /** Undefined when unknown, somebody else's or expired. */
  find(owner: MediaOwner, id: unknown): Media | undefined {
    const key = `${owner} ${String(id)}`;
    const media = this.#media.get(key);
    if (media !== undefined && this.#now() >= media.createdAt + LIFE_MS) {
      this.#media.delete(key);
      return undefined;
    }
    return media;
  }
}

/** The two kinds of picture that WeCom takes, told by their first bytes. */
export function imageType(bytes: Buffer): "jpg" | "png" | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpg";
  if (bytes.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"))) return "png";
  return undefined;
}
