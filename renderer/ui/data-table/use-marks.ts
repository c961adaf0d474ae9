import { useCallback, useState } from "react";
import { type Marks, NO_MARKS } from "./marks.ts";

/**
 * The marks of a list. Rows are marked by their place, so marks belong to one order of the rows (`list` tells it from
 * others): with another filter, another order or newer rows there are none.
 */
export function useMarks(list: string): readonly [Marks, (change: (marks: Marks) => Marks) => void] {
  const [held, setHeld] = useState({ list, marks: NO_MARKS });
  const marks = held.list === list ? held.marks : NO_MARKS;
  const change = useCallback(
    (transition: (marks: Marks) => Marks) =>
      setHeld((now) => ({ list, marks: transition(now.list === list ? now.marks : NO_MARKS) })),
    [list],
  );
  return [marks, change];
}
