import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import type { openDocuments } from "../../src/documents/documents.ts";
import { aBranchTable, aCertificate, aChart, aCircular } from "./samples.ts";
import { aTrend } from "./year-samples.ts";

const root = join(import.meta.dirname, "../..");
// Below node_modules, because a bundle looks for its native packages and fonts from where it lies.
const folder = mkdtempSync(join(root, "node_modules/.documents-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("built into two bundles the documents are the same, and the main one has none of their libraries", async () => {
  const { metafile } = await build({
    entryPoints: {
      main: join(root, "src/documents/documents.ts"),
      "documents-worker": join(root, "src/documents/worker.ts"),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    external: ["@resvg/resvg-js"],
    metafile: true,
    logLevel: "silent",
  });
  const bundled: { openDocuments: typeof openDocuments } = await import(pathToFileURL(join(folder, "main.js")).href);
  const source = await import("../../src/documents/documents.ts");
  const [built, written] = [bundled.openDocuments(), source.openDocuments()];

  for (const request of [
    { kind: "ranking-chart", data: aChart() },
    { kind: "branch-table", data: aBranchTable() },
    { kind: "notice", data: aCircular() },
    { kind: "certificate", data: aCertificate() },
    { kind: "trend", data: aTrend() },
  ] as const) {
    expect(await built.make(request)).toEqual(await written.make(request));
  }
  await Promise.all([built.close(), written.close()]);

  const main = Object.entries(metafile.outputs).find(([file]) => file.endsWith("main.js"))![1];
  expect(Object.keys(main.inputs)).toHaveLength(1);
}, 90_000);
