import { type AddressValue, compareValues } from "../net/address-value.ts";

/** Addresses from `first` to `last`, both included and of one IP version, with a value. */
export interface Range<Value> {
  readonly first: AddressValue;
  readonly last: AddressValue;
  readonly value: Value;
}

/** Values by address: each holds from its start up to the next. */
export interface RangeMap<Value> {
  readonly starts: readonly AddressValue[];
  readonly values: readonly (Value | null)[];
}

/**
 * Ranges of one IP version made disjoint: where some overlap, the narrowest has its way, and of equally narrow ones that which `compare`
 * puts first. So the order of the ranges does not matter.
 */
export function mapOfRanges<Value>(
  ranges: readonly Range<Value>[],
  compare: (a: Value, b: Value) => number,
): RangeMap<Value> {
  const ascending = [...ranges].sort((a, b) => compareValues(a.first, b.first));
  const open = new Heap<Range<Value>>((a, b) => compareValues(widthOf(a), widthOf(b)) || compare(a.value, b.value));
  const starts: AddressValue[] = [];
  const values: (Value | null)[] = [];
  let next = 0;
  for (const bound of boundsOf(ranges)) {
    for (let range = ascending[next]; range !== undefined && range.first <= bound; range = ascending[next]) {
      open.push(range);
      next += 1;
    }
    while (open.top !== undefined && open.top.last < bound) open.pop();
    const value = open.top?.value ?? null;
    if (values.at(-1) === value && starts.length > 0) continue;
    starts.push(bound);
    values.push(value);
  }
  return { starts, values };
}

/** The value at an address; null where no range holds it. */
export function valueAt<Value>({ starts, values }: RangeMap<Value>, address: AddressValue): Value | null {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareValues(starts[middle] as AddressValue, address) <= 0) low = middle + 1;
    else high = middle;
  }
  return values[low - 1] ?? null;
}

/** Every address at which the answer may change, ascending. */
function boundsOf(ranges: readonly Range<unknown>[]): AddressValue[] {
  const bounds = ranges.flatMap(({ first, last }) => [first, valueBehind(last)]).sort(compareValues);
  return bounds.filter((bound, index) => bound !== bounds[index - 1]);
}

function widthOf({ first, last }: Range<unknown>): AddressValue {
  return typeof first === "number" ? (last as number) - first : (last as bigint) - first;
}

function valueBehind(value: AddressValue): AddressValue {
  return typeof value === "number" ? value + 1 : value + 1n;
}

/** A binary heap, the least on top. */
class Heap<Item> {
  private readonly items: Item[] = [];
  private readonly compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.compare = compare;
  }

  get top(): Item | undefined {
    return this.items[0];
  }

  push(item: Item): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.compare(item, items[parent] as Item) >= 0) break;
      items[at] = items[parent] as Item;
      at = parent;
    }
    items[at] = item;
  }

  pop(): void {
    const { items } = this;
    const item = items.pop();
    if (item === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = left;
      if (right < items.length && this.compare(items[right] as Item, items[left] as Item) < 0) least = right;
      if (least >= items.length || this.compare(items[least] as Item, item) >= 0) break;
      items[at] = items[least] as Item;
      at = least;
    }
    items[at] = item;
  }
}
