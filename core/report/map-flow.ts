import { ipv4Prefix, mapDestinations } from "../behaviour/destination-map.ts";
import type { FlowMap, MapPrefix } from "../contract/flow-map.ts";
import type { FlowState } from "../flow/flow-state.ts";

/** Where the destinations of a flow lie within a prefix; null: within the one that holds all of them. */
export function mapFlow(
  { firstVisits, firstNs, lastNs }: Pick<FlowState, "firstVisits" | "firstNs" | "lastNs">,
  prefix: MapPrefix | null,
): FlowMap {
  const map = mapDestinations(firstVisits, prefix === null ? null : ipv4Prefix(prefix.network, prefix.length));
  return {
    ipv6Destinations: firstVisits.size - (map?.destinations ?? 0),
    firstNs,
    lastNs,
    map,
  };
}
