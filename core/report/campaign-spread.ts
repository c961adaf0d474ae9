import { blockOf, ipv4Blocks } from "../behaviour/telescope.ts";
import type { IpAddress } from "../net/address.ts";
import { addCount } from "./plain-record.ts";
import type { Telescope } from "./telescope-report.ts";
import { sixDigits } from "./time-text.ts";

/** How the members of a campaign spread over destinations. */
export interface CampaignSpread {
  /** Distinct destinations of all members. */
  readonly destinations: number;
  /** Share of the telescope's IPv4 addresses among them; null where it has none. */
  readonly coverage: number | null;
  /** Of the members but one the share that a destination saw as well, on average over the destinations; null without any. */
  readonly overlap: number | null;
}

/** The spread of members, by the destinations of each. */
export function spreadOf(destinations: Iterable<ReadonlySet<IpAddress>>, telescope: Telescope): CampaignSpread {
  const visitors = new Map<IpAddress, number>();
  let members = 0;
  for (const ofMember of destinations) {
    members += 1;
    for (const destination of ofMember) addCount(visitors, destination, 1);
  }
  return {
    destinations: visitors.size,
    coverage: coverageOf(visitors, telescope),
    overlap: overlapOf(visitors, members),
  };
}

function coverageOf(visitors: ReadonlyMap<IpAddress, number>, { prefixes, addresses }: Telescope): number | null {
  if (addresses === 0) return null;
  const blocks = ipv4Blocks(prefixes);
  let inside = 0;
  for (const address of visitors.keys()) {
    if (typeof address === "number" && blockOf(blocks, address) !== undefined) inside += 1;
  }
  return sixDigits(inside / addresses);
}

function overlapOf(visitors: ReadonlyMap<IpAddress, number>, members: number): number | null {
  // A campaign the analyst split may have a single member: it shares nothing with nobody.
  if (visitors.size === 0 || members < 2) return null;
  let further = 0;
  for (const count of visitors.values()) further += count - 1;
  return sixDigits(further / (visitors.size * (members - 1)));
}
