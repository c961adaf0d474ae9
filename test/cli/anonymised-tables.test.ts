import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { caseIn } from "../builders/case.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";

test("tables leave with other addresses: the same for the same key, and none of those in the captures", () => {
  const folder = temporaryFolder();
  const file = caseIn(folder);
  expect(runProgram(["analyse", "--case", file, capturePath("tools/svmap-0.3.3-options-sequential.pcap")]).status).toBe(
    0,
  );
  const exported = (what: string, ...key: string[]) => {
    const out = path.join(folder, `${what}${key.join("")}.csv`);
    const { status, stderr } = runProgram(["export", file, "--what", what, "--format", "csv", "--out", out, ...key]);
    expect(status, stderr).toBe(0);
    // Only packets say where they were sent to.
    const said = what === "packets" && key.length === 0 ? `ringprint: ${out} holds addresses of the telescope` : "";
    expect(stderr.startsWith(said), stderr).toBe(true);
    if (said === "") expect(stderr).toBe("");
    const text = fs.readFileSync(out, "utf8");
    fs.rmSync(out);
    return text;
  };
  for (const what of ["flows", "sources", "packets"]) {
    const plain = exported(what);
    const other = exported(what, "--anonymise", "one key");
    const addresses = plain.match(/\b127\.\d+\.\d+\.\d+\b/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of new Set(addresses)) expect(other).not.toContain(address);
    expect(other.split("\n").length).toBe(plain.split("\n").length);
    expect(exported(what, "--anonymise", "one key")).toBe(other);
    expect(exported(what, "--anonymise", "another key")).not.toBe(other);
  }
});
