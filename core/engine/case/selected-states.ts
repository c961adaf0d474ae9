import { FlowSelection, MOST_FAINT_FLOWS, type SetAside } from "../../flow/faint-flows.ts";
import type { Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import type { CaseStates } from "./case-states.ts";

/** The sources of a case with the flows that are looked into: what `selectFlows` gives, without holding all of it. */
export class SelectedStates {
  private readonly states: CaseStates;
  private readonly selection: FlowSelection;

  constructor(states: CaseStates, timeoutNs: bigint) {
    this.states = states;
    this.selection = new FlowSelection(timeoutNs);
  }

  /** Some sources at a time, in the order of their addresses. Ends early where nothing more is wanted: once only. */
  async *portions(isWanted: () => boolean = () => true): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    if ((await this.states.countKept()) > MOST_FAINT_FLOWS) {
      for await (const sources of this.states.portionsWithKept()) {
        this.selection.rank(sources);
        if (!isWanted()) return;
      }
    }
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
