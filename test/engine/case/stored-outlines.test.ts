import fc from "fast-check";
import { expect, test } from "vitest";
import { OutlineWriter, readOutlines } from "../../../core/engine/case/stored-outlines.ts";
import { DamagedValue } from "../../../core/engine/case/value-bytes.ts";
import type { StrandState } from "../../../core/fingerprint/strand-state.ts";
import { NOTHING_TOLD, type StrandOutline, type ToldPatterns } from "../../../core/fingerprint/strand-view.ts";
import { viewStrand } from "../../../core/fingerprint/view-strand.ts";
import type { IpAddress } from "../../../core/net/address.ts";
import { identifyAndTell } from "../../../core/signature/match.ts";
import { arbitraryProbe } from "../../builders/arbitrary-probes.ts";
import { foldInOrder } from "../../builders/fold-requests.ts";
import { generatedCase, KNOWN_TOOLS } from "../../builders/generated-case.ts";
import { builtinLibrary } from "../../builders/library.ts";
import { observedRequest } from "../../builders/observed-request.ts";

/** More than a state keeps as they are, too. */
const state = fc
  .array(arbitraryProbe, { minLength: 1, maxLength: 12 })
  .map((probes) => foldInOrder(probes.map((probe, index) => observedRequest(probe, index + 1))));
const told: fc.Arbitrary<ToldPatterns> = fc
  .dictionary(fc.constantFrom("to\n{*:any}", "from\na"), fc.option(fc.nat(1000)))
  .map((patterns) => new Map(Object.entries(patterns)));
const address = fc.oneof(fc.nat(), fc.constantFrom("2001:db8::1", "2001:db8::2"));

interface Added {
  readonly source: IpAddress;
  readonly flow: string;
  readonly local: string;
  readonly state: StrandState;
  readonly told: ToldPatterns;
}

function bytesOf(strands: readonly Added[]) {
  const writer = new OutlineWriter();
  for (const { source, flow, local, state: one, told } of strands) writer.add(source, flow, local, one, told);
  return writer.bytes();
}

/** Everything an outline says, as plain values. */
function plain({ method, cut, evidence, headerOrder, compactNames, keys, told }: StrandOutline) {
  const ofKeys = Array.from(keys, ([key, { mandatory, distinctValues, onlyValue, tokenised }]) => {
    const { shortest, longest } = tokenised;
    const columns = [tokenised.left, tokenised.right, tokenised.leftClasses, tokenised.rightClasses];
    return [key, mandatory, distinctValues, onlyValue, shortest, longest, columns.map((column) => Array.from(column))];
  });
  return { method, cut, evidence, headerOrder, compactNames, ofKeys, told: [...told] };
}

function expectRead(strands: readonly Added[]): void {
  const read = readOutlines(bytesOf(strands));
  expect(read.map(({ outline, ...named }) => ({ ...named, outline: plain(outline) }))).toEqual(
    strands.map(({ source, flow, local, state: strand, told }) => ({
      source,
      flow,
      strand: `${flow}/${local}`,
      packets: strand.packets,
      outline: { ...plain(viewStrand(strand)), told: [...told] },
    })),
  );
}

test("outlines are read as strands are viewed, whatever lies together", () => {
  const strand = fc.record({ source: address, state, told });
  fc.assert(
    fc.property(fc.array(strand, { minLength: 1, maxLength: 6 }), (strands) => {
      // A flow has several strands.
      expectRead(
        strands.map(({ source, ...one }, index) => ({
          ...one,
          source: strands[index & ~1]?.source ?? source,
          flow: `flow ${index >> 1}`,
          local: `strand ${index}`,
        })),
      );
    }),
    { numRuns: 500 },
  );
});

test("the same of generated scans, of which each value is written once", () => {
  const strands = generatedCase(KNOWN_TOOLS, { packets: "outlines", setUps: "outlines" }).map((one, index) => ({
    source: index,
    flow: `flow ${index}`,
    local: "strand",
    state: one.state,
    told: identifyAndTell(viewStrand(one.state), builtinLibrary).told,
  }));
  expect(strands.some(({ told: ofStrand }) => ofStrand.size > 0)).toBe(true);
  expectRead(strands);
  const twice = [...strands, ...strands.map((strand) => ({ ...strand, local: "again" }))];
  const once = bytesOf(strands).strands.length;
  expect(bytesOf(twice).strands.length - once).toBeLessThan(once / 4);
});

test("a writer is full after about a thousand strands", () => {
  const [one] = generatedCase(["paper/5"], { packets: "outlines", setUps: "outlines" });
  if (one === undefined) throw new Error("a tool sends");
  const writer = new OutlineWriter();
  expect([writer.isEmpty, writer.isFull]).toEqual([true, false]);
  let strands = 0;
  for (; !writer.isFull; strands += 1) writer.add(1, "flow", `${strands}`, one.state, NOTHING_TOLD);
  expect([strands, writer.isEmpty, readOutlines(writer.bytes()).length]).toEqual([1024, false, 1024]);
});

test("other bytes are damage", () => {
  const [one] = generatedCase(["paper/5"], { packets: "outlines", setUps: "outlines" });
  if (one === undefined) throw new Error("a tool sends");
  const { shapes, strands } = bytesOf([
    { source: 1, flow: "flow", local: "strand", state: one.state, told: NOTHING_TOLD },
  ]);
  const none = new Uint8Array([1, 2, 3]);
  for (const bytes of [
    { shapes, strands: none },
    { shapes: none, strands },
    { shapes, strands: strands.subarray(0, strands.length >> 1) },
  ]) {
    expect(() => readOutlines(bytes)).toThrow(DamagedValue);
  }
});
