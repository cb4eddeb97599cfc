import { createHash } from "node:crypto";
import type { MenuGroup } from "../platform/platform.ts";
import type { Services } from "../services.ts";
import { setSetting, setting } from "../store/settings.ts";

/** Puts the menu into the workspace when it is not there yet. Without it everything works, only by writing. */
export async function setMenu(
  { db, platform, log }: Pick<Services, "db" | "platform" | "log">,
  menu: readonly MenuGroup[],
): Promise<void> {
  const hash = createHash("sha256").update(JSON.stringify(menu)).digest("hex");
  if (setting(db, "menuHash") === hash) return;
  try {
    await platform.setMenu(menu);
    setSetting(db, "menuHash", hash);
  } catch (error) {
    log.info({ error: (error as Error).message }, "the menu could not be set; tried again at the next start");
  }
}
