import { defineConfig } from "vitest/config";

/** They start processes or listen on ports: each file of them has a process of its own. */
const apart = ["test/crash/**", "test/http/**", "test/simulator/**", "test/documents/**", "test/cli/process.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "apart", include: apart.map((path) => (path.endsWith(".ts") ? path : `${path}/*.test.ts`)) },
      },
      { extends: true, test: { name: "together", include: ["test/**/*.test.ts"], exclude: apart, isolate: false } },
    ],
  },
});
