import type { DuckDBConnection } from "@duckdb/node-api";
import { parsePrefix } from "../../behaviour/telescope.ts";
import { type Telescope, telescopeOf } from "../../report/telescope-report.ts";
import { viewOf } from "./views.ts";

interface StoredTelescope {
  readonly prefixes: readonly string[];
  readonly inferred: boolean;
}

/** The telescope by which a case was judged. */
export async function storedTelescope(connection: DuckDBConnection): Promise<Telescope> {
  const { prefixes, inferred } = JSON.parse(await viewOf(connection, "telescope")) as StoredTelescope;
  const parsed = prefixes.map((text) => {
    const prefix = parsePrefix(text);
    if (!prefix.ok) throw new Error("the case holds prefixes as they are written");
    return prefix.prefix;
  });
  return { ...telescopeOf(parsed, []), inferred };
}
