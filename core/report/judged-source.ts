import type { FlowsAside } from "../flow/faint-flows.ts";
import type { Located } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import type { CountedFlow } from "./counted-flow.ts";
import { earliest } from "./time-range.ts";

/** A source with its flows judged. What is said of it holds for all of them, also for those that were counted only. */
export interface JudgedSource {
  readonly address: IpAddress;
  readonly flows: readonly CountedFlow[];
  /** Flows that were counted only. */
  readonly aside: FlowsAside;
  readonly located: Located;
  /** UTC days with requests, as day numbers, ascending. */
  readonly days: readonly number[];
  /** Time of its first request; null without times. */
  readonly startNs: bigint | null;
  readonly packets: number;
}

export function judgeSource(
  address: IpAddress,
  { activeDays }: { readonly activeDays: ReadonlySet<number> },
  flows: readonly CountedFlow[],
  aside: FlowsAside,
  located: Located,
): JudgedSource {
  return {
    address,
    flows,
    aside,
    located,
    days: [...new Set([...activeDays, ...aside.activeDays])].sort((a, b) => a - b),
    startNs: earliest([aside.firstNs, ...flows.map((flow) => flow.state.firstNs)]),
    packets: flows.reduce((sum, flow) => sum + flow.state.packets, aside.packets),
  };
}

/** Where its requests went. The set is made when it is asked for: of a flood they do not fit into memory at once. */
export function destinationsOf({ flows, aside }: JudgedSource): ReadonlySet<IpAddress> {
  const destinations = new Set(aside.destinations);
  for (const flow of flows) for (const destination of flow.state.firstVisits.keys()) destinations.add(destination);
  return destinations;
}
