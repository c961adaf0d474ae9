import { defineConfig } from "@playwright/test";

/** `npm run measure`: how fast the window answers on large cases. Prints figures and judges none. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.bench.ts",
  globalSetup: "../e2e/prepare-machine.ts",
  workers: 1,
  timeout: 7_200_000,
  expect: { timeout: 120_000 },
  outputDir: "../../.cache/benchmarks",
  reporter: [["list"]],
});
