import { parentPort } from "node:worker_threads";
import type { DocumentRequest } from "./documents.ts";

/** What the thread answers a request with: a file, or why there is none. */
export type Made = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string };

parentPort?.on("message", (request: DocumentRequest) => void answer(request));

async function answer(request: DocumentRequest): Promise<void> {
  const made = await tryToMake(request);
  parentPort?.postMessage(made, "bytes" in made ? [made.bytes.buffer] : []);
}

async function tryToMake(request: DocumentRequest): Promise<Made> {
  try {
    // A copy, because a Buffer may share its memory with others and could not be handed over.
    return { bytes: new Uint8Array(await make(printable(request))) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Each library is imported when the first document of its kind is asked for. */
async function make(request: DocumentRequest): Promise<Uint8Array> {
  switch (request.kind) {
    case "ranking-chart":
      return (await import("./ranking-chart.ts")).rankingChart(request.data);
    case "summary-workbook":
      return (await import("./summary-workbook.ts")).summaryWorkbook(request.data);
    case "branch-workbook":
      return (await import("./branch-workbook.ts")).branchWorkbook(request.data);
    case "notice":
      return (await import("./notice.ts")).notice(request.data);
    case "own-data":
      return (await import("./own-data.ts")).ownDataWorkbook(request.data);
    default:
      return request satisfies never;
  }
}

/** The same data without the characters that XML cannot hold, so that no name can spoil a file. */
function printable<T>(data: T): T {
  if (typeof data === "string") return data.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, " ") as T;
  if (Array.isArray(data)) return data.map(printable) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, printable(value)])) as T;
}
