import type { FlowState } from "../flow/flow-state.ts";
import type { IpAddress } from "../net/address.ts";
import type { FlowFacts, JudgedFlow } from "./flow-report.ts";
import type { JudgedStrand } from "./strand-report.ts";

/** What is counted of a flow over all flows: a hundredth of its state. A judged flow is one. */
export interface CountedFlow {
  readonly source: IpAddress;
  readonly report: Pick<FlowFacts, "source" | "strategy" | "ttl">;
  readonly state: Pick<FlowState, "packets" | "firstNs" | "lastNs" | "methods"> & {
    /** Its destinations are the keys. */
    readonly firstVisits: { keys(): Iterable<IpAddress>; readonly size: number };
    readonly ipHeaders: Pick<FlowState["ipHeaders"], "earliest">;
  };
  readonly strands: readonly CountedStrand[];
}

/** What is counted of a strand. */
export interface CountedStrand {
  readonly strand: { readonly state: Pick<JudgedStrand["strand"]["state"], "packets"> };
  readonly fingerprint: Pick<JudgedStrand["fingerprint"], "id">;
  readonly named: Pick<NonNullable<JudgedStrand["named"]>, "signature" | "variant"> | null;
}

/** The flow without what is not counted, so that its state can be forgotten. */
export function countedFlow({ source, report, state, strands }: JudgedFlow): CountedFlow {
  const { packets, firstNs, lastNs, methods, firstVisits, ipHeaders } = state;
  return {
    source,
    report: { source: report.source, strategy: report.strategy, ttl: report.ttl },
    state: {
      packets,
      firstNs,
      lastNs,
      methods,
      firstVisits: withoutTimes(firstVisits),
      ipHeaders: { earliest: ipHeaders.earliest.slice(0, 1) },
    },
    strands: strands.map(({ strand, fingerprint, named }) => ({
      strand: { state: { packets: strand.state.packets } },
      fingerprint: { id: fingerprint.id },
      named: named === null ? null : { signature: named.signature, variant: named.variant },
    })),
  };
}

/** The destinations in four bytes each: there are as many as packets, in the worst of cases. */
function withoutTimes(firstVisits: FlowState["firstVisits"]): CountedFlow["state"]["firstVisits"] {
  const addresses = [...firstVisits.keys()];
  const isIpv4 = addresses.every((address) => typeof address === "number");
  const destinations = isIpv4 ? Uint32Array.from(addresses) : addresses;
  return { size: destinations.length, keys: () => destinations };
}
