import { ipv4Prefix, mapDestinations } from "../behaviour/destination-map.ts";
import type { FlowMap, MapPrefix } from "../contract/flow-map.ts";
import type { FlowState } from "../flow/flow-state.ts";

/** Where the destinations of a flow lie within a prefix; null: within the one that holds all of them. */
export function mapFlow(
  { firstVisits, firstNs, lastNs }: Pick<FlowState, "firstVisits" | "firstNs" | "lastNs">,
  prefix: MapPrefix | null,
): FlowMap {
  let ipv4Destinations = 0;
  for (const address of firstVisits.keys()) if (typeof address === "number") ipv4Destinations += 1;
  return {
    ipv4Destinations,
    ipv6Destinations: firstVisits.size - ipv4Destinations,
    firstNs,
    lastNs,
    map: mapDestinations(firstVisits, prefix === null ? null : ipv4Prefix(prefix.network, prefix.length)),
  };
}
