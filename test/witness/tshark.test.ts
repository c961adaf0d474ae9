import fs from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { generatedCaptures } from "../builders/generated-captures.ts";
import { capturesIn, ROOT, temporaryFolder } from "../builders/program.ts";
import { splitTable } from "../documents/markdown.ts";
import { type Comparison, compareWithTshark, differences, type NamedCapture } from "./compare.ts";

const missing = inject("tsharkMissing");
const README = fs.readFileSync(path.join(import.meta.dirname, "README.md"), "utf8");

/** The differences of the document, those of made captures or the others. */
function listedDifferences(made: boolean): Comparison[] {
  return splitTable(README, "capture")
    .map(([name = "", ours = "", tshark = ""]) => ({ name, ours, tshark }))
    .filter(({ name }) => name.startsWith("made: ") === made);
}

function cleanCaptures(): NamedCapture[] {
  return ["tools", "field", "public", "formats", "formats/pcapng-test-generator"]
    .flatMap(capturesIn)
    .map((file) => ({ name: path.relative(path.join(ROOT, "test/captures"), file), path: file }));
}

function writeGeneratedCaptures(folder: string): NamedCapture[] {
  return generatedCaptures().map(({ name, bytes }, index) => {
    const file = path.join(folder, `${index}.capture`);
    fs.writeFileSync(file, bytes);
    return { name: `made: ${name}`, path: file };
  });
}

describe.skipIf(missing !== "")(`tshark as a witness${missing === "" ? "" : `: not run. ${missing}`}`, () => {
  test("counts packets, requests and sources of every clean capture as we do, but for the listed differences", async () => {
    const captures = cleanCaptures();
    expect(captures.length).toBeGreaterThan(130);
    expect(differences(await compareWithTshark(captures))).toEqual(listedDifferences(false));
  });

  test("counts those of every made capture as we do, but for the listed differences", async () => {
    const compared = await compareWithTshark(writeGeneratedCaptures(temporaryFolder()));
    // Otherwise both might agree on nothing.
    expect(compared.filter(({ tshark }) => !/ (16|32|64) requests/.test(tshark))).toEqual([]);
    expect(compared.length).toBeGreaterThanOrEqual(30);
    expect(differences(compared)).toEqual(listedDifferences(true));
  });
});
