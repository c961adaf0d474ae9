import { inferTelescope, type Prefix } from "../../behaviour/telescope.ts";
import type { IpAddress } from "../../net/address.ts";
import { addressOf } from "./address-of-key.ts";
import { rulesOfCase } from "./analyse-case.ts";
import type { CaseFile } from "./case-file.ts";
import { forStrandsOfCase } from "./case-strands.ts";
import { bytesOf } from "./row-values.ts";

/** Destinations of the requests in the packet index. */
export async function indexedDestinations(opened: CaseFile): Promise<ReadonlySet<IpAddress>> {
  return opened.use(async (connection) => {
    const rows = await connection.runAndReadAll("SELECT DISTINCT destination FROM packet");
    return new Set(rows.getRows().map(([key]) => addressOf(bytesOf(key))));
  });
}

/** The telescope as it was given, else as the destinations suggest it; with captures that have no index those of the flows listed. */
export async function telescopeOfCase(opened: CaseFile): Promise<readonly Prefix[]> {
  const { telescope } = await rulesOfCase(opened);
  if (telescope !== null) return telescope;
  const destinations = new Set(await indexedDestinations(opened));
  await forStrandsOfCase(opened, ({ flow }) => {
    for (const destination of flow.firstVisits.keys()) destinations.add(destination);
  });
  return inferTelescope(destinations);
}
