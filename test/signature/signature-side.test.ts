import { expect, test } from "vitest";
import { type Diff, diffSides } from "../../core/fingerprint/diff.ts";
import { type DiffSide, formatUnits, sideOfState } from "../../core/fingerprint/diff-side.ts";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import { explainSignature, matchStrand } from "../../core/signature/match.ts";
import { sideOfSignature } from "../../core/signature/signature-side.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { builtinLibrary } from "../builders/library.ts";
import { observedRequest, type Probe } from "../builders/observed-request.ts";

const { signatures } = builtinLibrary;

/** The fingerprint of the positive examples of each signature, one by one. */
const EXAMPLES = signatures.flatMap((signature) =>
  signature.definition.examples.positive.map(({ message, lineEnd, ...ends }) => {
    const text = message.join(lineEnd === "crlf" ? "\r\n" : "\n");
    return { signature, state: foldInOrder([observedRequest({ ...ends, text } satisfies Probe, 1)]) };
  }),
);

test("a signature is shown as its patterns are written", () => {
  for (const signature of signatures) {
    const { keys } = sideOfSignature(signature);
    for (const { key, pattern } of signature.fields) {
      const value = keys.get(key);
      if (pattern === null) expect(value).toBe("any");
      else if (typeof value !== "object") throw new Error("a pattern is a value");
      else expect(plain(formatUnits(value.units))).toBe(plain(pattern.text));
    }
  }
});

test("an example of a signature differs from it in nothing that it requires", () => {
  for (const { signature, state } of EXAMPLES) {
    const { rows } = diffSides([sideOfSignature(signature), sideOfState("packet", state)]);
    for (const { key, kind, cells } of rows) {
      const [own] = cells;
      const isAsked = own?.kind === "forbidden" || (own?.kind === "value" && own.value.always);
      if (kind === "equal" || !isAsked) continue;
      throw new Error(`${signature.definition.id}: ${key} differs`);
    }
  }
});

test("the rows that differ are those that matching names, whatever is compared", () => {
  for (const { state } of EXAMPLES) {
    const side = sideOfState("fingerprint", state);
    const view = viewStrand(state);
    for (const signature of signatures) {
      const differs = new Set(
        explainSignature(view, signature)
          .filter(({ outcome }) => outcome !== "matched" && outcome !== "present")
          .map(({ key }) => key),
      );
      for (const key of view.keys.keys()) {
        const isKnown = Object.hasOwn(signature.definition.fields, key) || signature.absent.has(key);
        if (!key.startsWith(":") && !isKnown) differs.add(key);
      }
      differs.delete(":order");
      expect(differingKeys(diffSides([side, sideOfSignature(signature)]))).toEqual([...differs].sort());
    }
  }
});

test("the differences of a near match are those of its diff", () => {
  const edited: Probe = {
    source: "198.51.100.7",
    destination: "192.0.2.1",
    sourcePort: 5060,
    destinationPort: 5060,
    text: (
      EXAMPLES.find(({ signature }) => signature.definition.id === "paper/1")?.state.exemplars[0]?.payload ?? ""
    ).replace(/From:.*/i, "From: <sip:7@x>;tag=1"),
  };
  const state = foldInOrder([observedRequest(edited, 1)]);
  const verdict = matchStrand(viewStrand(state), builtinLibrary);
  if (verdict.kind !== "near") throw new Error(`not near: ${verdict.kind}`);
  const [near] = verdict.near;
  const signature = signatures.find(({ definition }) => definition.id === near?.signature.id);
  if (signature === undefined || near === undefined) throw new Error("nothing is near");
  const found = diffSides([sideOfState("fingerprint", state), sideOfSignature(signature)]);
  expect(differingKeys(found)).toEqual(near.differs.filter((key) => key !== ":order"));
});

test("two signatures differ in nothing where they are one", () => {
  for (const signature of signatures) {
    const side: DiffSide = sideOfSignature(signature);
    expect(diffSides([side, sideOfSignature(signature)]).differences).toBe(0);
  }
});

function differingKeys({ rows }: Diff): string[] {
  return rows
    .filter(({ kind }) => kind !== "equal")
    .map(({ key }) => key)
    .sort();
}

/** Notations that mean the same: `{?8:dec}` and `{8:dec}`, `{8}` and `{8:any}`, escapes in either case. */
function plain(text: string): string {
  return text
    .replace(/\{\?/g, "{")
    .replace(/\{(\*|\d+(?:-\d+)?)\}/g, "{$1:any}")
    .replace(/\{method\}/g, "{1-32:method}")
    .replace(/\\x(28|29|7c)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
