import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { whyNotThatFile } from "../../core/engine/that-file.ts";
import { temporaryFolder } from "../builders/program.ts";

test("a file is told by its bytes, whatever its name", async () => {
  const file = path.join(temporaryFolder(), "any.pcap");
  const bytes = Buffer.alloc(9_000_000, "packet");
  fs.writeFileSync(file, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(await whyNotThatFile(file, sha256)).toBe(null);
  bytes[8_999_999] = 0;
  fs.writeFileSync(file, bytes);
  expect(await whyNotThatFile(file, sha256)).toBe(
    "any.pcap is another file: its SHA-256 is not that of the capture that was read. Nothing was changed.",
  );
  fs.rmSync(file);
  expect(await whyNotThatFile(file, sha256)).toBe("any.pcap: There is no such file.");
});
