import { defineConfig } from "vitest/config";
import { ALWAYS } from "./test/torture/amount.ts";

export default defineConfig({
  test: {
    // A file at a time on each core: one core less would leave half of a small machine idle.
    maxWorkers: "100%",
    // Several minutes where other work takes the cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ["default", "json"],
    // Read by .ci/run for its last line.
    outputFile: { json: ".cache/test-results.json" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{witness,torture,large}/**"],
          globalSetup: "test/setup/build-program.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "hard",
          include: ["test/{witness,torture}/*.test.ts"],
          globalSetup: [
            "test/setup/build-program.ts",
            "test/witness/provide-tshark.ts",
            "test/witness/provide-engines.ts",
            "test/witness/provide-readers.ts",
          ],
          provide: { torture: ALWAYS },
          testTimeout: 600_000,
        },
      },
    ],
  },
});
