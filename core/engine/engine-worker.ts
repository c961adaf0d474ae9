import { parentPort, workerData } from "node:worker_threads";
import type { EngineCallName, EngineCalls, EngineMessage, EngineRequest, EngineSettings } from "../contract/engine.ts";
import { Engine } from "./engine.ts";
import { shownFlows } from "./export/shown-flows.ts";
import { shownSources } from "./export/shown-sources.ts";
import { makeKeyFile, publicKeyOf } from "./key-file.ts";

if (parentPort === null) throw new Error("the engine runs as a worker thread only");
const port = parentPort;
const say = (message: EngineMessage) => port.postMessage(message);
const engine = new Engine(workerData as EngineSettings, say);

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
  index: () => engine.index(),
  state: () => engine.state(),
  overview: () => engine.results().overview(),
  filteredOverview: ({ query }) => engine.filteredOverview(query),
  flowPage: ({ query, offset, limit }) => engine.results().flowPage(query, offset, limit),
  exportFlows: ({ query, marked, format, path }) =>
    engine.outgoing.exportTable((results) => shownFlows(results, query, marked), format, path),
  writeEvidence: ({ query, marked, key, path }) => engine.outgoing.writeEvidence(query, marked, key, path),
  cancelEvidence: () => engine.outgoing.cancelEvidence(),
  sourcePage: ({ query, offset, limit }) => engine.results().sourcePage(query, offset, limit),
  findSource: ({ query, address }) => engine.results().findSource(query, address),
  exportSources: ({ query, marked, format, path }) =>
    engine.outgoing.exportTable((results) => shownSources(results, query, marked), format, path),
  inspectSource: ({ address }) => engine.results().inspectSource(address),
  sourceDays: ({ address }) => engine.sourceDays(address),
  flowFacets: ({ condition }) => engine.results().flowFacets(condition),
  findFlow: ({ query, flow }) => engine.results().findFlow(query, flow),
  inspectFlow: ({ flow }) => engine.results().inspectFlow(flow),
  mapFlow: ({ flow, prefix }) => engine.results().mapFlow(flow, prefix),
  inspectStrand: ({ strand }) => engine.results().inspectStrand(strand),
  evolution: ({ query }) => engine.results().figures.evolution(query),
  evolutionSources: ({ query, part, offset, limit }) =>
    engine.results().figures.evolutionSources(query, part, offset, limit),
  places: ({ flows }) => engine.results().figures.places(flows),
  numberPage: ({ query, offset, limit }) => engine.results().figures.numberPage(query, offset, limit),
  findNumber: ({ query, number }) => engine.results().figures.findNumber(query, number),
  calledCountries: ({ flows }) => engine.results().figures.calledCountries(flows),
  inspectNumber: ({ flows, number }) => engine.results().figures.inspectNumber(flows, number),
  campaigns: ({ filter }) => engine.campaigns(filter),
  campaignMembers: ({ campaign }) => engine.campaignMembers(campaign),
  campaignMosaic: ({ campaign }) => engine.campaignMosaic(campaign),
  campaignStatistics: () => engine.campaignStatistics(),
  campaignOfSource: ({ address }) => engine.campaignOfSource(address),
  setCampaignRules: ({ rules }) => engine.setCampaignRules(rules),
  decideCampaign: (request) => engine.act((actions) => actions.decideCampaign(request)),
  fingerprintPage: ({ query, offset, limit }) => engine.fingerprintPage(query, offset, limit),
  findFingerprint: ({ query, fingerprint }) => engine.findFingerprint(query, fingerprint),
  inspectFingerprint: ({ fingerprint }) => engine.inspectFingerprint(fingerprint),
  diff: ({ references }) => engine.diff(references),
  packetPage: ({ query, offset, limit }) => engine.packetPage(query, offset, limit),
  findPacket: ({ query, number, capture, after }) => engine.findPacket(query, number, capture, after),
  flowOverTime: ({ flow }) => engine.flowOverTime(flow),
  readPacket: (packet) => engine.readPacket(packet),
  locateCapture: ({ capture, path }) => engine.locateCapture(capture, path),
  previewJudgement: () => engine.previewJudgement(),
  judgeAnew: () => engine.judgeAnew(),
  news: () => engine.news(),
  compareWith: ({ path }) => engine.compareWith(path),
  lookAtMerge: ({ paths }) => engine.outgoing.lookAtMerge(paths),
  merge: ({ paths, out }) => engine.outgoing.merge(paths, out),
  cancelMerge: () => engine.outgoing.cancelMerge(),
  notes: () => engine.notes(),
  addNote: ({ target, text }) => engine.act((actions) => actions.addNote(target, text)),
  changeNote: ({ note, text }) => engine.act((actions) => actions.changeNote(note, text)),
  removeNote: ({ note }) => engine.act((actions) => actions.removeNote(note)),
  label: ({ fingerprint, label }) =>
    engine.act((actions) => (label === null ? actions.unlabel(fingerprint) : actions.label({ fingerprint, ...label }))),
  labelPreview: ({ fingerprint }) => engine.labelPreview(fingerprint),
  review: (request) => engine.act((actions) => actions.review(request)),
  signatures: () => engine.signatures(),
  inspectSignature: ({ signature }) => engine.inspectSignature(signature),
  checkSignature: ({ draft }) => engine.checkSignature(draft),
  trySignature: ({ draft, fingerprints }) => engine.trySignature(draft, fingerprints),
  stopProposing: () => engine.stopProposing(),
  proposeSignature: ({ fingerprints, name }) => engine.proposeSignature(fingerprints, name),
  rewriteExample: ({ example, draft }) => engine.rewriteExample(example, draft),
  exampleOfStrand: ({ strand, draft }) => engine.exampleOfStrand(strand, draft),
  changeSignature: ({ change, reason }) => engine.changeSignature(change, reason),
  previewPack: ({ path: file, without }) => engine.previewPack({ file, without }),
  importPack: ({ path: file, without, sha256, reason }) => engine.importPack({ file, without }, sha256, reason),
  exportFacts: ({ signatures }) => engine.packDesk().exports.facts(signatures),
  lookAtExport: ({ choice }) => engine.packDesk().exports.look(choice),
  writeExport: ({ choice, path: file, ...place }) => engine.packDesk().exports.write(choice, { file, ...place }),
  verify: ({ choice }) => engine.packDesk().verifying.verify(choice),
  stopEngines: () => engine.stopEngines(),
  makeKey: ({ path }) => {
    const made = makeKeyFile(path);
    // The secret half stays in its file.
    return "code" in made ? made : { publicKey: made.publicKey };
  },
  publicKeyOf: ({ path }) => publicKeyOf(path),
  previewRematch: () => engine.previewRematch(),
  applyRematch: ({ stamp }) => engine.applyRematch(stamp),
  deeds: () => engine.deeds(),
  goTo: ({ event }) => engine.act((actions) => actions.goTo(event)),
  saidOfFingerprints: () => engine.saidOfFingerprints(),
  step: ({ kind }) => engine.act((actions) => actions.step(kind)),
  previewReport: ({ release }) => engine.outgoing.previewReport(release),
  reportPage: ({ release }) => engine.outgoing.reportPage(release),
  cancelReport: () => engine.outgoing.cancelReport(),
  writeReport: ({ bytes, path }) => engine.outgoing.writeReport(bytes, path),
  capturePage: ({ query, offset, limit }) => engine.captures().page(query, offset, limit),
  findCapture: ({ query, capture }) => engine.captures().find(query, capture),
  inspectCapture: ({ capture }) => engine.captures().inspect(capture),
  removalOf: ({ capture }) => engine.removalOf(capture),
  removeCapture: ({ capture }) => engine.removeCapture(capture),
  capturesText: ({ query }) => engine.captures().text(query),
  crossCheck: ({ capture, wanted }) => engine.crossCheck(capture, wanted),
  useTables: ({ paths }) => engine.useTables(paths),
  savedFilters: () => engine.savedFilters(),
  saveFilters: ({ filters }) => engine.saveFilters(filters),
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
