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
  ])("take time and chance from services.ts: %s", (form) => {
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

describe("the linter", () => {
  /** The rules in a tree of its own, with these files. */
  function lint(files: Readonly<Record<string, string>>): { failed: boolean; said: string } {
    const tree = aFolder();
    cpSync(join(ROOT, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
    symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), code);
    }
    const oxlint = join(ROOT, "node_modules", ".bin", "oxlint");
    const { status, stdout, stderr } = spawnSync(oxlint, ["src"], { cwd: tree, encoding: "utf8" });
    return { failed: status !== 0, said: `${stdout}${stderr}` };
  }

  const one = "export const one = 1;\n";
  const importing = (from: string) => `import { one } from "${from}";\n\nexport const two = one + 1;\n`;

  test.each([
    ["src/domain/a.ts", "src/store/b.ts"],
    ["src/domain/a.ts", "src/config.ts"],
    ["src/messages/a.ts", "src/store/b.ts"],
    ["src/messages/a.ts", "src/services.ts"],
    ["src/documents/a.ts", "src/store/b.ts"],
    ["src/store/a.ts", "src/chat/b.ts"],
    ["src/store/a.ts", "src/platform/platform.ts"],
    ["src/chat/a.ts", "src/jobs/b.ts"],
    ["src/chat/handlers/a.ts", "src/platform/platform.ts"],
    ["src/jobs/a.ts", "src/platform/wecom/b.ts"],
    ["src/jobs/a.ts", "src/services.ts"],
    ["src/platform/wecom/a.ts", "src/domain/b.ts"],
    ["src/http/a.ts", "src/store/b.ts"],
    ["src/simulator/a.ts", "src/domain/b.ts"],
    ["src/cli/a.ts", "src/http/b.ts"],
  ])("refuses that %s imports %s, against the map of src/", (file, other) => {
    const from = relative(dirname(file), other);

    const { failed, said } = lint({ [file]: importing(from), [other]: one });

    expect(failed).toBe(true);
    expect(said).toContain("no-restricted-imports");
    expect(said).toContain(file);
  });

  test.each([
    ["src/store/a.ts", "src/domain/b.ts"],
    ["src/messages/a.ts", "src/domain/b.ts"],
    ["src/jobs/a.ts", "src/messages/b.ts"],
    ["src/cli/a.ts", "src/chat/b.ts"],
  ])("lets %s import %s, as the map has it", (file, other) => {
    const from = relative(dirname(file), other);

    expect(lint({ [file]: importing(from), [other]: one })).toMatchObject({ failed: false });
  });

  test.each([
    [
      "a package that has effects, in domain/",
      "src/domain/a.ts",
      `import Koa from "koa";\n\nexport const app = Koa;\n`,
    ],
    ["BullMQ outside jobs/", "src/chat/a.ts", `import { Queue } from "bullmq";\n\nexport const queue = Queue;\n`],
    ["the clock", "src/jobs/a.ts", "export const now = Date.now();\n"],
    ["chance", "src/domain/a.ts", "export const dice = Math.random();\n"],
    ["the environment", "src/jobs/a.ts", "export const home = process.env.HOME;\n"],
    ["a circle", "src/domain/a.ts", `import { b } from "./b.ts";\n\nexport const a = () => b();\n`],
  ])("refuses %s", (_, file, code) => {
    const circle = `import { a } from "./a.ts";\n\nexport const b = (): unknown => a();\n`;

    expect(lint({ [file]: code, "src/domain/b.ts": circle })).toMatchObject({ failed: true });
  });
});
