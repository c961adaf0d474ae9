import { expect, test } from "vitest";
import type { DiffCellView, DiffRowView, DiffSideView, DiffView } from "../../core/contract/diff.ts";
import { summariseDiff } from "../../core/report/diff-sentence.ts";

const SVMAP: DiffSideView = {
  reference: "paper/1",
  kind: "signature",
  title: "paper/1",
  tool: { id: "paper/1", name: "SIPVicious svmap" },
  packets: null,
};

function fingerprint(title: string): DiffSideView {
  return { reference: title, kind: "fingerprint", title, tool: null, packets: 7 };
}

function row(key: string, kind: DiffRowView["kind"], cells: readonly DiffCellView["kind"][] = []): DiffRowView {
  return { key, kind, cells: cells.map((cell) => ({ kind: cell }) as DiffCellView) };
}

const EQUAL = ["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => row(key, "equal"));

function said(sides: readonly DiffSideView[], rows: readonly DiffRowView[], moved = false): string {
  const differences = rows.filter(({ kind }) => kind !== "equal").length + (moved ? 1 : 0);
  const headerOrder = { differs: moved, orders: [], moved: [] };
  const view: Omit<DiffView, "summary"> = {
    format: "ringprint.diff",
    version: 1,
    differences,
    sides: [...sides],
    rows: [...rows],
    headerOrder,
  };
  return summariseDiff(view);
}

test.each<
  readonly [what: string, sides: readonly DiffSideView[], rows: readonly DiffRowView[], moved: boolean, said: string]
>([
  [
    "nothing",
    [fingerprint("x"), SVMAP],
    EQUAL,
    false,
    "x: the same as paper/1 SIPVicious svmap in all of 8 keys and the header order.",
  ],
  [
    "a few keys and the order, whichever side is the signature",
    [SVMAP, fingerprint("x")],
    [...EQUAL, row("user-agent", "value")],
    true,
    "x: the same as paper/1 SIPVicious svmap except in user-agent and header order.",
  ],
  [
    "how keys differ",
    [fingerprint("x"), fingerprint("y")],
    [...EQUAL, row(":uri", "gaps"), row("to", "presence"), row("via", "missing", ["none", "value"])],
    false,
    "x: the same as y except in request URI (only the length or class of gaps), to (in all messages or some) and via (only in one).",
  ],
  [
    "most of it",
    [fingerprint("x"), fingerprint("y")],
    [row("a", "equal"), ...["b", "c", "d", "e", "f", "g", "h"].map((key) => row(key, "value"))],
    false,
    "x differs from y in 7 of 8 keys: b, c, d, e, f and 2 more.",
  ],
  [
    "most of it and the order, which is no key",
    [fingerprint("x"), fingerprint("y")],
    [row("a", "equal"), row("b", "value"), row("c", "value")],
    true,
    "x differs from y in 2 of 3 keys and in the header order: b and c.",
  ],
  [
    "several sides",
    [fingerprint("x"), fingerprint("y"), SVMAP],
    [...EQUAL, row("via", "missing", ["none", "value", "value"])],
    true,
    "All 3 are the same in 8 of 9 keys; they differ in via (not in all of them) and header order.",
  ],
  [
    "several sides that are the same",
    [fingerprint("x"), fingerprint("x"), SVMAP],
    EQUAL,
    false,
    "All 3 are the same in 8 keys and the header order.",
  ],
])("%s", (_what, sides, rows, moved, sentence) => {
  expect(said(sides, rows, moved)).toBe(sentence);
});
