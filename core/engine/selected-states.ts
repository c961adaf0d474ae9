import { FlowSelection, MOST_FAINT_FLOWS, type SetAside } from "../flow/faint-flows.ts";
import type { Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { TimeSlices } from "./time-slices.ts";

/** Sources in portions of a bounded size. */
export type SourcePortions = Iterable<ReadonlyMap<IpAddress, Source>> | AsyncIterable<ReadonlyMap<IpAddress, Source>>;

/** Settled sources, of which some at a time are made of the form in which all of them are held. */
export interface StatesInPortions {
  countSources(): number | Promise<number>;
  /** Requests of no folded flow, before states of one source are merged: afterwards they are fewer or as many. */
  countKept(): number | Promise<number>;
  /** All sources, each once. They may be let go of as they are handed out. */
  portions(): SourcePortions;
  /** The same of the sources that have requests of no folded flow; all of them stay. */
  portionsWithKept(): SourcePortions;
}

/** Sources with the flows that are looked into: what `selectFlows` gives, without holding all of it. */
export class SelectedStates {
  private readonly states: StatesInPortions;
  private readonly selection: FlowSelection;

  constructor(states: StatesInPortions, timeoutNs: bigint) {
    this.states = states;
    this.selection = new FlowSelection(timeoutNs);
  }

  /** Up to which rank faint flows are looked into. Of no use where `isWanted` says no meanwhile. */
  async bound(isWanted: () => boolean = () => true): Promise<number> {
    if ((await this.states.countKept()) <= MOST_FAINT_FLOWS) return this.selection.bound;
    const slices = new TimeSlices();
    for await (const sources of this.states.portionsWithKept()) {
      this.selection.rank(sources);
      if (slices.areOver) await slices.pause();
      if (!isWanted()) break;
    }
    return this.selection.bound;
  }

  /** Some sources at a time, each once. Ends early where nothing more is wanted: once only. */
  async *portions(isWanted: () => boolean = () => true): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    await this.bound(isWanted);
    if (!isWanted()) return;
    for await (const sources of this.states.portions()) {
      yield this.selection.choose(sources);
      if (!isWanted()) return;
    }
  }

  /** What is not looked into of the sources so far. */
  get setAside(): SetAside {
    return this.selection.setAside;
  }
}
