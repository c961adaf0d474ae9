import { useEffect, useState } from "react";
import type { TableSource } from "./table-source.ts";

interface Found {
  readonly id: string;
  readonly key: string;
  readonly index: number | null;
}

/**
 * Where a row is among all that match, asked anew when rows may have moved; null: not among them or none, undefined: not
 * known yet for this question.
 */
export function useRowIndex<Row>(
  source: TableSource<Row>,
  revision: number | null,
  awaiting: boolean,
  id: string | null,
): number | null | undefined {
  const [found, setFound] = useState<Found | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows move when the revision rises
  useEffect(() => {
    if (id === null || awaiting) return;
    let wanted = true;
    void source.find(id).then((index) => {
      if (wanted) setFound({ id, key: source.key, index });
    });
    return () => {
      wanted = false;
    };
  }, [source.find, source.key, revision, awaiting, id]);
  if (id === null) return null;
  return found !== null && found.id === id && found.key === source.key ? found.index : undefined;
}
