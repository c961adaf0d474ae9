import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeKeyFile, publicKeyOf, readKeyFile } from "../../core/engine/key-file.ts";
import { readPackFile } from "../../core/engine/load-packs.ts";
import { formatPack } from "../../core/pack/pack.ts";
import { sealPack } from "../../core/pack/seal.ts";
import { builtinPack } from "../builders/library.ts";
import { temporaryFolder } from "../builders/program.ts";

test("a key is made once, for its owner's eyes, and is found in its file and in packs that it sealed", () => {
  const folder = temporaryFolder();
  const [file, sealed, changed] = ["our.ringkey", "sealed.ringpack", "changed.ringpack"].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  const key = makeKeyFile(file);
  if ("code" in key) throw new Error(key.code);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(makeKeyFile(file)).toEqual({ code: "EEXIST" });
  expect(readKeyFile(file)).toEqual(key);
  expect(publicKeyOf(file)).toEqual({ publicKey: key.publicKey, holdsSecret: true });
  const text = formatPack(sealPack(builtinPack, key));
  fs.writeFileSync(sealed, text);
  fs.writeFileSync(changed, text.replace("friendly-scanner", "friendly-scammer"));
  expect(publicKeyOf(sealed)).toEqual({ publicKey: key.publicKey, holdsSecret: false });
  expect(publicKeyOf(changed)).toBeNull();
  expect(publicKeyOf(path.join(folder, "gone"))).toBeNull();
});

test.skipIf(process.platform === "win32")("nothing is read from a pipe, whose writer may never come", () => {
  const pipe = path.join(temporaryFolder(), "pipe.ringpack");
  execFileSync("mkfifo", [pipe]);
  expect(readPackFile(pipe)).toEqual({ errors: ["pipe.ringpack: the pack is no regular file."] });
  expect(publicKeyOf(pipe)).toBeNull();
});
