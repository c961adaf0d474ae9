import type { StrandState } from "../../core/fingerprint/strand-state.ts";
import { addToStrands, emptyStrandSet, listStrands } from "../../core/flow/strand-set.ts";
import { drawConditions, sendRun } from "../generator/conditions.ts";
import { Random } from "../generator/random.ts";
import { beginRun } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";
import { inventTool } from "../generator/unknown-tools.ts";
import { observedRequest } from "./observed-request.ts";

/** SIPVicious' tag writes IPv4 addresses. */
const IPV4_ONLY = new Set(["paper/1", "paper/2", "paper/3", "paper/4"]);

export const KNOWN_TOOLS: readonly string[] = paperTools.map(({ id }) => id);

/** A strand of a generated case, and the tool that sent it. */
export interface GeneratedStrand {
  readonly tool: string;
  readonly id: string;
  readonly run: string;
  readonly state: StrandState;
}

/** What differs between cases of the same tools. */
export interface CaseSeeds {
  /** Packets, addresses and circumstances. */
  readonly packets: string;
  /** What each run draws once: values a tool's table leaves open, order of header fields. */
  readonly setUps: string;
}

/** Strands of these tools, each with three runs of 20 to 60 packets. Tools without a row in the table are invented. */
export function generatedCase(tools: readonly string[], seeds: CaseSeeds): GeneratedStrand[] {
  return tools.flatMap((tool, index) => [1, 2, 3].flatMap((run) => strandsOfRun(tool, index, run, seeds)));
}

function strandsOfRun(tool: string, index: number, run: number, seeds: CaseSeeds): GeneratedStrand[] {
  const random = new Random(`${seeds.packets} ${tool} ${run}`);
  const isKnown = KNOWN_TOOLS.includes(tool);
  const conditions = drawConditions(random.fork("conditions"), !IPV4_ONLY.has(tool));
  const network = conditions.ipv6
    ? { source: `2001:db8:7::${index + 1}:${run}`, telescope: "2001:db8:9::" }
    : { source: `192.0.2.${index * 3 + run}`, telescope: "198.51.100." };
  const sender = isKnown
    ? beginRun(tool, random.fork("run"), { setUp: new Random(`${seeds.setUps} ${tool} ${run}`) })
    : inventTool(tool, random.fork("run"));
  const sent = sendRun(sender, random.int(20, 60), { ...conditions, ...network }, random.fork("packets"));
  const set = emptyStrandSet();
  for (const [number, { endpoints, payload }] of sent.entries()) {
    addToStrands(set, observedRequest({ ...endpoints, text: Buffer.from(payload).toString("latin1") }, number + 1));
  }
  const flow = `${tool} run ${run}`;
  return listStrands(set).map(({ localId, state }) => ({ tool, id: `${flow}/${localId}`, run: flow, state }));
}
