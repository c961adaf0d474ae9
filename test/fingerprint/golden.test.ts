import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import { mergeStrandStates } from "../../core/fingerprint/strand-state.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";
import { type Scan, svmapProbes } from "../builders/svmap-probes.ts";
import { Random } from "../generator/random.ts";

const HERE: Scan = { source: "198.51.100.23", telescope: "192.0.2" };
const ELSEWHERE: Scan = { source: "198.51.100.140", telescope: "203.0.113" };
const SVMAP = "sipfp1:opt12_";

function observe(scan: Scan, count: number, random: Random) {
  return svmapProbes(scan, count, random).map((probe, index) => observedRequest(probe, index + 1));
}

function idOfRun(scan: Scan, count: number, random: Random): string {
  return fingerprintOf(foldInOrder(observe(scan, count, random))).id;
}

/** Spec section 4: what a fingerprint is for. */
describe("a SIPVicious strand has one id", () => {
  const id = idOfRun(HERE, 500, new Random("reference"));

  test("that says OPTIONS and twelve keys", () => expect(id.slice(0, SVMAP.length)).toBe(SVMAP));

  test.each([
    [20, 200],
    [200, 40],
    [2000, 4],
  ])("with %i packets in every telescope", (count, runs) => {
    for (let run = 0; run < runs; run += 1) {
      expect(idOfRun(run % 2 === 0 ? HERE : ELSEWHERE, count, new Random(`${count} ${run}`))).toBe(id);
    }
  });

  test("with 10 packets in at least 99 of 100 runs", () => {
    const runs = Array.from({ length: 2000 }, (_, run) => run);
    const same = runs.filter((run) => idOfRun(run % 2 === 0 ? HERE : ELSEWHERE, 10, new Random(`ten ${run}`)) === id);
    expect(same.length / runs.length).toBeGreaterThanOrEqual(0.99);
  });

  test("backwards, and in halves and thirds merged", () => {
    const requests = observe(ELSEWHERE, 300, new Random("split"));
    expect(fingerprintOf(foldInOrder(requests.toReversed())).id).toBe(id);
    for (const parts of [2, 3]) {
      const shards = Array.from({ length: parts }, (_, part) => requests.filter((_r, index) => index % parts === part));
      expect(fingerprintOf(shards.map(foldInOrder).reduce(mergeStrandStates)).id).toBe(id);
    }
  });
});
