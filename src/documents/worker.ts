import { parentPort } from "node:worker_threads";
import type { DocumentKind } from "../domain/delivery.ts";
import type { DocumentRequest, Made } from "./kinds.ts";
import { make } from "./makers.ts";

parentPort?.on("message", (request: DocumentRequest) => void answer(request));

async function answer(request: DocumentRequest): Promise<void> {
  const made = await tryToMake(request);
  parentPort?.postMessage(made, "bytes" in made ? [made.bytes.buffer] : []);
}

async function tryToMake<K extends DocumentKind>({ kind, data }: DocumentRequest<K>): Promise<Made> {
  try {
    // A copy, because a Buffer may share its memory with others and could not be handed over.
    return { bytes: new Uint8Array(await make[kind](printable(data))) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The same data without the characters that XML cannot hold, so that no name can spoil a file. */
function printable<T>(data: T): T {
  if (typeof data === "string") return data.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, " ") as T;
  if (Array.isArray(data)) return data.map(printable) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, printable(value)])) as T;
}
