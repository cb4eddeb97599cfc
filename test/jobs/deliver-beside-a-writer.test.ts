import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDeliverer } from "../../src/jobs/deliver.ts";
import { PlatformError } from "../../src/platform/platform.ts";
import { openDatabase, waitBriefly, whenFree } from "../../src/store/database.ts";
import { setSetting, setting } from "../../src/store/settings.ts";
import { aPicture, aSender } from "../support/a-sender.ts";

/** A sender whose service does not stand still, and a second connection to its database. */
async function aSenderBesideAWriter() {
  const file = join(mkdtempSync(join(tmpdir(), "study-points-")), "points.sqlite");
  const sender = await aSender(["zhang"], { file });
  waitBriefly(sender.bot.db);
  const { $client: writer } = openDatabase(file);
  return { ...sender, writer };
}

test("a wrong secret is tried once while another process writes", async () => {
  const { bot, platform, services, writer } = await aSenderBesideAWriter();
  const now = bot.clock.now();
  setSetting(bot.db, "sendingPaused", { reason: "wrong secret", since: now - 300_000, probeAt: now, waitMs: 300_000 });
  let probes = 0;
  const check = async () => {
    probes += 1;
    writer.exec("begin immediate");
    setTimeout(() => writer.exec("rollback"), 100);
    throw new PlatformError("configuration", "invalid secret");
  };
  const deliverer = openDeliverer({ ...services, platform: { ...platform, check } }, aPicture);

  expect(await whenFree(() => deliverer.due())).toEqual([]);
  expect(await whenFree(() => deliverer.due())).toEqual([]);

  expect(probes).toBe(1);
  expect(setting(bot.db, "sendingPaused")).toMatchObject({ reason: "invalid secret", probeAt: now + 600_000 });
});

test("an upload is kept although another process writes just then", async () => {
  const { platform, services, writer, planFile, lines } = await aSenderBesideAWriter();
  planFile("file", "zhang");
  let uploads = 0;
  const upload: typeof platform.upload = async (to, file) => {
    uploads += 1;
    const handle = await platform.upload(to, file);
    writer.exec("begin immediate");
    setTimeout(() => writer.exec("rollback"), 100);
    return handle;
  };
  const deliverer = openDeliverer({ ...services, platform: { ...platform, upload } }, aPicture);

  for (const batch of await deliverer.due()) await deliverer.deliver(batch);

  expect(uploads).toBe(1);
  expect(lines().file).toMatchObject({ state: "sent", attempts: 1 });
});
