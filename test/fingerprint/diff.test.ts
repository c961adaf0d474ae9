import fc from "fast-check";
import { expect, test } from "vitest";
import { type Diff, type DiffRow, diffSides } from "../../core/fingerprint/diff.ts";
import { type DiffSide, formatUnits, sideOfState } from "../../core/fingerprint/diff-side.ts";
import { movedNames } from "../../core/fingerprint/order-diff.ts";
import type { StrandState } from "../../core/fingerprint/strand-state.ts";
import { formatShownTemplate, templateOf } from "../../core/fingerprint/template.ts";
import { arbitraryProbe } from "../builders/arbitrary-probes.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest, type Probe } from "../builders/observed-request.ts";

const ENDS = { source: "198.51.100.7", destination: "192.0.2.1", sourcePort: 5061, destinationPort: 5060 };

/** The state of messages with these header lines each. */
function stateOf(...messages: readonly (readonly string[])[]): StrandState {
  return foldProbes(
    messages.map((lines) => ({ ...ENDS, text: ["OPTIONS sip:x SIP/2.0", ...lines, "", ""].join("\r\n") })),
  );
}

function foldProbes(probes: readonly Probe[]): StrandState {
  return foldInOrder(probes.map((probe, index) => observedRequest(probe, index + 1)));
}

function fingerprint(...messages: readonly (readonly string[])[]): DiffSide {
  return sideOfState("fingerprint", stateOf(...messages));
}

function packet(...lines: readonly string[]): DiffSide {
  return sideOfState("packet", stateOf(lines));
}

function rowOf({ rows }: Diff, key: string): DiffRow {
  const row = rows.find((other) => other.key === key);
  if (row === undefined) throw new Error(`no row ${key}`);
  return row;
}

/** The cells of a row, what is marked in square brackets. */
function marked({ kind, cells }: DiffRow): string {
  const texts = cells.map((cell) => {
    if (cell.kind !== "value") return cell.kind;
    const { value, marks } = cell;
    let text = "";
    for (let start = 0; start < marks.length; ) {
      let end = start + 1;
      while (end < marks.length && marks[end] === marks[start]) end += 1;
      const piece = formatUnits(value.units.slice(start, end));
      text += marks[start] === 1 ? `[${piece}]` : piece;
      start = end;
    }
    return text;
  });
  return [kind, ...texts].join(" | ");
}

test.each<readonly [what: string, a: readonly string[], b: readonly string[], found: string]>([
  ["equal", ["To: sip:a@b"], ["To: sip:a@b"], "equal | sip:a@b | sip:a@b"],
  ["one word", ["To: sip:ann@b"], ["To: sip:eve@b"], "value | sip:[ann]@b | sip:[eve]@b"],
  ["a word that is half the same", ["To: scanner"], ["To: scanned"], "value | scanne[r] | scanne[d]"],
  ["a number that shares a digit", ["To: 70"], ["To: 20"], "value | [70] | [20]"],
  ["a word more", ["To: a@b"], ["To: a@b;tag=1"], "value | a@b | a@b[;tag=1]"],
  ["a word in the middle", ["To: a;b;c"], ["To: a;c"], "value | a;[b;]c | a;c"],
  ["a token for a literal", ["To: 192.0.2.1"], ["To: 192.0.2.9"], "value | [{DestIP}] | [192.0.2.9]"],
  ["spelled tokens are text", ["To: 192.0.2.1"], ["To: {DestIP}"], "value | [{DestIP}] | [\\x7bDestIP\\x7d]"],
  ["a key that one lacks", ["To: a", "Xa: 1"], ["To: a"], "equal | a | a"],
])("fingerprints: %s", (_what, a, b, found) => {
  expect(marked(rowOf(diffSides([fingerprint(a), fingerprint(b)]), "to"))).toBe(found);
});

test("gaps: where they are, how long, and of which class", () => {
  const digits = fingerprint(["To: a1z"], ["To: a2z"]);
  const letters = fingerprint(["To: abz"], ["To: acz"]);
  const constant = fingerprint(["To: a1z"]);
  const found = (...sides: readonly DiffSide[]) => marked(rowOf(diffSides(sides), "to"));
  expect(found(digits, letters)).toBe("gaps | a[{1:dec}]z | a[{1:hex}]z");
  expect(found(digits, constant)).toBe("value | a[{1:dec}]z | a[1]z");
  expect(found(digits, digits, letters)).toBe("gaps | a[{1:dec}]z | a[{1:dec}]z | a[{1:hex}]z");
});

