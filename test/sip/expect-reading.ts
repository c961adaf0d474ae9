import { expect } from "vitest";
import type { HeaderField, SipReading, SipRequest } from "../../core/sip/message.ts";

/** What is known of a cut message is what the whole one says; what is not known is undecided. */
export function expectConsistentCut(cut: SipReading, whole: SipReading): void {
  if (cut.kind === "undecided") return;
  expect(cut.kind).toEqual(whole.kind);
  if (cut.kind === "response") expect(cut).toEqual(whole);
  if (cut.kind !== "request" || whole.kind !== "request") return;
  expect([cut.method, cut.uri, textsOf(cut.fields)]).toEqual([
    whole.method,
    whole.uri,
    textsOf(whole.fields.slice(0, cut.fields.length)),
  ]);
  const kinds = whole.anomalies.map(({ kind }) => kind);
  const known = cut.anomalies.map(({ kind }) => kind).filter((kind) => !/cut-by-snap-length|nul-/.test(kind));
  expect(kinds).toEqual(expect.arrayContaining(known));
}

function textsOf(fields: readonly HeaderField[]): object[] {
  return fields.map(({ rawName, name, value, offset, valueOffset }) => ({ rawName, name, value, offset, valueOffset }));
}

/** Every place lies in the payload, and what is said to stand there does. */
export function expectTruePlaces(request: SipRequest, payload: string): void {
  const at = (offset: number, length: number) => payload.slice(offset, offset + length);
  expect(at(request.methodOffset, request.method.length)).toBe(request.method);
  expect(at(request.uriOffset, request.uri.length)).toBe(request.uri);
  for (const { rawName, value, offset, valueOffset } of request.fields) {
    expect(at(offset, rawName.length)).toBe(rawName);
    if (valueOffset !== null) expect(at(valueOffset, value.length)).toBe(value);
  }
  for (const { offset } of request.anomalies) {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset).toBeLessThanOrEqual(payload.length);
  }
  const kinds = request.anomalies.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
}
