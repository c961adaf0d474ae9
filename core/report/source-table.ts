import type { SourceColumn, SourceInspection, SourcePage, SourceQuery } from "../contract/source-table.ts";
import { type GeoTable, locate } from "../geography/geo-table.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { compareAddresses } from "../net/address-value.ts";
import { type CountedSource, inspectSource, sourceCounts } from "./counted-source.ts";
import type { DayRange } from "./covered-days.ts";
import { compareKeys, type SortKey } from "./sort-keys.ts";
import { sourcePredicate } from "./source-filter.ts";

/** All sources of an analysis as a table that is asked for stretches of its rows. */
export class SourceTable {
  private readonly sources: readonly CountedSource[];
  private readonly revision: number;
  private readonly geoTables: readonly GeoTable[];
  /** The last question with its answer: most pages are asked of the same one. */
  private last: { readonly question: string; readonly sources: readonly CountedSource[] } | null = null;

  constructor(sources: readonly CountedSource[], revision: number, geoTables: readonly GeoTable[]) {
    this.sources = sources;
    this.revision = revision;
    this.geoTables = geoTables;
  }

  /**
   * The rows from `offset` on, at most `limit`.
   *
   * @param passing sources of the flows that pass the query's filter over flows; null: of all flows
   */
  page(query: SourceQuery, passing: ReadonlySet<IpAddress> | null, offset: number, limit: number): SourcePage {
    const matching = this.matching(query, passing);
    return {
      revision: this.revision,
      offset,
      rows: matching.slice(offset, offset + limit).map((source) => this.inspectionOf(source, []).row),
      matching: matching.length,
      total: this.sources.length,
    };
  }

  /** Index of a source among the rows of a query; null where it is not among them. */
  find(query: SourceQuery, passing: ReadonlySet<IpAddress> | null, address: string): number | null {
    const index = this.matching(query, passing).findIndex(({ source }) => formatAddress(source) === address);
    return index < 0 ? null : index;
  }

  /** Null: no such source in the results. */
  inspect(address: string, covered: readonly DayRange[]): SourceInspection | null {
    const found = this.sources.find(({ source }) => formatAddress(source) === address);
    return found === undefined ? null : this.inspectionOf(found, covered);
  }

  private inspectionOf(source: CountedSource, covered: readonly DayRange[]): SourceInspection {
    return inspectSource(source.source, sourceCounts(source), source.days, covered, this.geoTables);
  }

  private matching(query: SourceQuery, passing: ReadonlySet<IpAddress> | null): readonly CountedSource[] {
    const question = JSON.stringify(query);
    if (this.last?.question === question) return this.last.sources;
    const passes = sourcePredicate(query.text, this.geoTables);
    const keyOf = SORT_KEYS[query.sort];
    const sign = query.descending ? -1 : 1;
    const sources = this.sources
      .filter((source) => (passing === null || passing.has(source.source)) && passes(source))
      .map((source) => ({ source, key: keyOf(source, this.geoTables) }))
      .sort(
        (a, b) =>
          compareKeys(a.key, b.key, sign) ||
          (query.sort === "source" ? sign : 1) * compareAddresses(a.source.source, b.source.source),
      )
      .map(({ source }) => source);
    this.last = { question, sources };
    return sources;
  }
}

/** By address only equal ones are told apart by it. */
const SORT_KEYS: Readonly<Record<SourceColumn, (source: CountedSource, tables: readonly GeoTable[]) => SortKey>> = {
  source: () => null,
  country: ({ source }, tables) => locate(tables, source).country?.code ?? null,
  network: ({ source }, tables) => locate(tables, source).network?.asn ?? null,
  packets: ({ packets }) => packets,
  flows: ({ flows }) => flows,
  destinations: ({ destinations }) => destinations,
  tools: ({ tools }) => tools[0]?.[0] ?? null,
  days: ({ days }) => days.length,
  first: ({ firstNs }) => firstNs,
  last: ({ lastNs }) => lastNs,
};
