import { expect, test } from "vitest";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import { addToStrands, emptyStrandSet, listStrands, type Strand } from "../../core/flow/strand-set.ts";
import { identifyStrand } from "../../core/signature/match.ts";
import { namedTool, type Verdict } from "../../core/signature/verdict.ts";
import { builtinLibrary } from "../builders/library.ts";
import { observedRequest } from "../builders/observed-request.ts";
import { type Conditions, drawConditions, type SentDatagram, sendRun } from "../generator/conditions.ts";
import { Random } from "../generator/random.ts";
import { beginRun, EXTRA_TOOL_IDS } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";

/** Tools 2 and 3 are known by what varies: two packets at least. */
const NEEDS_TWO = new Set(["paper/2", "paper/3"]);
/** SIPVicious' tag writes IPv4 addresses; the sources of tool 15 and masscan hold no address at all, so IPv6 is no matter. */
const IPV4_ONLY = new Set(["paper/1", "paper/2", "paper/3", "paper/4", "extra/sipvicious-compact"]);
const PAPER = paperTools.map(({ id }) => id);

/** The strands of one source's flow. */
function strandsOf(datagrams: readonly SentDatagram[]): Strand[] {
  const set = emptyStrandSet();
  for (const [index, { endpoints, payload }] of datagrams.entries()) {
    addToStrands(set, observedRequest({ ...endpoints, text: Buffer.from(payload).toString("latin1") }, index + 1));
  }
  return listStrands(set);
}

function verdictOf(strand: Strand): Verdict | null {
  return identifyStrand(viewStrand(strand.state), builtinLibrary);
}

function toolOf(verdict: Verdict | null): string | null {
  return (verdict === null ? null : namedTool(verdict)?.signature.tool.id) ?? null;
}

/** A run of one tool under drawn circumstances. */
function flowOf(tool: string, count: number, random: Random, part: Partial<Conditions> = {}): SentDatagram[] {
  const conditions = { ...drawConditions(random.fork("conditions"), !IPV4_ONLY.has(tool)), ...part };
  const network = conditions.ipv6
    ? { source: "2001:db8:7::77", telescope: "2001:db8:9::" }
    : { source: "192.0.2.77", telescope: "198.51.100." };
  const run = beginRun(tool, random.fork("run"), { setUp: random.fork("set up") });
  return sendRun(run, count, { ...conditions, ...network }, random.fork("packets"));
}

/** Runs of these tools: how many were named, and which went wrong. */
function experiment(tools: readonly string[], count: number, rounds: number, fewest: number) {
  const wrong: string[] = [];
  const unnamed: string[] = [];
  let strands = 0;
  for (const tool of tools) {
    if (count === 1 && NEEDS_TWO.has(tool)) continue;
    for (let round = 0; round < rounds; round += 1) {
      const seed = `${tool}, ${count} packets, round ${round}`;
      for (const strand of strandsOf(flowOf(tool, count, new Random(seed)))) {
        if (strand.state.packets < fewest) continue;
        strands += 1;
        const verdict = verdictOf(strand);
        const named = toolOf(verdict);
        if (named === null) unnamed.push(`${seed}: ${verdict?.kind}`);
        else if (named !== tool) wrong.push(`${seed}: ${named}`);
      }
    }
  }
  return { wrong, unnamed, strands };
}

test.each([
  [1, 8],
  [2, 8],
])("with %i packets no tool of the paper is given another's name", (count, rounds) => {
  const { wrong, strands } = experiment(PAPER, count, rounds, 1);
  expect(wrong).toEqual([]);
  expect(strands).toBeGreaterThan(PAPER.length);
});

test.each([
  [5, 8],
  [20, 8],
  [1000, 1],
])("with %i packets all tools of the paper are named, in at least 99 of 100 runs", (count, rounds) => {
  const { wrong, unnamed, strands } = experiment(PAPER, count, rounds, 5);
  expect(wrong).toEqual([]);
  expect(unnamed.length / strands, unnamed.join("\n")).toBeLessThanOrEqual(0.01);
});

test("further scanners are named, and as none of the paper's tools", () => {
  const { wrong, unnamed } = experiment(EXTRA_TOOL_IDS, 20, 4, 5);
  expect([...wrong, ...unnamed]).toEqual([]);
});

/** The part of a strand's id that tells method and header order. */
const shapeOf = ({ localId }: Strand) => localId.split("/").slice(0, 2).join("/");

test("two tools at once behind one address: each strand has its own name, a mixed one has none", () => {
  const wrong: string[] = [];
  let mixed = 0;
  for (const [index, first] of PAPER.entries()) {
    for (const second of PAPER.slice(index + 1)) {
      for (const count of [2, 6]) {
        const seed = `${first} with ${second}, ${count} packets`;
        const random = new Random(seed);
        const ports = random.chance(0.5) ? [5060, 5060] : [5060, 5071];
        const shared: Partial<Conditions> = { ipv6: false, lineEnd: "\r\n", repeated: 0 };
        const flows = [first, second].map((tool, at) =>
          flowOf(tool, count, random.fork(`tool ${at}`), { ...shared, sourcePort: ports[at] ?? null }),
        );
        const shapes = flows.map((flow) => new Set(strandsOf(flow).map(shapeOf)));
        for (const strand of strandsOf(random.shuffle(flows.flat()))) {
          const holds = [first, second].filter(
            (_, at) =>
              shapes[at]?.has(shapeOf(strand)) && (strand.sourcePort === null || strand.sourcePort === ports[at]),
          );
          const named = toolOf(verdictOf(strand));
          if (holds.length > 1) mixed += 1;
          if (named !== null && (holds.length !== 1 || named !== holds[0])) wrong.push(`${seed}: ${named}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(mixed).toBeGreaterThan(0);
});
