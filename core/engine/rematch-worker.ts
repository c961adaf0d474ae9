import { parentPort, workerData } from "node:worker_threads";
import { viewStrand } from "../fingerprint/view-strand.ts";
import { nanoseconds } from "../flow/rule-texts.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { Rematch, type RematchSummary, type UntoldStrand } from "../signature/rematch.ts";
import { compileLibrary, type SignatureDefinition, type SignatureLibrary } from "../signature/signature.ts";
import { strandsOf } from "./case/listed-strands.ts";
import { type OutlineBytes, readOutlines } from "./case/stored-outlines.ts";
import { SourceReader } from "./case/stored-sources.ts";
import { DamagedValue } from "./case/value-bytes.ts";
import {
  type PackedStates,
  type RematchOrder,
  type RematchReply,
  type RematchWork,
  unpackStates,
} from "./rematch-work.ts";

if (parentPort === null) throw new Error("strands are matched again by a worker thread only");
const port = parentPort;
const { shapes, rules, before, after } = workerData as RematchWork;
const reader = new SourceReader(shapes, nanoseconds(rules.flowTimeoutSeconds), "strands");
const matching = new Rematch(compiled(before), compiled(after));
/** Strands whose messages must tell, by id. */
const untold = new Map<string, UntoldStrand>();

port.on("message", (order: RematchOrder) => port.postMessage(carryOut(order)));

function carryOut(order: RematchOrder): RematchReply {
  try {
    switch (order.kind) {
      case "outlines":
        return { kind: "untold", sources: matchOutlines(order.outlines) };
      case "states":
        matchStates(order.states);
        return { kind: "matched" };
      case "end":
        return { kind: "summary", summary: summed() };
    }
  } catch (error) {
    // What an error is does not cross threads, and damage is no fault of the program.
    if (error instanceof DamagedValue) return { kind: "damaged", message: error.message };
    throw error;
  }
}

/** Sources of strands that are left. */
function matchOutlines(bytes: OutlineBytes): IpAddress[] {
  const sources = new Set<IpAddress>();
  for (const { source, flow, strand, packets, outline } of readOutlines(bytes)) {
    const left = matching.addByMasks({ flow, source: formatAddress(source), packets }, outline);
    if (left === null) continue;
    untold.set(strand, left);
    sources.add(source);
  }
  return [...sources];
}

function matchStates(states: PackedStates): void {
  for (const sources of reader.read(unpackStates(states))) {
    for (const { id, state } of strandsOf(sources, rules)) {
      const left = untold.get(id);
      if (left === undefined) continue;
      untold.delete(id);
      matching.addUntold(left, viewStrand(state));
    }
  }
}

function summed(): RematchSummary {
  const [strand] = untold.keys();
  if (strand !== undefined) throw new DamagedValue(`there is no state of the strand ${strand}`);
  return matching.summary();
}

function compiled(definitions: readonly SignatureDefinition[]): SignatureLibrary {
  const library = compileLibrary(definitions);
  if (!library.ok) throw new Error(library.errors.map(({ message }) => message).join(" "));
  return library.library;
}
