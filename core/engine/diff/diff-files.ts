import type { DiffAnswer } from "../../contract/diff.ts";
import { type AnalysisRules, nanoseconds } from "../../flow/rule-texts.ts";
import type { Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import type { JudgedFlow } from "../../report/flow-report.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import { capturesUnder, forSourcesOfCase, rulesOfCase } from "../case/analyse-case.ts";
import type { CaseFile } from "../case/case-file.ts";
import { CasePackets } from "../case/case-packets.ts";
import { foldRulesText } from "../case/case-settings.ts";
import { Turns } from "../case/turns.ts";
import { DEFAULT_CHUNK_BYTES, DEFAULT_MOST_HELD, ingest } from "../ingest.ts";
import { judgeFlows } from "../judge-flows.ts";
import { isHarmless, listInputs } from "../list-inputs.ts";
import type { IngestProgress } from "../read-files.ts";
import { SelectedStates } from "../selected-states.ts";
import { diffReferences } from "./diff-references.ts";
import { JudgedComparables } from "./judged-comparables.ts";
import { packetOfCapture } from "./packet-of-capture.ts";
import { partsOfPacket } from "./parts-of-packet.ts";

/** What to compare in captures, and how they are read. */
export interface CaptureDiffOptions {
  readonly paths: readonly string[];
  readonly references: readonly string[];
  readonly rules: AnalysisRules;
  readonly library: SignatureLibrary;
  readonly threads: number;
  readonly workerUrl: URL;
}

/** A diff of what captures hold; files that were not read or not whole, each with a sentence. */
export interface CaptureDiff {
  /** Null: nothing could be read, or the reading was cancelled. */
  readonly answer: DiffAnswer | null;
  readonly cancelled: boolean;
  readonly troubles: readonly string[];
}

/** Reads captures and compares what the references name in them. */
export function diffCaptures(
  { paths, references, rules, library, threads, workerUrl }: CaptureDiffOptions,
  onProgress: (progress: IngestProgress) => void,
): { readonly result: Promise<CaptureDiff>; cancel(): void } {
  const inputs = listInputs(paths);
  const { ports, flowTimeoutSeconds, tunnels } = rules;
  const readingRules = { ports, flowTimeoutNs: nanoseconds(flowTimeoutSeconds), tunnels };
  const job = ingest(
    inputs.files.map((file) => file.path),
    { rules: readingRules, threads, chunkBytes: DEFAULT_CHUNK_BYTES, mostHeld: DEFAULT_MOST_HELD, workerUrl },
    onProgress,
  );
  const result = job.result.then(async ({ captures, refused, states, cancelled, pathOf }): Promise<CaptureDiff> => {
    const failed = [...inputs.refused, ...refused].filter((refusal) => !isHarmless(refusal, inputs.named));
    const cut = captures.filter(({ facts }) => !facts.complete);
    const troubles = [
      ...failed.map(({ name, message }) => `${name}: not read. ${message}`),
      ...cut.map(({ name, facts }) => `${name}: ${facts.reason}`),
    ];
    if (cancelled || captures.length === 0) return { answer: null, cancelled, troubles };
    const chosen = new Map<IpAddress, Source>();
    for await (const sources of new SelectedStates(states, readingRules.flowTimeoutNs).portions()) {
      for (const [address, source] of sources) chosen.set(address, source);
    }
    const flows = await flowsOfSources(chosen, rules, library);
    const known = new JudgedComparables(flows, library, captures, ({ sha256 }, number) =>
      packetOfCapture(pathOf(sha256), number, readingRules),
    );
    return { answer: await diffReferences(references, known), cancelled, troubles };
  });
  return { result, cancel: () => job.cancel() };
}

/** Compares what the references name in a case. */
export async function diffCase(
  opened: CaseFile,
  references: readonly string[],
  library: SignatureLibrary,
): Promise<DiffAnswer> {
  const rules = await rulesOfCase(opened);
  const chosen = new Map<IpAddress, Source>();
  await forSourcesOfCase(opened, rules, (sources) => {
    for (const [address, source] of sources) chosen.set(address, source);
  });
  const flows = await flowsOfSources(chosen, rules, library);
  const captures = await opened.use((connection) => capturesUnder(connection, rules));
  const packets = new CasePackets(new Turns(await opened.connect()), await opened.connect(), foldRulesText(rules));
  const known = new JudgedComparables(
    flows,
    library,
    captures.map(({ capture }) => capture),
    async ({ sha256, name }, number) => partsOfPacket(await packets.read({ capture: sha256, number }), name, number),
  );
  return diffReferences(references, known);
}

async function flowsOfSources(
  selected: ReadonlyMap<IpAddress, Source>,
  { flowTimeoutSeconds, telescope, preset }: AnalysisRules,
  library: SignatureLibrary,
): Promise<JudgedFlow[]> {
  const flowTimeoutNs = nanoseconds(flowTimeoutSeconds);
  return judgeFlows(selected, { flowTimeoutNs, telescope: telescope ?? [], preset, library }, () => true);
}
