import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { executableName, findExecutable } from "../../electron/runtime/executable.mjs";
import { officialRuntime } from "../../electron/runtime/official-runtime.mjs";
import { nameInRuntime, recordContents, registryRuntime } from "../../electron/runtime/registry-runtime.mjs";
import { type ResolveOptions, resolveRuntime } from "../../electron/runtime/resolve-runtime.mjs";
import { SetupError } from "../../electron/runtime/setup-error.mjs";
import { withSetupLock } from "../../electron/runtime/setup-lock.mjs";
import { supplySystemNeeds } from "../../electron/runtime/system-needs.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-runtime-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A folder with these files, each holding its text. */
function writeFolder(name: string, files: Readonly<Record<string, string>>): string {
  const target = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    fs.writeFileSync(path.join(target, file), text);
  }
  return target;
}

/** The choice among sources of which these are given, and what was asked of them. */
async function choose(given: {
  readonly named?: string;
  readonly official?: string;
  readonly registry?: string;
  readonly download?: string;
  readonly isAvailable?: boolean;
}) {
  const asked: string[] = [];
  const options: ResolveOptions = {
    env: given.named === undefined ? {} : { ELECTRON_OVERRIDE_DIST_PATH: given.named },
    official: {
      findInstalled: () => given.official,
      install: async ({ isReplaceable }) => {
        asked.push(isReplaceable ? "download" : "download or nothing");
        return given.download === undefined ? { reason: "no network" } : { dist: given.download };
      },
    },
    registry: {
      findInstalled: () => given.registry,
      isAvailable: () => given.isAvailable ?? true,
      install: async () => {
        asked.push("registry");
        return "from-registry";
      },
    },
    lockFile: path.join(folder, "choice.lock"),
  };
  const dist = await resolveRuntime(options).catch((error: unknown) => {
    if (error instanceof SetupError) return error.message;
    throw error;
  });
  return { dist, asked };
}

const named = writeFolder("named", { [executableName()]: "" });
const empty = writeFolder("empty", { "README.md": "" });

test.each([
  ["the folder that was named", { named, official: "official", registry: "registry" }, named, []],
  ["the download that is here", { official: "official", registry: "registry" }, "official", []],
  ["the cache, without asking the network for the download", { registry: "registry" }, "registry", []],
  ["the download, where it can be had", { download: "downloaded" }, "downloaded", ["download"]],
  ["the registry's archive last", {}, "from-registry", ["download", "registry"]],
])("the runtime is %s", async (_name, given, dist, asked) => {
  expect(await choose(given)).toEqual({ dist, asked });
});

test.each([
  ["a folder that was named and holds no runtime", { named: empty }, /ELECTRON_OVERRIDE_DIST_PATH names .*empty/, []],
  [
    "a platform that the registry has nothing for",
    { isAvailable: false },
    /could not be downloaded: no network/,
    ["download or nothing"],
  ],
])("it is refused for %s", async (_name, given, message, asked) => {
  const outcome = await choose(given);
  expect(outcome.dist).toMatch(message);
  expect(outcome.asked).toEqual(asked);
});

describe("only a whole download counts", () => {
  const whole = {
    "package.json": '{ "version": "33.4.11" }',
    "path.txt": executableName(),
    "dist/version": "33.4.11",
    [`dist/${executableName()}`]: "",
  };
  test.each([
    ["all of it", {}, true],
    ["before path.txt is written", { "path.txt": undefined }, false],
    ["without the program", { [`dist/${executableName()}`]: undefined }, false],
    ["of another version", { "dist/version": "33.4.10" }, false],
    [
      "nothing yet",
      { "path.txt": undefined, "dist/version": undefined, [`dist/${executableName()}`]: undefined },
      false,
    ],
  ])("%s", (name, changes, isWhole) => {
    const files = Object.entries({ ...whole, ...changes }).filter((file): file is [string, string] => {
      return file[1] !== undefined;
    });
    const target = writeFolder(`official ${name}`, Object.fromEntries(files));
    expect(officialRuntime.findInstalled(target)).toBe(isWhole ? path.join(target, "dist") : undefined);
  });
});

