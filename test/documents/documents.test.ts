import { execFileSync } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Documents, openDocuments } from "../../src/documents/documents.ts";
import type { DocumentRequest } from "../../src/documents/kinds.ts";
import {
  aBranch,
  aBranchTable,
  aCertificate,
  aChart,
  aCircular,
  aMember,
  aPublicNotice,
  aSummary,
  aSummaryLine,
} from "./samples.ts";
import { rowsOf } from "./workbook.ts";
import {
  aCommendation,
  aKeepsakeTable,
  anAppraisalTable,
  anAwardPublicNotice,
  anAwardTable,
  anEligibilityTable,
  aTrend,
} from "./year-samples.ts";

const requests: DocumentRequest[] = [
  { kind: "ranking-chart", data: aChart() },
  { kind: "ranking-chart", data: aChart({ metric: "completion" }) },
  { kind: "summary-table", data: aSummary() },
  { kind: "branch-table", data: aBranchTable() },
  { kind: "notice", data: aCircular() },
  { kind: "notice", data: aPublicNotice() },
  { kind: "award-list", data: anAwardTable() },
  { kind: "eligibility-list", data: anEligibilityTable() },
  { kind: "appraisal-table", data: anAppraisalTable() },
  { kind: "keepsake-list", data: aKeepsakeTable() },
  { kind: "award-notice", data: aCommendation() },
  { kind: "award-notice", data: anAwardPublicNotice() },
  { kind: "certificate", data: aCertificate() },
  { kind: "trend", data: aTrend() },
];
const table: DocumentRequest = { kind: "branch-table", data: aBranchTable() };
/** A chart of no quarter: the one thing that the types forbid and the maker cannot survive. */
const impossible = { kind: "ranking-chart", data: { ...aChart(), quarter: null } } as unknown as DocumentRequest;

let documents: Documents;
let threads: Worker[];

function onThread(message: unknown): void {
  threads.push((message as { worker: Worker }).worker);
}

beforeEach(() => {
  threads = [];
  subscribe("worker_threads", onThread);
  documents = openDocuments();
});

afterEach(async () => {
  vi.useRealTimers();
  await documents.close();
  unsubscribe("worker_threads", onThread);
});

test("every kind of document is made, and the same data make the same bytes, later and in another thread", async () => {
  const first = await Promise.all(requests.map((request) => documents.make(request)));
  // Zip files count in steps of two seconds.
  await sleep(2100);
  const second = await Promise.all(requests.map((request) => documents.make(request)));
  const other = openDocuments();
  const third = await Promise.all(requests.toReversed().map((request) => other.make(request)));
  await other.close();

  const beginnings = first.map((bytes) => Buffer.from(bytes.subarray(0, 4)).toString("latin1"));
  expect(beginnings).toEqual([
    "\u0089PNG",
    "\u0089PNG",
    ...Array<string>(10).fill("PK\u0003\u0004"),
    "%PDF",
    "\u0089PNG",
  ]);
  expect(second).toEqual(first);
  expect(third.reverse()).toEqual(first);
  expect(threads).toHaveLength(2);
}, 90_000);

test("no thread is started before the first request", () => {
  expect(threads).toHaveLength(0);
});

test("a document that cannot be made is rejected with the reason and hinders no other", async () => {
  const results = await Promise.allSettled([documents.make(table), documents.make(impossible), documents.make(table)]);

  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(results[1]).toMatchObject({ reason: { message: expect.stringMatching(/^ranking-chart: .*null/) } });
  expect(threads).toHaveLength(1);
});

test("data that cannot be handed to the thread are rejected", async () => {
  const unspeakable = { kind: "notice", data: { toString: () => "" } } as unknown as DocumentRequest;

  await expect(documents.make(unspeakable)).rejects.toThrow(/could not be cloned/);
  await expect(documents.make(table)).resolves.toBeInstanceOf(Uint8Array);
});

test("when the thread dies, the document in hand is rejected and the next ones are made by a new thread", async () => {
  const alive = documents.make(table);
  await alive;
  const [lost, waiting] = [documents.make(requests[0]!), documents.make(table)];
  await sleep(20);
  await threads[0]!.terminate();

  await expect(lost).rejects.toThrow("ranking-chart: the documents thread ended");
  expect(await waiting).toEqual(await alive);
  expect(threads).toHaveLength(2);
});

test("a thread that dies while idle is replaced", async () => {
  const before = await documents.make(table);
  await threads[0]!.terminate();

  expect(await documents.make(table)).toEqual(before);
});

test("the thread ends after some idle minutes and is started again when needed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const before = await documents.make(table);
  const ended = new Promise((resolve) => threads[0]!.once("exit", resolve));

  vi.advanceTimersByTime(2 * 60_000);
  await documents.make(table);
  vi.advanceTimersByTime(2 * 60_000);
  expect(threads[0]!.threadId).toBeGreaterThan(0);
  vi.advanceTimersByTime(60_000);
  await ended;

  expect(await documents.make(table)).toEqual(before);
  expect(threads).toHaveLength(2);
});

test("after closing nothing is made", async () => {
  const first = documents.make(table);
  const second = documents.make(table);
  await sleep(20);
  await documents.close();

  await expect(first).rejects.toThrow("documents thread ended");
  await expect(second).rejects.toThrow("documents are closed");
  await expect(documents.make(table)).rejects.toThrow("documents are closed");
});

test("the thread keeps the process alive while it works, and not a moment longer", () => {
  const door = new URL("../../src/documents/documents.ts", import.meta.url).href;
  const script = `
    const { openDocuments } = await import(${JSON.stringify(door)});
    const bytes = await openDocuments().make(${JSON.stringify(table)});
    console.log(bytes.length);
  `;

  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { timeout: 20_000 });

  expect(Number(output.toString())).toBeGreaterThan(1000);
});

test("characters that a file cannot hold do not spoil it", async () => {
  const spoilt = "甲\u0000乙\u000B\uFFFF\uD800支部";
  const summary = aSummary({ branches: [aSummaryLine({ branch: spoilt })] });

  const rows = await rowsOf(await documents.make({ kind: "summary-table", data: summary }));
  const chart = aChart({ branches: [aBranch({ branch: spoilt })] });

  expect(rows[3]![1]).toBe("甲 乙 支部");
  await expect(documents.make({ kind: "ranking-chart", data: chart })).resolves.toBeInstanceOf(Uint8Array);
  await expect(
    documents.make({ kind: "branch-table", data: aBranchTable({ rows: [aMember({ name: spoilt })] }) }),
  ).resolves.toBeInstanceOf(Uint8Array);
  await expect(
    documents.make({ kind: "notice", data: aCircular({ branches: [aBranch({ branch: spoilt })] }) }),
  ).resolves.toBeInstanceOf(Uint8Array);
});
