import type { IpAddress } from "../net/address.ts";

/** What campaigns are found by. */
export interface CampaignSource {
  readonly address: IpAddress;
  /** UTC days on which it sent requests, as day numbers; at least one, ascending. */
  readonly days: readonly number[];
  /** Its first request. */
  readonly startNs: bigint;
  /** Its tool; of unnamed software the group of its fingerprints. */
  readonly software: string;
}

/** The sources with each software. */
export function bySoftware(sources: readonly CampaignSource[]): CampaignSource[][] {
  const groups = new Map<string, CampaignSource[]>();
  for (const source of sources) {
    const group = groups.get(source.software);
    if (group === undefined) groups.set(source.software, [source]);
    else group.push(source);
  }
  return [...groups.values()];
}
