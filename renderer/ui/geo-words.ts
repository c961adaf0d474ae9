import type { LocatedSource, UsedTable } from "../../core/contract/geography.ts";
import { countryName } from "./countries.ts";

/** Says that nobody knows, wherever a country would stand. */
export const NO_TABLE = "no country table is used";

/** Tables in use with what they say of themselves, not yet made visible. */
export function describeTables(tables: readonly UsedTable[]): string {
  return tables
    .map(({ name, date, description, licence }) => {
      const about = [date, description, licence && `licence: ${licence}`].filter(
        (text) => text !== null && text !== "",
      );
      return about.length === 0 ? name : `${name} (${about.join("; ")})`;
    })
    .join(", ");
}

/** Country of a source with the table that tells it, not yet made visible. */
export function describeSourceCountry({ country }: LocatedSource): string {
  return country === null ? "in no table" : `${countryName(country.code)}, by ${country.table}`;
}

/** Network of a source with the table that tells it, not yet made visible. */
export function describeSourceNetwork({ network }: LocatedSource): string {
  return network === null ? "in no table" : `${networkName(network)}, by ${network.table}`;
}

/** A network, as `AS64496 Example`. */
export function networkName({ asn, organisation }: NonNullable<LocatedSource["network"]>): string {
  return organisation === null ? `AS${asn}` : `AS${asn} ${organisation}`;
}
