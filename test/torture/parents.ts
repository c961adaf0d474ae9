import fs from "node:fs";
import path from "node:path";
import { generatedCaptures } from "../builders/generated-captures.ts";
import { capturesIn } from "../builders/program.ts";
import type { Parent } from "./mutate.ts";

/** Larger captures only slow the run down. */
const MOST_BYTES = 100_000;

/** Sound captures of many containers, link types and kinds of traffic; the same in the same order everywhere. */
export function parents(): Parent[] {
  const files = ["tools", "field", "formats", "formats/pcapng-test-generator", "public"].flatMap(capturesIn).sort();
  return [
    ...generatedCaptures(),
    ...files.map((file) => ({ name: path.basename(file), bytes: new Uint8Array(fs.readFileSync(file)) })),
  ].filter(({ bytes }) => bytes.length <= MOST_BYTES);
}
