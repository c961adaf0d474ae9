import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "test/e2e",
  globalSetup: "./test/e2e/prepare-machine.ts",
  // Windows on one display steal each other's focus.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: ".cache/e2e",
  // Read by .ci/run for its last line.
  reporter: [["list"], ["json", { outputFile: ".cache/e2e-results.json" }]],
});
