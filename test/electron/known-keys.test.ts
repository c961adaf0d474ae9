import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { KeyListFault, KnownKeys } from "../../electron/main/known-keys.ts";
import { temporaryFolder } from "../builders/program.ts";

const [OURS, THEIRS] = ["a".repeat(64), "b".repeat(64)] as [string, string];

test("keys are kept by name, own ones first, and read again", () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "our.ringkey");
  fs.writeFileSync(file, "secret");
  const keys = new KnownKeys(folder);
  expect(keys.list()).toEqual([]);
  keys.keep(THEIRS, "A colleague", null);
  keys.keep(OURS, "Ours", file);
  const listed = [
    { publicKey: OURS, name: "Ours", kind: "own" },
    { publicKey: THEIRS, name: "A colleague", kind: "trusted" },
  ];
  expect(new KnownKeys(folder).list()).toEqual(listed);
  expect([keys.fileOf(OURS), keys.fileOf(THEIRS), keys.fileOf("c".repeat(64))]).toEqual([file, null, null]);
  // Trusting a key of one's own does not lose its file.
  keys.keep(OURS, "Mine", null);
  expect(keys.fileOf(OURS)).toBe(file);
  fs.rmSync(file);
  expect(keys.list()[0]).toEqual({ publicKey: OURS, name: "Mine", kind: "missing" });
  keys.forget(OURS);
  expect(keys.list().map(({ publicKey }) => publicKey)).toEqual([THEIRS]);
});

test("a damaged list is said, and never written over", () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "keys.json");
  for (const text of ["not JSON", '[{"publicKey": "short"}]', "{}"]) {
    fs.writeFileSync(file, text);
    const keys = new KnownKeys(folder);
    for (const deed of [() => keys.list(), () => keys.keep(OURS, "Ours", null), () => keys.forget(OURS)]) {
      expect(deed).toThrow(KeyListFault);
    }
    expect(fs.readFileSync(file, "utf8")).toBe(text);
  }
});
