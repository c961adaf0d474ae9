import { addressOf } from "../case/address-of-key.ts";
import type { CaseFile } from "../case/case-file.ts";
import { bytesOf } from "../case/row-values.ts";
import { indexedDestinations, telescopeOfCase } from "../case/telescope-of-case.ts";
import type { KnownAddresses } from "./known-addresses.ts";

/** Sources of all requests, and destinations of those in the packet index. */
export async function knownAddresses(opened: CaseFile): Promise<KnownAddresses> {
  const sources = await opened.use(async (connection) => {
    const rows = await connection.runAndReadAll("SELECT DISTINCT source FROM source_state");
    return new Set(rows.getRows().map(([key]) => addressOf(bytesOf(key))));
  });
  const [destinations, telescope] = [await indexedDestinations(opened), await telescopeOfCase(opened)];
  return { sources, destinations, telescope };
}
