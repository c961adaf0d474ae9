import type { UsedTable } from "../contract/geography.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { type GeoTable, locate } from "../geography/geo-table.ts";
import type { IpAddress } from "../net/address.ts";
import type { CountedFlow } from "./counted-flow.ts";
import { usedTable } from "./located-source.ts";

/**
 * Sources and packets by country and tool (Griffioen, Hu and Doerr, Fig. 4). A source counts once in its country, and
 * once under each of its tools: these sum to more where sources use several. Packets and flows of a tool are those of
 * strands it is named for. A country of null stands for sources no table knows the country of, a tool of null for packets
 * no signature names.
 */
export interface Places {
  readonly all: PlaceCounts;
  /** Most sources first, then most packets, then by code; without a country last. */
  readonly countries: readonly Place[];
  /** In the same order. */
  readonly tools: readonly ToolCounts[];
  /** Tables that say where sources are; without any all are in no country. */
  readonly geoTables: readonly UsedTable[];
}

export interface PlaceCounts {
  readonly sources: number;
  readonly packets: number;
  readonly flows: number;
}

export interface ToolCounts extends PlaceCounts {
  readonly tool: string | null;
}

export interface Place extends PlaceCounts {
  /** ISO 3166-1 code. */
  readonly country: string | null;
  readonly tools: readonly ToolCounts[];
}

/** What is counted, wherever flows are held, in no order. */
export interface CountedPlaces {
  readonly all: PlaceCounts;
  readonly countries: readonly (PlaceCounts & { readonly country: string | null })[];
  readonly tools: readonly ToolCounts[];
  readonly ofTools: readonly (ToolCounts & { readonly country: string | null })[];
}

/** Counts flows that are held in memory. */
export function countPlaces(flows: Iterable<CountedFlow>, tables: readonly GeoTable[]): CountedPlaces {
  const known = new Map<IpAddress, string | null>();
  const countryOf = (source: IpAddress) => {
    if (!known.has(source)) known.set(source, locate(tables, source).country?.code ?? null);
    return known.get(source) ?? null;
  };
  const all = new Tally();
  const countries = new Map<string | null, Tally>();
  const tools = new Map<string | null, Tally>();
  const ofTools = new Map<string | null, Map<string | null, Tally>>();
  for (const { source, state, strands } of flows) {
    const country = countryOf(source);
    all.add(source, state.packets);
    tallyOf(countries, country).add(source, state.packets);
    const packets = new Map<string | null, number>();
    for (const { named, strand } of strands) {
      const tool = named?.signature.tool.id ?? null;
      packets.set(tool, (packets.get(tool) ?? 0) + strand.state.packets);
    }
    const inCountry = ofTools.get(country) ?? new Map<string | null, Tally>();
    ofTools.set(country, inCountry);
    for (const [tool, count] of packets) {
      tallyOf(tools, tool).add(source, count);
      tallyOf(inCountry, tool).add(source, count);
    }
  }
  return {
    all: all.counts,
    countries: Array.from(countries, ([country, tally]) => ({ country, ...tally.counts })),
    tools: Array.from(tools, ([tool, tally]) => ({ tool, ...tally.counts })),
    ofTools: Array.from(ofTools, ([country, inCountry]) =>
      Array.from(inCountry, ([tool, tally]) => ({ country, tool, ...tally.counts })),
    ).flat(),
  };
}

/** What was counted, in order. */
export function placesOf({ all, countries, tools, ofTools }: CountedPlaces, tables: readonly GeoTable[]): Places {
  return {
    all,
    countries: countries
      .toSorted(
        (a, b) =>
          Number(a.country === null) - Number(b.country === null) || bySize(a, b) || byName(a.country, b.country),
      )
      .map((place) => ({
        ...place,
        tools: ofTools
          .filter(({ country }) => country === place.country)
          .map(({ tool, sources, packets, flows }) => ({ tool, sources, packets, flows }))
          .sort((a, b) => bySize(a, b) || byName(a.tool, b.tool)),
      })),
    tools: tools.toSorted((a, b) => bySize(a, b) || byName(a.tool, b.tool)),
    geoTables: tables.map(usedTable),
  };
}

class Tally {
  private readonly sources = new Set<IpAddress>();
  private packets = 0;
  private flows = 0;

  add(source: IpAddress, packets: number): void {
    this.sources.add(source);
    this.packets += packets;
    this.flows += 1;
  }

  get counts(): PlaceCounts {
    return { sources: this.sources.size, packets: this.packets, flows: this.flows };
  }
}

function tallyOf<Key>(tallies: Map<Key, Tally>, key: Key): Tally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const tally = new Tally();
  tallies.set(key, tally);
  return tally;
}

function bySize(a: PlaceCounts, b: PlaceCounts): number {
  return b.sources - a.sources || b.packets - a.packets;
}

/** Null last. */
function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return byCodeUnits(a, b);
}
