import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { checkImports, findImports, IMPORT_RULES } from "./import-rules.ts";
import { REPOSITORY_ROOT, repositoryFiles } from "./repository-files.ts";

const SOURCE = /^(core|electron|renderer)\/.*\.[cm]?[jt]sx?$/;

/** What is wrong with one made-up file. */
function violationsOf(file: string, text: string): string[] {
  return checkImports(new Map([[file, text]]), IMPORT_RULES).map(
    ({ specifier, reason }) => `${specifier || file}: ${reason}`,
  );
}

test("every import of the product is in the table", () => {
  const sources = new Map(
    repositoryFiles()
      .filter((file) => SOURCE.test(file))
      .map((file) => [file, fs.readFileSync(path.join(REPOSITORY_ROOT, file), "utf8")]),
  );
  expect(sources.size).toBeGreaterThan(40);
  expect(checkImports(sources, IMPORT_RULES)).toEqual([]);
});

test.each([
  ["node in a pure room", "core/sip/a.ts", 'import fs from "node:fs";', "node:fs: not in the table"],
  ["a room downstream", "core/net/a.ts", 'import { x } from "../flow/b.ts";', "../flow/b.ts: not in the table"],
  ["zod outside pack and contract", "core/query/a.ts", 'import { z } from "zod";', "zod: not in the table"],
  [
    "the engine, called by a pure room",
    "core/flow/a.ts",
    'import "../engine/b.ts";',
    "../engine/b.ts: not in the table",
  ],
  [
    "a value taken for the contract",
    "core/contract/a.ts",
    'import { x } from "../sip/b.ts";',
    "../sip/b.ts: only its types are in the table",
  ],
  [
    "an inline type for the contract",
    "core/contract/a.ts",
    'import { type X } from "../sip/b.ts";',
    "../sip/b.ts: only its types are in the table",
  ],
  ["a re-export", "core/net/a.ts", 'export * from "../sip/b.ts";', "../sip/b.ts: not in the table"],
  ["import()", "core/net/a.ts", 'await import("node:fs");', "node:fs: not in the table"],
  ["import() of what only runs know", "core/net/a.ts", "await import(name);", "(computed): not in the table"],
  ["require()", "core/net/a.cjs", 'require("node:fs");', "node:fs: not in the table"],
  ["an import type", "core/net/a.ts", 'let x: import("../sip/b.ts").X;', "../sip/b.ts: not in the table"],
  [
    "a package that starts like an allowed one",
    "core/net/a.ts",
    'import "@noble/hashes-x";',
    "@noble/hashes-x: not in the table",
  ],
  ["a way out of the tree", "core/net/a.ts", 'import "../../test/b.ts";', "../../test/b.ts: not in the table"],
  ["another feature", "renderer/features/flows/a.tsx", 'import "../map/b.ts";', "../map/b.ts: not in the table"],
  ["electron in the window", "renderer/ui/a.tsx", 'import "electron";', "electron: not in the table"],
  ["node in the preload", "electron/preload/a.ts", 'import "node:fs";', "node:fs: not in the table"],
  ["node in a preload of one file", "electron/preload.ts", 'import "node:fs";', "node:fs: not in the table"],
  [
    "a feature in the common parts",
    "renderer/ui/a.tsx",
    'import "../features/b.ts";',
    "../features/b.ts: not in the table",
  ],
  [
    "the engine, called by the shell",
    "electron/main.ts",
    'import { x } from "../core/engine/b.ts";',
    "../core/engine/b.ts: only its types are in the table",
  ],
  ["a room nobody listed", "core/shared/a.ts", "", "core/shared/a.ts: no rule for the file's folder"],
  ["a file beside the rooms", "core/a.ts", "", "core/a.ts: no rule for the file's folder"],
])("the check reports %s", (_name, file, text, expected) => expect(violationsOf(file, text)).toEqual([expected]));

test.each([
  ["the own room", "core/sip/a.ts", 'import { x } from "./b.ts";'],
  ["rooms upstream", "core/flow/a.ts", 'import { x } from "../fingerprint/b.ts";'],
  ["hashes, by file", "core/fingerprint/a.ts", 'import { sha256 } from "@noble/hashes/sha2.js";'],
  [
    "types for the contract",
    "core/contract/a.ts",
    'import type { X } from "../sip/b.ts"; export type { Y } from "../net/c.ts";',
  ],
  ["node in the engine", "core/engine/a.ts", 'import fs from "node:fs";'],
  ["the own feature", "renderer/features/flows/a.tsx", 'import { x } from "./parts/b.ts";'],
  ["a folder as deep as a feature", "electron/runtime/default_app/a.js", 'import fs from "node:fs";'],
  ["features in the app shell", "renderer/app/a.tsx", 'import { x } from "../features/flows/b.tsx";'],
  [
    "words that only look like an import",
    "core/net/a.ts",
    '// import "node:fs"\nconst text = "import fs from \'node:fs\'";',
  ],
])("the check allows %s", (_name, file, text) => expect(violationsOf(file, text)).toEqual([]));

test("imports are found in JSX and in plain modules", () => {
  expect(findImports("a.tsx", 'import A from "./a.tsx"; const x = <A b={import("./c.ts")} />;')).toEqual([
    { specifier: "./a.tsx", typeOnly: false },
    { specifier: "./c.ts", typeOnly: false },
  ]);
  expect(findImports("a.mjs", 'import "vite";')).toEqual([{ specifier: "vite", typeOnly: false }]);
});
