import type { OverviewSenders } from "../../../core/contract/overview.ts";
import { countOf, formatCount, formatShare } from "../../ui/numbers.ts";

type Senders = OverviewSenders["senders"];

/** Sources of one request, with their share. */
export function onePacketWords({ sources, onePacketSources }: Pick<Senders, "sources" | "onePacketSources">): string {
  return `${formatCount(onePacketSources)} (${formatShare(onePacketSources, sources)})`;
}

/** How widely the TTLs spread over the sources. */
export function ttlWords({ ttl: { min, max, distinct, quartiles, varyingSources } }: Senders): string {
  if (min === max) return `all ${min}${varying(varyingSources)}`;
  const [low, , high] = quartiles;
  return `${min} to ${max}, ${distinct} values, half within ${low} to ${high}${varying(varyingSources)}`;
}

function varying(sources: number): string {
  return sources === 0 ? "" : `; ${countOf(sources, "source varies", "sources vary")}`;
}

/** Sources by the likely start value of their TTL, in the order of the values. */
export function initialWords({ ttl: { initial } }: Senders): string {
  return Object.entries(initial)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([value, sources]) => `${value}: ${formatCount(sources)}`)
    .join(", ");
}

/** How the identifications of the sources' first packets spread. */
export function ipIdWords({ ipId }: Senders): string {
  if (ipId === null) return "none, IPv6";
  const { sources, distinct, commonest, steps, countedSteps } = ipId;
  const often = commonest.sources > 1 ? `, ${formatCount(commonest.sources)} × ${commonest.value}` : "";
  const counting = steps === 0 ? "" : `; ${formatShare(countedSteps, steps)} of steps count up`;
  return `${countOf(distinct, "value")} of ${formatCount(sources)}${often}${counting}`;
}