describe.runIf(registryRuntime.isAvailable())("only a whole cache counts", () => {
  const files = { [executableName()]: "program", "locales/de.pak": "words" };
  test.each<[string, (cache: string) => void, boolean]>([
    ["all of it", () => {}, true],
    ["unpacking was interrupted", (cache) => fs.rmSync(path.join(cache, "contents.json")), false],
    ["the list was cut", (cache) => fs.truncateSync(path.join(cache, "contents.json"), 40), false],
    ["a file was deleted", (cache) => fs.rmSync(path.join(cache, "locales/de.pak")), false],
    ["a file was cut", (cache) => fs.truncateSync(path.join(cache, executableName()), 3), false],
    ["made by another recipe", (cache) => changeRecipe(path.join(cache, "contents.json")), false],
  ])("%s", (name, change, isWhole) => {
    const cache = writeFolder(`cache ${name}`, files);
    recordContents(cache);
    change(cache);
    expect(registryRuntime.findInstalled(cache)).toBe(isWhole ? cache : undefined);
  });

  function changeRecipe(file: string): void {
    const contents = JSON.parse(fs.readFileSync(file, "utf8"));
    fs.writeFileSync(file, JSON.stringify({ ...contents, recipe: "0".repeat(64) }));
  }
});

test.each([
  ["Cypress/Cypress", "electron"],
  ["Cypress/locales/de.pak", "locales/de.pak"],
  ["Cypress/LICENSES.chromium.html", "LICENSES.chromium.html"],
  ["Cypress/", undefined],
  ["Cypress/locales/", undefined],
  ["Cypress/resources/app/index.js", undefined],
  ["Cypress/browser_v8_context_snapshot.bin", undefined],
])("of the archive, %s becomes %s", (name, expected) => expect(nameInRuntime(name)).toBe(expected));

describe("one set-up at a time", () => {
  test("the second waits for the first", async () => {
    const lock = path.join(folder, "order.lock");
    const order: string[] = [];
    const first = withSetupLock(lock, async () => {
      order.push("first begins");
      await new Promise((resolve) => setTimeout(resolve, 400));
      order.push("first ends");
    });
    const second = withSetupLock(lock, async () => {
      order.push("second");
    });
    await Promise.all([first, second]);
    expect(order).toEqual(["first begins", "first ends", "second"]);
    expect(fs.existsSync(lock)).toBe(false);
  });

  test("a failed set-up lets the next one in", async () => {
    const lock = path.join(folder, "failure.lock");
    await expect(withSetupLock(lock, () => Promise.reject(new Error("no space")))).rejects.toThrow("no space");
    expect(await withSetupLock(lock, async () => "done")).toBe("done");
  });

  test.each([
    // Larger than any number a Linux kernel gives.
    ["whose process is gone", "99999999", new Date()],
    ["whose number belongs to another process since", String(process.pid), new Date(Date.now() - 3_600_000)],
    ["that was killed before it wrote its number", "", new Date(Date.now() - 3_600_000)],
  ])("the lock of a set-up %s does not block", async (_name, holder, touchedAt) => {
    const lock = path.join(folder, "abandoned.lock");
    fs.writeFileSync(lock, holder);
    fs.utimesSync(lock, touchedAt, touchedAt);
    expect(await withSetupLock(lock, async () => "done")).toBe("done");
  });
});

test("here a runtime can be had, and its program is Electron 33", { timeout: 600_000 }, async () => {
  const dist = await resolveRuntime();
  supplySystemNeeds(dist, { needsVirtualDisplay: false });
  const executable = findExecutable(dist);
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  const version = execFileSync(executable ?? "", ["-p", "process.versions.electron"], { env, encoding: "utf8" });
  expect(version).toMatch(/^33\.\d+\.\d+\n$/);
});