test("a key in some messages only is a difference of its own", () => {
  const some = fingerprint(["To: a"], ["To: a", "Xa: b"]);
  const all = fingerprint(["To: a", "Xa: b"]);
  expect(marked(rowOf(diffSides([some, all]), "xa"))).toBe("presence | b | b");
});

test("a packet fits a fingerprint whose gaps take in what it has there", () => {
  const general = fingerprint(["To: sip:100@b;t=17", "Xa: 1"], ["To: sip:259@b;t=23"]);
  const fits = diffSides([general, packet("To: sip:555@b;t=99")]);
  expect(fits.differences).toBe(0);
  expect(marked(rowOf(fits, "xa"))).toBe("equal | 1 | none");
  const lacking = diffSides([packet("To: a", "Xa: 1"), packet("To: a")]);
  expect(marked(rowOf(lacking, "xa"))).toBe("missing | 1 | none");
  const misses = diffSides([packet("To: sip:ann@b;t=99"), general]);
  expect(marked(rowOf(misses, "to"))).toBe("value | sip:[ann]@b;t=99 | sip:[{3:dec}]@b;t={2:dec}");
});

test("header order: the fewest names that have to move are told", () => {
  expect(movedNames(["a", "b", "c", "d"], ["b", "c", "d", "a"])).toEqual(["a"]);
  expect(movedNames(["a", "b", "c"], ["a", "x", "c"])).toEqual([]);
  const order = (...names: readonly string[]) => fingerprint(["Via: 1", ...names.map((name) => `${name}: 1`)]);
  const { order: found, differences } = diffSides([order("Xa", "To", "Xb"), order("Xb", "Xa", "To")]);
  expect(found.moved.map((names) => [...names])).toEqual([["xb"], ["xb"]]);
  expect(differences).toBe(1);
});

test("an order that varies is a difference where others have one", () => {
  const varies = fingerprint(["To: 1", "Xa: 1"], ["Xa: 1", "To: 1"]);
  const fixed = fingerprint(["To: 1", "Xa: 1"]);
  expect(diffSides([varies, fixed])).toMatchObject({ order: { differs: true, varying: [0] }, differences: 1 });
  expect(diffSides([varies, varies]).differences).toBe(0);
});

test("header names of one letter are a difference", () => {
  const found = diffSides([packet("To: a", "Via: b"), packet("t: a", "v: b")]);
  expect(found.differences).toBe(1);
  expect(rowOf(found, ":compact").kind).toBe("value");
});

test("a value nobody can align in time differs as a whole, at once", () => {
  const words = (start: number) => Array.from({ length: 170 }, (_, index) => (index * 7 + start) % 10).join(",");
  const started = performance.now();
  const lines = (start: number) => Array.from({ length: 61 }, (_, index) => `Xa${index}: ${words(start + index)}`);
  const found = diffSides(Array.from({ length: 8 }, (_, index) => packet("To: 1", ...lines(index).slice(1))));
  expect(found.rows.length).toBe(63);
  expect(performance.now() - started).toBeLessThan(5000);
});

const arbitraryState = fc.array(arbitraryProbe, { minLength: 1, maxLength: 4 });
const arbitrarySide = fc.record({ probes: arbitraryState, single: fc.boolean() }).map(({ probes, single }) => {
  const state = foldProbes(single ? probes.slice(0, 1) : probes);
  return { side: sideOfState(single ? "packet" : "fingerprint", state), state };
});

/** What a diff says, side by side in the order given. */
function summary(diff: Diff, places: readonly number[]): unknown {
  return {
    differences: diff.differences,
    rows: diff.rows.map(({ key, kind, cells }) => [key, kind, places.map((place) => cells[place])]),
    moved: places.map((place) => [...(diff.order.moved[place] ?? [])].sort()),
    differs: diff.order.differs,
  };
}

test("a side beside itself differs in nothing", () => {
  fc.assert(
    fc.property(arbitrarySide, ({ side }) => {
      const { differences, rows, order } = diffSides([side, side]);
      expect(differences).toBe(0);
      expect(order.differs).toBe(false);
      for (const { kind, cells } of rows) {
        expect(kind).toBe("equal");
        for (const cell of cells) if (cell.kind === "value") expect(cell.marks.includes(1)).toBe(false);
      }
    }),
  );
});

