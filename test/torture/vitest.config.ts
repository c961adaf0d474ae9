import path from "node:path";
import { defineConfig } from "vitest/config";
import { onRequest } from "./amount.ts";

/** `npm run torture`: ten times what every run of the tests endures, with other seeds. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, "../.."),
    include: ["test/torture/*.test.ts"],
    globalSetup: ["test/setup/build-program.ts", "test/witness/provide-tshark.ts"],
    provide: { torture: onRequest() },
    // 500 kills take half an hour where nothing else runs.
    testTimeout: 4 * 3_600_000,
    reporters: ["verbose"],
  },
});
