import type { Reporter, TestModule } from "vitest/node";

/** The last line of `npm test`: `N passed, N failed`. A file that could not be loaded counts as one failure. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed") passed += 1;
        if (state === "failed") failed += 1;
      }
    }
    // After the other reporters have written theirs.
    process.on("exit", () => console.log(`${passed} passed, ${failed} failed`));
  }
}
