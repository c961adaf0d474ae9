import fc from "fast-check";
import { addRequest, newSource, type Source, settle } from "../../core/flow/source.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { arbitraryProbe, arbitraryTime } from "./arbitrary-probes.ts";
import { observedRequest, type Probe } from "./observed-request.ts";

/** Idle timeout of flows in these tests, in nanoseconds. */
export const TIMEOUT = 1_200_000_000_000n;

/** A request that a source sent. */
export interface Arrival {
  readonly probe: Probe;
  readonly number: number;
  readonly timeNs: bigint | null;
}

/** Requests, numbered as they stand in the list. */
export function arbitraryArrivals(minLength: number, maxLength: number): fc.Arbitrary<Arrival[]> {
  return fc
    .array(fc.tuple(arbitraryProbe, arbitraryTime), { minLength, maxLength })
    .map((list) => list.map(([probe, timeNs], index) => ({ probe, number: index + 1, timeNs })));
}

/** A source that sent these, settled. */
export function sourceOf(arrivals: readonly Arrival[]): Source {
  const source = newSource();
  for (const { probe, number, timeNs } of arrivals) {
    const request = readSipMessage(probe.text, probe.missingBytes ?? 0);
    if (request.kind !== "request") throw new Error(`not a SIP request: ${probe.text}`);
    addRequest(source, observedRequest(probe, number, timeNs), request, TIMEOUT);
  }
  settle(source, TIMEOUT);
  return source;
}
