import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { FidelitySheet } from "../../core/pack/export/fidelity.ts";
import { builtinPack } from "../builders/library.ts";
import { runProgram, temporaryFolder } from "../builders/program.ts";

const BUILTIN = path.resolve(import.meta.dirname, "../../resources/packs/builtin.ringpack");

/** Runs `ringprint pack` and gives its exit code, what it printed, and what it said. */
function pack(...args: readonly string[]) {
  const { status, stdout, stderr } = runProgram(["pack", ...args]);
  return {
    status,
    stdout,
    said: stderr
      .replace(/^ringprint: /gm, "")
      .trim()
      .split("\n"),
  };
}

/** A pack with one signature that its notes make different. */
function noted(notes: string): string {
  const file = path.join(temporaryFolder(), "noted.ringpack");
  const signatures = builtinPack.signatures.slice(0, 1).map((signature) => ({ ...signature, notes }));
  fs.writeFileSync(file, JSON.stringify({ ...builtinPack, id: "local/noted", signatures }));
  return file;
}

describe("export", () => {
  test("writes the file and its fidelity sheet beside it, the same bytes each time", () => {
    const [one, two] = [path.join(temporaryFolder(), "a.rules"), path.join(temporaryFolder(), "b.rules")];
    for (const out of [one, two]) {
      const { status, stdout } = pack("export", "builtin", "--target", "suricata7", "--out", out);
      expect([status, stdout.split("\n")[0]]).toEqual([
        0,
        "builtin 1.1.0 as suricata7: 48 rules, and what each finds among the examples of all signatures",
      ]);
    }
    expect(fs.readFileSync(one)).toEqual(fs.readFileSync(two));
    const sheet = JSON.parse(fs.readFileSync(`${one}.fidelity.json`, "utf8")) as FidelitySheet;
    expect(sheet.rules.map(({ signature }) => signature)).toEqual(builtinPack.signatures.map(({ id }) => id).sort());
  });

  test.each([
    ["suricata7", "suricata"],
    ["wireshark", "tshark"],
    ["yara", "yara"],
  ])("for %s asks %s, where it is installed, what the rules find", (target, program) => {
    const out = path.join(temporaryFolder(), "exported");
    const sheetOf = (file: string) => JSON.parse(fs.readFileSync(`${file}.fidelity.json`, "utf8"));
    expect(pack("export", noted("x"), "--target", target, "--out", out).status).toBe(0);
    const { engine, rules } = sheetOf(out);
    const isHere = spawnSync(program, ["--version"]).error === undefined;
    expect(engine === null).toBe(!isHere);
    if (isHere) expect([engine.complaints, engine.rules[0].hits]).toEqual([[], rules[0].found.hits]);
  });

  test("writes nothing that gives the telescope away, and names the place, unless that is released", () => {
    const leaky = noted("seen at tag=915e0709");
    const out = path.join(temporaryFolder(), "leaky.json");
    const asked = ["export", leaky, "--target", "json", "--out", out, "--telescope", "145.94.0.0/16,131.180.0.0/16"];
    const stopped = pack(...asked);
    expect(stopped.status).toBe(2);
    expect(stopped.said).toEqual([
      "signatures[0].notes holds 145.94.7.9 of the telescope as hex.",
      "Nothing was written. --allow-telescope REASON lets it leave all the same.",
    ]);
    expect(fs.existsSync(out)).toBe(false);
    expect(pack("build", leaky, "--out", out, "--telescope", "145.94.0.0/16").status).toBe(2);
    expect(fs.existsSync(out)).toBe(false);
    expect(pack(...asked, "--allow-telescope", " ").status).toBe(2);
    expect(pack(...asked, "--allow-telescope", "published anyway").status).toBe(0);
    const sheet = JSON.parse(fs.readFileSync(`${out}.fidelity.json`, "utf8"));
    expect(sheet.leakGuard).toEqual({ asked: true, leaks: 1, released: "published anyway" });
  });

  test("writes no file where its sheet has no place", () => {
    const folder = temporaryFolder();
    fs.mkdirSync(path.join(folder, "x.csv.fidelity.json"));
    const { status } = pack("export", "builtin", "--target", "csv", "--out", path.join(folder, "x.csv"));
    expect([status, fs.readdirSync(folder)]).toEqual([2, ["x.csv.fidelity.json"]]);
  });

  test("never writes over the pack", () => {
    const file = noted("x");
    const before = fs.readFileSync(file);
    expect(pack("export", file, "--target", "json", "--out", file).status).toBe(2);
    expect(fs.readFileSync(file)).toEqual(before);
  });
});

test("a pack is looked at before it is imported, and only what does not conflict is", () => {
  const out = path.join(temporaryFolder(), "joined.ringpack");
  const looked = pack("import", noted("other words"));
  expect([looked.status, looked.stdout]).toEqual([0, "changed paper/1: notes\n"]);
  expect(pack("import", noted("other words"), "--out", out).status).toBe(0);
  const compared = pack("diff", "builtin", out);
  expect([compared.stdout, compared.said]).toEqual([
    "~ paper/1: notes\n",
    ["0 added, 0 removed, 1 changed, 47 identical."],
  ]);
});

test("a sealed pack that was changed is refused", () => {
  const folder = temporaryFolder();
  const [key, sealed, changed] = ["key.json", "sealed.ringpack", "changed.ringpack"].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  expect(pack("key", "--out", key).status).toBe(0);
  expect(fs.statSync(key).mode & 0o777).toBe(0o600);
  expect(pack("key", "--out", key).status).toBe(2);
  expect(pack("seal", noted("x"), "--key", key, "--out", sealed).status).toBe(0);
  expect(pack("validate", sealed).said.at(-1)).toMatch(/^Its seal is intact; its key is [0-9a-f]{64}\.$/);
  fs.writeFileSync(changed, fs.readFileSync(sealed, "utf8").replace("friendly-scanner", "friendly-scammer"));
  const refused = pack("validate", changed);
  expect([refused.status, refused.said]).toEqual([
    2,
    ["changed.ringpack: seal: the pack is not what its seal was set to."],
  ]);
});

test.each([
  ["no verb", [], 2],
  ["no such verb", ["eat"], 2],
  ["an option of another verb", ["list", "--target", "yara"], 2],
  ["no such target", ["export", "builtin", "--target", "prolog", "--out", "x"], 2],
  ["no pack", ["export", "--target", "yara", "--out", "x"], 2],
  ["a file that is no pack", ["validate", "package.json"], 2],
  ["the built-in pack", ["validate", "builtin"], 0],
  ["its examples", ["test", BUILTIN], 0],
  ["its list", ["list", "--format", "json"], 0],
  ["signatures that are in no pack", ["build", "builtin", "--only", "paper/99", "--out", "x"], 2],
] as const)("%s", (_name, args, status) => expect(pack(...args).status).toBe(status));
