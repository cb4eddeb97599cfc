import type { PictureRef } from "../domain/delivery.ts";
import { type OutboundFile, type Platform, PlatformError } from "../platform/platform.ts";
import type { Database } from "../store/database.ts";
import { keepPicture, pictureOf, spotCheckById } from "../store/spot-checks.ts";

/** Platforms are sure to take pictures up to here as pictures; a larger one goes as a file. */
const LARGEST_PICTURE = 2 * 1024 * 1024;

/** The picture, fetched from the platform once and kept until the quarter is archived. */
export async function spotPicture(
  db: Database,
  platform: Pick<Platform, "download">,
  name: string,
  ref: PictureRef,
): Promise<OutboundFile> {
  const bytes = pictureOf(db, ref.mediaId) ?? (await fetched(db, platform, ref));
  const type = imageType(bytes);
  if (type === undefined) throw new PlatformError("content", "the picture is neither JPG nor PNG");
  const kind = bytes.length > LARGEST_PICTURE ? "file" : "image";
  return { kind, name: name.replace(/\.\w+$/, `.${type}`), bytes };
}

async function fetched(
  db: Database,
  platform: Pick<Platform, "download">,
  { spotCheckId, mediaId }: PictureRef,
): Promise<Uint8Array> {
  const deleted = () => new PlatformError("content", "the picture has been deleted");
  if ((spotCheckById(db, spotCheckId)?.mediaId ?? null) === null) throw deleted();
  let bytes: Uint8Array;
  try {
    bytes = await platform.download(mediaId);
  } catch (error) {
    // Nobody can upload it again but the member.
    if (!(error instanceof PlatformError) || error.class !== "stale-upload") throw error;
    throw new PlatformError("content", "the platform has the picture no longer", { cause: error });
  }
  if (imageType(bytes) !== undefined && !keepPicture(db, spotCheckId, mediaId, bytes)) throw deleted();
  return bytes;
}

function imageType(bytes: Uint8Array): "jpg" | "png" | undefined {
  const starts = (hex: string) => Buffer.from(bytes.subarray(0, hex.length / 2)).toString("hex") === hex;
  if (starts("ffd8ff")) return "jpg";
  return starts("89504e470d0a1a0a") ? "png" : undefined;
}
