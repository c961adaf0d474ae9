import path from "node:path";
import { defineConfig } from "vitest/config";

/** `npm run large`: captures of gigabytes, which take minutes and room on the disk. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, "../.."),
    include: ["test/large/*.test.ts"],
    globalSetup: "test/setup/build-program.ts",
    testTimeout: 3_600_000,
    reporters: ["verbose"],
  },
});
