import { expect, test } from "vitest";
import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import { identifyStrand } from "../../core/signature/match.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { builtinLibrary } from "../builders/library.ts";
import { observedRequest } from "../builders/observed-request.ts";
import { sendRun } from "../generator/conditions.ts";
import { Random } from "../generator/random.ts";
import { beginRun, type RunOptions } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";
import { inventTool } from "../generator/unknown-tools.ts";

const USUAL = { sourcePort: 5060, destinationPorts: [5060], ipv6: false, lineEnd: "\r\n", padding: 0 } as const;
const CONDITIONS = { ...USUAL, spelling: "own", blanks: 1, repeated: 0 } as const;
/** Sources of one length: tool 16 fills its body up to 209 bytes. */
const NETWORKS = [
  { source: "192.0.2.177", telescope: "198.51.100." },
  { source: "192.0.2.118", telescope: "203.0.113." },
  { source: "192.0.2.201", telescope: "10.20.30." },
];
/** Tool 15 writes the date, of which a short run keeps day and hour. */
const WRITES_THE_DATE = "paper/15";

/** The strand of a run in one of three telescopes. */
function strandIn(network: number, send: Parameters<typeof sendRun>[0], count: number, random: Random) {
  const place = NETWORKS[network % NETWORKS.length] as (typeof NETWORKS)[number];
  const sent = sendRun(send, count, { ...CONDITIONS, ...place }, random);
  return foldInOrder(
    sent.map(({ endpoints, payload }, index) =>
      observedRequest({ ...endpoints, text: Buffer.from(payload).toString("latin1") }, index + 1),
    ),
  );
}

/** The id of a run: what the tool holds constant comes from the set-up, the rest from the seed. */
function idOf(tool: string, network: number, count: number, seed: string, options: RunOptions): string {
  const random = new Random(seed);
  return fingerprintOf(strandIn(network, beginRun(tool, random, options), count, random.fork("way"))).id;
}

/** Share of flows that have the commonest id. */
function agreement(ids: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(...counts.values()) / ids.length;
}

test.each(["py2", "py3"])("500 flows of svmap (%s) with 20 packets have one id in three telescopes", (edition) => {
  const ids = Array.from({ length: 500 }, (_, flow) =>
    idOf("paper/1", flow, 20, `twenty ${flow}`, { method: "OPTIONS", edition, setUp: new Random("base") }),
  );
  expect(new Set(ids).size).toBe(1);
});

test("with 10 packets at least 99 of 100 flows of svmap have it", () => {
  const ids = Array.from({ length: 500 }, (_, flow) =>
    idOf("paper/1", flow, 10, `ten ${flow}`, { method: "OPTIONS", edition: "py3", setUp: new Random("base") }),
  );
  expect(agreement(ids)).toBeGreaterThanOrEqual(0.99);
});

const TIMELESS = paperTools.map(({ id }) => id).filter((id) => id !== WRITES_THE_DATE);

test.each(TIMELESS)("%s has one id in three telescopes from 20 packets on", (tool) => {
  for (const setUp of ["a", "b"]) {
    const ids = [20, 20, 20, 100, 100, 100].map((count, flow) =>
      idOf(tool, flow, count, `${tool} ${setUp} ${flow}`, { setUp: new Random(setUp) }),
    );
    expect(new Set(ids).size, `${setUp}: ${ids}`).toBe(1);
  }
});

test("no two tools share an id, neither those of the paper nor invented ones, and no invented one is named", () => {
  const owners = new Map<string, string>();
  const own = (id: string, owner: string) => {
    expect([id, owners.get(id) ?? owner]).toEqual([id, owner]);
    owners.set(id, owner);
  };
  for (const { id: tool } of paperTools) {
    for (const setUp of ["a", "b", "c", "d"])
      own(idOf(tool, 0, 20, `${tool} ${setUp}`, { setUp: new Random(setUp) }), tool);
  }
  for (let seed = 0; seed < 300; seed += 1) {
    const tool = inventTool(String(seed));
    const state = strandIn(seed, tool, 20, new Random(`way ${seed}`));
    own(fingerprintOf(state).id, `invented ${seed}`);
    const verdict = identifyStrand(viewStrand(state), builtinLibrary);
    expect([seed, verdict]).toEqual([seed, null]);
  }
});
