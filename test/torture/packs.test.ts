import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { parsePrefix } from "../../core/behaviour/telescope.ts";
import { previewImport } from "../../core/pack/compare-packs.ts";
import { exportPack, TARGET_NAMES } from "../../core/pack/export/export-pack.ts";
import { findLeaks } from "../../core/pack/leak-guard.ts";
import { makePack } from "../../core/pack/make-pack.ts";
import { decodePack, formatPack } from "../../core/pack/pack.ts";
import { builtinPack } from "../builders/library.ts";
import { arbitraryDamage } from "../builders/mutate.ts";

const { mutants, firstSeed } = inject("torture");

/** Of the processor's time: by the clock it would be a test of what else the machine does. */
const LONGEST_MS = 2000;

/** Small, so that what is left of it is worked on in no time. */
const PARENT = makePack([builtinPack], {}, ["paper/1", "paper/2", "paper/5", "paper/14/masscan-1.3.2", "extra/mrsip"]);
const PARENT_TEXT = formatPack(PARENT);
const OURS = makePack([builtinPack], {}, ["paper/1", "paper/5", "paper/8", "extra/sipsak"]);

const TELESCOPE = [parsePrefix("198.51.100.0/24"), parsePrefix("2001:db8::/32")].flatMap((read) =>
  read.ok ? [read.prefix] : [],
);

/** Stands for arrays within arrays, deeper than any reader may follow one by one. */
const DEEP = "@deep";
const DEPTH = 200_000;

/** What a stranger might put in the place of a value. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1e308,
    "",
    "__proto__",
    "constructor",
    "{*:any}",
    "(|)",
    "{1024:dechex}",
    "\u2028",
  ),
  fc.constantFrom<unknown>(
    "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)",
    "{*:any}{*:any}{*:any}{*:any}{*:any}=",
    "\\x0d\\x0a",
  ),
  fc.constant("x".repeat(100_000)),
  fc.constant(DEEP),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}')),
);

/** Paths to every value of a JSON value. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

const PATHS = pathsOf(JSON.parse(PARENT_TEXT)).filter((path) => path.length > 0);

/** The parent with a few values in other places, changed, taken away or doubled. */
const structural: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...PATHS), strange, fc.constantFrom("replace", "replace", "remove", "double")), {
    minLength: 1,
    maxLength: 3,
  })
  .map((changes) => {
    const pack = JSON.parse(PARENT_TEXT);
    for (const [path, value, how] of changes) {
      const holder = path.slice(0, -1).reduce((inside, key) => inside?.[key], pack);
      const key = path.at(-1) as string;
      if (typeof holder !== "object" || holder === null) continue;
      if (how === "remove") delete holder[key];
      else if (how === "double" && Array.isArray(holder)) holder.push(holder[Number(key)]);
      else Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
    }
    return JSON.stringify(pack).replaceAll(`"${DEEP}"`, `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`);
  });

const textual = arbitraryDamage.map((damage) => damage(PARENT_TEXT));

/** Does everything that is done with a pack of a stranger's; whether it was one. */
function endurePack(text: string): boolean {
  const decoded = decodePack(text);
  if (!decoded.ok) {
    expect(decoded.errors.length).toBeGreaterThan(0);
    return false;
  }
  const { pack, library } = decoded;
  previewImport(OURS.signatures, pack.signatures);
  findLeaks(pack, TELESCOPE);
  for (const target of TARGET_NAMES) expect(exportPack(pack, library, target).text).not.toContain("polluted");
  expect(decodePack(formatPack(pack)).ok).toBe(true);
  return true;
}

test(`${mutants} mutated packs from seed ${firstSeed} on: refused or taken, each within ${LONGEST_MS} ms of work`, () => {
  const before = JSON.stringify([builtinPack, OURS]);
  const prototypes = () =>
    [Object.prototype, Array.prototype, String.prototype].map((all) => Reflect.ownKeys(all).length);
  const clean = prototypes();
  const texts = fc.sample(fc.oneof(structural, structural, textual), { numRuns: mutants, seed: firstSeed });
  const slow: [number, number][] = [];
  let taken = 0;
  for (const [index, text] of texts.entries()) {
    const start = process.cpuUsage();
    if (endurePack(text)) taken += 1;
    const { user, system } = process.cpuUsage(start);
    const spent = (user + system) / 1000;
    if (spent > LONGEST_MS) slow.push([index, Math.round(spent)]);
  }
  expect(slow).toEqual([]);
  // Otherwise all might have been refused at the door.
  expect(taken).toBeGreaterThan(mutants / 10);
  expect(taken).toBeLessThan(mutants);
  expect(prototypes()).toEqual(clean);
  expect(JSON.stringify([builtinPack, OURS])).toBe(before);
  expect("polluted" in {}).toBe(false);
});
