import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { aFolder } from "./support/a-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const sources = readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .map((file) => ({ file, code: readFileSync(join(ROOT, file), "utf8") }));

/** What each room of src/ may import besides itself: a room, a file, or `type`, of which only types. */
const rooms: Readonly<Record<string, string>> = {
  main: "http, chat, jobs, papers, documents, messages, store, domain, services, config",
  demo: "main, cli, simulator, store, domain, services, config",
  cli: "acts, papers, documents, messages, store, domain, platform/platform, services, config",
  http: "chat/inbox, platform/platform, services",
  chat: "acts, messages, store, domain, type platform/platform, type services",
  jobs: "acts, papers, documents, messages, store, domain, platform/platform, type services",
  acts: "messages, store, domain, type platform/platform, type services",
  papers: "messages, store, domain, platform/platform, type documents",
  documents: "domain",
  messages: "domain",
  store: "domain",
  domain: "",
  platform: "",
  simulator: "type platform/.*/wire",
  services: "store, domain, platform, config",
  config: "domain",
};
const PURE_PACKAGES = ["zod", "temporal-polyfill", "chinese-days", "node:crypto"];

/** A sentence for each import against the table. */
function trespasses(files: readonly { readonly file: string; readonly code: string }[]): string[] {
  return files.flatMap(({ file, code }) =>
    importsOf(code).flatMap(({ from, isType }) => {
      const path = from.startsWith(".") ? join(dirname(file), from) : from;
      const why = whyNot(roomOf(file), path, isType);
      return why === undefined ? [] : [`${file} imports ${path}: ${why}.`];
    }),
  );
}

function importsOf(code: string): { from: string; isType: boolean }[] {
  const form = /^(?:import|export)\s+(type\s)?(?:[^"';]*\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...code.matchAll(form)].map(([, type, from, late]) => ({
    from: (from ?? late)!,
    isType: type !== undefined,
  }));
}

/** `store` of src/store/audit.ts, `cli` of src/cli.ts. */
function roomOf(path: string): string {
  return /^src\/(\w+)/.exec(path)?.[1] ?? "";
}

function whyNot(room: string, path: string, isType: boolean): string | undefined {
  const allowed = rooms[room];
  if (allowed === undefined) return `${room}/ is no room; give it a line in test/house.test.ts`;
  if (path.startsWith("src/")) {
    const mine = [room, ...allowed.split(", ")].map((entry) => (isType ? entry.replace("type ", "") : entry));
    if (mine.some((entry) => new RegExp(`^src/${entry}[./]`).test(path))) return undefined;
    return `${room}/ may import ${allowed || "nothing else of src/"}`;
  }
  if (room === "domain" && !PURE_PACKAGES.includes(path)) {
    return `domain/ is pure: of packages it imports only ${PURE_PACKAGES.join(", ")}`;
  }
  return path === "bullmq" && room !== "jobs" ? "BullMQ is known to jobs/ alone" : undefined;
}

