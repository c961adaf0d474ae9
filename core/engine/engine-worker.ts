import { parentPort, workerData } from "node:worker_threads";
import type { EngineCallName, EngineCalls, EngineMessage, EngineRequest, EngineSettings } from "../contract/engine.ts";
import { Engine } from "./engine.ts";

if (parentPort === null) throw new Error("the engine runs as a worker thread only");
const port = parentPort;
const say = (message: EngineMessage) => port.postMessage(message);
const engine = new Engine(workerData as EngineSettings, (state) => say({ type: "reading", state }));

type Answers = {
  readonly [Name in EngineCallName]: (
    params: EngineCalls[Name]["params"],
  ) => EngineCalls[Name]["result"] | Promise<EngineCalls[Name]["result"]>;
};

const ANSWERS: Answers = {
  open: ({ paths, tables, rules }) => engine.openPaths(paths, tables, rules),
  add: ({ paths, rules }) => engine.add(paths, rules),
  useRules: ({ rules }) => engine.useRules(rules),
  saveAs: ({ path }) => engine.saveAs(path),
  close: () => engine.close(),
  cancel: () => engine.cancel(),
  retry: () => engine.retry(),
  state: () => engine.state(),
  overview: () => engine.results().overview(),
  flowPage: ({ query, offset, limit }) => engine.results().flowPage(query, offset, limit),
  exportFlows: ({ query, format, path }) => engine.exportFlows(query, format, path),
  flowFacets: ({ query }) => engine.results().flowFacets(query),
  findFlow: ({ query, flow }) => engine.results().findFlow(query, flow),
  inspectFlow: ({ flow }) => engine.results().inspectFlow(flow),
  mapFlow: ({ flow, prefix }) => engine.results().mapFlow(flow, prefix),
  inspectStrand: ({ strand }) => engine.results().inspectStrand(strand),
  packetPage: ({ query, offset, limit }) => engine.packetPage(query, offset, limit),
  findPacket: ({ query, number, capture, after }) => engine.findPacket(query, number, capture, after),
  flowOverTime: ({ flow }) => engine.flowOverTime(flow),
  readPacket: (packet) => engine.readPacket(packet),
  locateCapture: ({ capture, path }) => engine.locateCapture(capture, path),
  capturePage: ({ query, offset, limit }) => engine.captures().page(query, offset, limit),
  findCapture: ({ query, capture }) => engine.captures().find(query, capture),
  inspectCapture: ({ capture }) => engine.captures().inspect(capture),
  capturesText: ({ query }) => engine.captures().text(query),
  crossCheck: ({ capture, wanted }) => engine.crossCheck(capture, wanted),
  useTables: ({ paths }) => engine.useTables(paths),
  packs: () => engine.packs(),
};

port.on("message", async <Name extends EngineCallName>({ id, name, params }: EngineRequest & { name: Name }) => {
  try {
    const answer = ANSWERS[name] as (params: unknown) => unknown;
    say({ type: "answer", id, result: await answer(params) });
    // Nothing is asked any more: the thread ends by itself. One that is torn from a database takes the program with it.
    if (name === "close") port.close();
  } catch (error) {
    say({ type: "fault", id, message: error instanceof Error ? error.message : String(error) });
  }
});
