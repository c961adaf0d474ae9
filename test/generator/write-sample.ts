import { mkdirSync, writeFileSync } from "node:fs";
import { buildSample, type SampleFacts } from "./sample.ts";

export const SAMPLE_FILE = new URL("../../resources/samples/telescope-sample.pcapng", import.meta.url);
export const FACTS_FILE = new URL("./sample-facts.json", import.meta.url);

/** Writes the sample capture and its facts where the repository keeps them; returns a line to print. */
export function writeSample(): string {
  const { capture, sampleFacts } = buildSample();
  mkdirSync(new URL(".", SAMPLE_FILE), { recursive: true });
  writeFileSync(SAMPLE_FILE, capture);
  writeFileSync(FACTS_FILE, formatFacts(sampleFacts));
  return `${sampleFacts.packets} packets, ${capture.length} bytes`;
}

const LINE_WIDTH = 120;

/** JSON as the repository's formatter leaves it: lists of texts on one line where they fit. */
export function formatFacts(facts: SampleFacts): string {
  const spread = JSON.stringify(facts, null, 2);
  const compact = spread.replace(
    /^( *"\w+": )\[\s+([^\]{]*?)\s+\](,?)$/gm,
    (whole, key: string, items: string, comma: string) => {
      const line = `${key}[${items.replace(/\s*\n\s*/g, " ")}]${comma}`;
      return line.length <= LINE_WIDTH ? line : whole;
    },
  );
  return `${compact}\n`;
}
