/** A line from a name in one order to the same name in another, by their places from 0. */
export interface OrderLine {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Lines between the names that two orders share, in the order of the first. */
export function orderLines(left: readonly string[] | null, right: readonly string[] | null): readonly OrderLine[] {
  return (left ?? []).flatMap((name, from) => {
    const to = right?.indexOf(name) ?? -1;
    return to < 0 ? [] : [{ name, from, to }];
  });
}
