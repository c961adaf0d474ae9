import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/setup/build-program.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", "json"],
    // Read by .ci/run for its last line.
    outputFile: { json: ".cache/test-results.json" },
  },
});
