import { defineConfig } from "@playwright/test";

/** Pictures of every state of the window, for people to look at: `npm run screenshots`. They are no tests. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.shots.ts",
  globalSetup: "../e2e/prepare-machine.ts",
  workers: 1,
  timeout: 120_000,
  outputDir: "../../.cache/screenshots-run",
  reporter: [["list"]],
});
