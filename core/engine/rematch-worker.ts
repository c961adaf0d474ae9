import { parentPort, workerData } from "node:worker_threads";
import { FlowSelection } from "../flow/faint-flows.ts";
import { nanoseconds } from "../flow/rule-texts.ts";
import { formatAddress } from "../net/address.ts";
import { flowIdOf } from "../report/flow-report.ts";
import { Rematch } from "../signature/rematch.ts";
import { compileLibrary, type SignatureDefinition, type SignatureLibrary } from "../signature/signature.ts";
import { strandsOf } from "./case/listed-strands.ts";
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
const { shapes, rules, faintBound, before, after } = workerData as RematchWork;
const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
const reader = new SourceReader(shapes, timeoutNs, "strands");
const selection = FlowSelection.upTo(faintBound, timeoutNs);
const matching = new Rematch(compiled(before), compiled(after));

port.on("message", (order: RematchOrder) => port.postMessage(carryOut(order)));

function carryOut(order: RematchOrder): RematchReply {
  if (order.kind === "end") return { kind: "summary", summary: matching.summary() };
  try {
    match(order.states);
    return { kind: "matched" };
  } catch (error) {
    // What an error is does not cross threads, and damage is no fault of the program.
    if (error instanceof DamagedValue) return { kind: "damaged", message: error.message };
    throw error;
  }
}

function match(states: PackedStates): void {
  for (const sources of reader.read(unpackStates(states))) {
    for (const { source, flow, state } of strandsOf(selection.choose(sources), rules)) {
      matching.add({ flow: flowIdOf(source, flow), source: formatAddress(source), state });
    }
  }
}

function compiled(definitions: readonly SignatureDefinition[]): SignatureLibrary {
  const library = compileLibrary(definitions);
  if (!library.ok) throw new Error(library.errors.map(({ message }) => message).join(" "));
  return library.library;
}
