import type { DocumentRef } from "../../domain/delivery.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Database } from "../../store/database.ts";

/** The picture, fetched from the platform once and kept until the quarter is archived. */
export async function spotPicture(
  _db: Database,
  _platform: Pick<Platform, "download">,
  _ref: Extract<DocumentRef, { kind: "spot-picture" }>,
): Promise<Uint8Array> {
  throw new Error("not made yet");
}
