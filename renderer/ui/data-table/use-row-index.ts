import { useEffect, useState } from "react";
import type { TableSource } from "./table-source.ts";

interface Found {
  readonly id: string;
  readonly key: string;
  readonly revision: number | null;
  readonly index: number | null;
}

/**
 * Where a row is among all that match, asked anew when rows may have moved; null: not among them or none, undefined: not
 * known yet for this question. `seenAt`: where the row is seen now, if it is: then nobody is asked.
 */
export function useRowIndex<Row>(
  source: TableSource<Row>,
  revision: number | null,
  awaiting: boolean,
  id: string | null,
  seenAt: number | undefined,
): number | null | undefined {
  const [found, setFound] = useState<Found | null>(null);
  const isFound = found !== null && found.id === id && found.key === source.key;
  const isCertain = isFound && found.revision === revision;
  useEffect(() => {
    if (id === null || awaiting || isCertain) return;
    let wanted = true;
    const take = (index: number | null) => setFound({ id, key: source.key, revision, index });
    if (seenAt !== undefined) take(seenAt);
    else void source.find(id).then((index) => wanted && take(index));
    return () => {
      wanted = false;
    };
  }, [source.find, source.key, revision, awaiting, id, seenAt, isCertain]);
  if (id === null) return null;
  return isFound ? found.index : undefined;
}
