import { type Fingerprint, fingerprintOf } from "../../fingerprint/fingerprint.ts";
import type { StrandState } from "../../fingerprint/strand-state.ts";
import type { FlowState } from "../../flow/flow-state.ts";
import { strandsUnder } from "../../flow/preset.ts";
import { type AnalysisRules, nanoseconds } from "../../flow/rule-texts.ts";
import { type Source, stateOfSource } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { flowsOf } from "../../report/build-report.ts";
import { flowIdOf } from "../../report/flow-report.ts";
import { SelectedStates } from "../selected-states.ts";
import { forSourcesOfCase, rulesOfCase } from "./analyse-case.ts";
import { listCaptures } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";

/** A strand of a case, of those the report lists. */
export interface CaseStrand {
  /** As in the report. */
  readonly id: string;
  readonly source: IpAddress;
  readonly flow: FlowState;
  readonly state: StrandState;
  /** Id of its fingerprint, and the text that is hashed. */
  readonly fingerprint: string;
  readonly text: string;
}

/** All strands of the case, those of each source together. Memory holds a few sources at a time. */
export async function forStrandsOfCase(opened: CaseFile, each: (strand: CaseStrand) => void): Promise<void> {
  const rules = await rulesOfCase(opened);
  await forSourcesOfCase(opened, rules, (sources) => {
    for (const strand of strandsOf(sources, rules)) each(strand);
  });
}

/** All strands of the case at once, in no order. */
export async function strandsOfCase(opened: CaseFile): Promise<CaseStrand[]> {
  const strands: CaseStrand[] = [];
  await forStrandsOfCase(opened, (strand) => strands.push(strand));
  return strands;
}

/** The same of captures that were read under these rules, some sources at a time. Ends early where nothing more is wanted. */
export async function* strandsInPortions(
  opened: CaseFile,
  rules: AnalysisRules,
  isWanted: () => boolean,
): AsyncGenerator<CaseStrand> {
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  const text = foldRulesText(rules);
  const connection = await opened.connect();
  try {
    const captures = (await listCaptures(connection)).filter((capture) => capture.rules === text);
    const ids = captures.map(({ id }) => id);
    const states = new SelectedStates(await CaseStates.of(connection, ids, timeoutNs), timeoutNs);
    for await (const sources of states.portions(isWanted)) yield* strandsOf(sources, rules);
  } catch (error) {
    throw opened.errorOf(error);
  } finally {
    opened.release(connection);
  }
}

/** All strands of some sources, in no order. */
export function strandsOf(sources: ReadonlyMap<IpAddress, Source>, rules: AnalysisRules): CaseStrand[] {
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  return Array.from(sources).flatMap(([source, held]) =>
    flowsOf(stateOfSource(held, timeoutNs)).flatMap((flow) =>
      strandsUnder(rules.preset, flow.strands).map(
        ({ localId, state }) => new HeldStrand(`${flowIdOf(source, flow)}/${localId}`, source, flow, state),
      ),
    ),
  );
}

/** A strand whose fingerprint is made once it is asked for: matching does without. */
class HeldStrand implements CaseStrand {
  readonly id: string;
  readonly source: IpAddress;
  readonly flow: FlowState;
  readonly state: StrandState;
  private made: Fingerprint | null = null;

  constructor(id: string, source: IpAddress, flow: FlowState, state: StrandState) {
    this.id = id;
    this.source = source;
    this.flow = flow;
    this.state = state;
  }

  get fingerprint(): string {
    return this.whole().id;
  }

  get text(): string {
    return this.whole().text;
  }

  private whole(): Fingerprint {
    this.made ??= fingerprintOf(this.state);
    return this.made;
  }
}