test("the order of the sides changes nothing but that of the cells", () => {
  fc.assert(
    fc.property(
      fc
        .array(arbitrarySide, { minLength: 2, maxLength: 4 })
        .chain((sides) =>
          fc.tuple(fc.constant(sides), fc.shuffledSubarray([...sides.keys()], { minLength: sides.length })),
        ),
      ([sides, places]) => {
        const straight = diffSides(sides.map(({ side }) => side));
        const shuffled = diffSides(places.map((place) => (sides[place] as (typeof sides)[number]).side));
        expect(summary(shuffled, [...places.keys()])).toEqual(summary(straight, places));
      },
    ),
  );
});

test("what a diff of many says is what the diffs of each two say together", () => {
  fc.assert(
    fc.property(fc.array(arbitrarySide, { minLength: 3, maxLength: 4 }), (given) => {
      const sides = given.map(({ side }) => side);
      const all = diffSides(sides);
      const differing = new Set<string>();
      const marks = new Set<string>();
      for (const i of sides.keys()) {
        for (const j of sides.keys()) {
          if (i >= j) continue;
          for (const { key, kind, cells } of diffSides([sides[i] as DiffSide, sides[j] as DiffSide]).rows) {
            if (kind !== "equal") differing.add(key);
            for (const [at, cell] of cells.entries()) {
              if (cell.kind !== "value") continue;
              for (const [unit, mark] of cell.marks.entries()) {
                if (mark === 1) marks.add(JSON.stringify([key, at === 0 ? i : j, unit]));
              }
            }
          }
        }
      }
      expect(new Set(all.rows.filter(({ kind }) => kind !== "equal").map(({ key }) => key))).toEqual(differing);
      for (const { key, cells } of all.rows) {
        for (const [at, cell] of cells.entries()) {
          if (cell.kind !== "value") continue;
          for (const [unit, mark] of cell.marks.entries()) {
            expect(mark === 1).toBe(marks.has(JSON.stringify([key, at, unit])));
          }
        }
      }
    }),
  );
});

test("the cells of a side are its template, letter by letter", () => {
  fc.assert(
    fc.property(fc.array(arbitrarySide, { minLength: 2, maxLength: 3 }), (given) => {
      const { rows } = diffSides(given.map(({ side }) => side));
      for (const [at, { state }] of given.entries()) {
        for (const [key, keyState] of state.keys) {
          const cell = rows.find((row) => row.key === key)?.cells[at];
          if (cell?.kind !== "value") throw new Error("every key of a side has a cell");
          expect(formatUnits(cell.value.units)).toBe(formatShownTemplate(templateOf(keyState)));
          expect(cell.value.always).toBe(keyState.packets === state.packets);
        }
      }
    }),
  );
});

test("marks lie where texts differ: without them both texts are the same", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab1 ;@]{0,24}$/), fc.stringMatching(/^[ab1 ;@]{0,24}$/), (a, b) => {
      const { cells } = rowOf(diffSides([packet(`To: x${a}y`), packet(`To: x${b}y`)]), "to");
      const kept = cells.map((cell) => {
        if (cell.kind !== "value") throw new Error("both have To");
        return formatUnits(cell.value.units.filter((_, unit) => cell.marks[unit] === 0));
      });
      expect(kept[0]).toBe(kept[1]);
    }),
  );
});

test("a packet of many words is held against a fingerprint of many gaps at once", () => {
  const marks = (start: number) => Array.from({ length: 500 }, (_, index) => ",;.:"[(index + start) % 4]).join("");
  const lines = (start: number) => Array.from({ length: 61 }, (_, index) => `Xa${index}: ${marks(start + index)}`);
  const general = fingerprint(["To: 1", ...lines(0).slice(1)], ["To: 1", ...lines(1).slice(1)]);
  const sides = Array.from({ length: 3 }, (_, index) => packet("To: 1", ...lines(index).slice(1)));
  const started = performance.now();
  const found = diffSides([general, ...sides]);
  expect(found.rows.length).toBe(63);
  expect(performance.now() - started).toBeLessThan(5000);
});