/** Where code of this form stands, but for the files that may have it. */
function places(form: RegExp, except: (file: string) => boolean): string[] {
  return sources.flatMap(({ file, code }) =>
    except(file) ? [] : code.split("\n").flatMap((line, index) => (form.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

describe("the sources", () => {
  test("are found", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(places(/process\.env/, () => false)).not.toEqual([]);
  });

  test("are files of one thought: none has more than 300 lines", () => {
    const long = sources.filter(({ code }) => code.trimEnd().split("\n").length > 300).map(({ file }) => file);

    expect(long).toEqual([]);
  });

  test("read the environment in config.ts alone", () => {
    expect(places(/process\.env/, (file) => file === "src/config.ts")).toEqual([]);
  });

  test.each([
    /Date\.now\b/,
    /Math\.random\b/,
    /new Date\(\)/,
    /randomBytes\(|randomUUID\(/,
  ])("take time and random values from services.ts: %s", (form) => {
    // The simulator is the outside world, and gets its own by its options.
    expect(places(form, (file) => file === "src/services.ts" || file.startsWith("src/simulator/"))).toEqual([]);
  });

  test("have no folder for what has no name", () => {
    const names = new Set(sources.flatMap(({ file }) => file.split("/")));

    for (const name of ["utils", "helpers", "common", "types.ts", "index.ts"]) expect(names).not.toContain(name);
  });
});

describe("package-lock.json", () => {
  test("names no registry, so that every machine takes its own", () => {
    expect(readFileSync(join(ROOT, "package-lock.json"), "utf8")).not.toContain('"resolved"');
  });
});

describe("the rooms of src/", () => {
  test("import only what they may", () => {
    expect(trespasses(sources)).toEqual([]);
  });

  const importing = (file: string, from: string, what = "{ one }") =>
    trespasses([{ file: `src/${file}`, code: `import ${what} from "${from}";\n` }]);

  test.each([
    ["domain/a.ts", "../store/b.ts"],
    ["domain/a.ts", "../config.ts"],
    ["messages/a.ts", "../store/b.ts"],
    ["messages/a.ts", "../services.ts"],
    ["documents/a.ts", "../store/b.ts"],
    ["store/a.ts", "../chat/b.ts"],
    ["store/a.ts", "../acts/b.ts"],
    ["store/a.ts", "../platform/platform.ts"],
    ["acts/a.ts", "../chat/b.ts"],
    ["acts/a.ts", "../services.ts"],
    ["papers/a.ts", "../documents/b.ts"],
    ["chat/a.ts", "../jobs/b.ts"],
    ["chat/handlers/a.ts", "../../platform/platform.ts"],
    ["jobs/a.ts", "../platform/wecom/b.ts"],
    ["jobs/a.ts", "../services.ts"],
    ["platform/wecom/a.ts", "../../domain/b.ts"],
    ["http/a.ts", "../store/b.ts"],
    ["http/a.ts", "../chat/turn.ts"],
    ["simulator/a.ts", "../domain/b.ts"],
    ["cli/a.ts", "../http/b.ts"],
    ["cli/a.ts", "../chat/b.ts"],
    ["cli/a.ts", "../jobs/b.ts"],
    ["main.ts", "./simulator/b.ts"],
    ["hall/a.ts", "../domain/b.ts"],
  ])("are kept apart: %s may not import %s", (file, from) => {
    expect(importing(file, from)).toEqual([expect.stringMatching(`^src/${file} imports .*: `)]);
  });

  test.each([
    ["store/a.ts", "../domain/b.ts", "{ one }"],
    ["messages/a.ts", "../domain/b.ts", "{ one }"],
    ["jobs/a.ts", "../messages/b.ts", "{ one }"],
    ["jobs/a.ts", "../platform/platform.ts", "{ one }"],
    ["jobs/a.ts", "../services.ts", "type { Services }"],
    ["acts/a.ts", "../services.ts", "type { Services }"],
    ["cli/a.ts", "../acts/b.ts", "* as acts"],
    ["chat/read/a.ts", "../intent.ts", "{ one }"],
    ["simulator/a.ts", "../platform/wecom/wire.ts", "type { Wire }"],
  ])("are open where the table says so: %s may import %s (%s)", (file, from, what) => {
    expect(importing(file, from, what)).toEqual([]);
  });

  test.each([
    [
      "domain/a.ts",
      "koa",
      "domain/ is pure: of packages it imports only zod, temporal-polyfill, chinese-days, node:crypto",
    ],
    ["chat/a.ts", "bullmq", "BullMQ is known to jobs/ alone"],
  ])("leave packages that have effects to others: %s, %s", (file, from, why) => {
    expect(importing(file, from)).toEqual([`src/${file} imports ${from}: ${why}.`]);
  });

  test.each([
    ['export { one } from "../store/b.ts";', "the other way round"],
    ['import "../store/b.ts";', "for its effect"],
    ['const one = await import("../store/b.ts");', "late"],
    ['import {\n  one,\n  type Two,\n} from "../store/b.ts";', "on several lines"],
    ['import one, { type Two } from "../store/b.ts";', "in two ways"],
  ])("are seen through: %s", (code) => {
    expect(trespasses([{ file: "src/domain/a.ts", code }])).toEqual([
      "src/domain/a.ts imports src/store/b.ts: domain/ may import nothing else of src/.",
    ]);
  });
});

describe("the linter", () => {
  /** What it says of these files in a tree of their own. */
  function lint(files: Readonly<Record<string, string>>): string {
    const tree = aFolder();
    cpSync(join(ROOT, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
    symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), code);
    }
    const oxlint = join(ROOT, "node_modules", ".bin", "oxlint");
    const { status, stdout } = spawnSync(oxlint, ["--format=unix", "src"], { cwd: tree, encoding: "utf8" });
    return status === 0 ? "" : stdout;
  }

  test.each([
    ["the clock", "export const now = Date.now();\n", "'Date.now' is restricted"],
    ["random values", "export const dice = Math.random();\n", "'Math.random' is restricted"],
    ["the environment", "export const home = process.env.HOME;\n", "process.env"],
    ["a circle", `import { b } from "./b.ts";\n\nexport const a = () => b();\n`, "cycle"],
    ["a circle of types", `import type { B } from "./b.ts";\n\nexport type A = B | 1;\n`, "cycle"],
  ])("refuses %s", (_, code, said) => {
    const circle = `import { a } from "./a.ts";\n\nexport type B = 2;\nexport const b = (): unknown => a();\n`;

    expect(lint({ "src/jobs/a.ts": code, "src/jobs/b.ts": circle })).toContain(said);
  });
});
