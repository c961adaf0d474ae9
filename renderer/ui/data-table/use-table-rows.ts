import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { BlockCache } from "./block-cache.ts";
import type { RowRange } from "./scroll-map.ts";
import type { TableSource } from "./table-source.ts";

/** Blocks asked for at once: enough for both ends of a view, few enough that a wild scroll does not queue up. */
const MOST_UNDER_WAY = 3;
/** Rows asked for beyond either end once those seen are there, so that a wheel finds them. */
const AHEAD = 100;

/** The rows a table holds now. */
export interface TableRows<Row> {
  /** Null before the first answer. */
  readonly counts: { readonly matching: number; readonly total: number; readonly revision: number } | null;
  readonly row: (index: number) => Row | undefined;
  /** Whether all rows of a range are held. */
  readonly isHeld: (range: RowRange) => boolean;
  /** Shown are the rows of the question before. */
  readonly awaiting: boolean;
  /** Why the last question has no answer; rows held are shown nevertheless. */
  readonly error: string | null;
  readonly retry: () => void;
}

/** Keeps the rows of a range, and some around them, as the source answers. */
export function useTableRows<Row>(source: TableSource<Row>, { first, end }: RowRange): TableRows<Row> {
  const held = useRef<BlockCache<Row> | null>(null);
  held.current ??= new BlockCache<Row>();
  const cache = held.current;
  const [answers, countAnswer] = useReducer((count: number) => count + 1, 0);
  const [failure, setFailure] = useState<{ readonly of: TableSource<Row>; readonly message: string } | null>(null);
  const failed = failure?.of === source;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer may let the next block go
  useEffect(() => {
    cache.ask(source.key, source.revision);
    cache.touch(first, end);
    if (failed) return;
    const seen = cache.take(first, end, MOST_UNDER_WAY);
    const known = Math.min(end + AHEAD, cache.counts?.matching ?? 0);
    // While a scroll outruns the source, rows that nobody sees would only hold up those that are.
    const isAheadOf = cache.holds({ first, end }) && (known > end || first > 0);
    const ahead = isAheadOf ? cache.take(first - AHEAD, Math.max(known, end), MOST_UNDER_WAY) : [];
    for (const ticket of [...seen, ...ahead]) {
      void source.load(ticket.offset, ticket.limit).then((reply) => {
        if (reply.ok) cache.accept(ticket, reply.value);
        else if (cache.end(ticket)) setFailure({ of: source, message: reply.error.message });
        countAnswer();
      });
    }
  }, [cache, source, first, end, failed, answers]);

  return {
    counts: cache.counts,
    row: useCallback((index) => cache.row(index), [cache]),
    isHeld: useCallback((range) => cache.holds(range), [cache]),
    awaiting: !cache.answers(source.key),
    error: failed ? failure.message : null,
    retry: useCallback(() => setFailure(null), []),
  };
}
