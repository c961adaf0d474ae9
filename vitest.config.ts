import { defineConfig } from "vitest/config";
import { ALWAYS } from "./test/torture/amount.ts";

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
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
          globalSetup: ["test/setup/build-program.ts", "test/witness/provide-tshark.ts"],
          provide: { torture: ALWAYS },
          // Minutes where other work takes the cores.
          testTimeout: 600_000,
        },
      },
    ],
  },
});
