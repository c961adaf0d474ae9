import type { SignatureColumn, SignatureRow } from "../../../core/contract/signatures.ts";

/** Orders in which a column is most often wanted downwards: much first. */
export const DESCENDING_FIRST: ReadonlySet<SignatureColumn> = new Set([
  "examples",
  "strands",
  "flows",
  "sources",
  "packets",
  "shared",
]);

/** What each column sorts by; what is not known comes last, whichever way. */
const SORT_VALUES: Readonly<Record<SignatureColumn, (row: SignatureRow) => number | string | null>> = {
  id: () => 0,
  tool: ({ tool }) => tool.name,
  family: ({ family }) => family,
  variant: ({ variant }) => variant || null,
  origin: ({ origin, retired }) => `${retired ? 1 : 0} ${origin}`,
  pack: ({ pack }) => pack && `${pack.id} ${pack.version}`,
  examples: ({ positive, negative }) => positive + negative,
  strands: ({ coverage }) => coverage?.strands ?? null,
  flows: ({ coverage }) => coverage?.flows ?? null,
  sources: ({ coverage }) => coverage?.sources ?? null,
  packets: ({ coverage }) => coverage?.packets ?? null,
  shared: ({ coverage }) => coverage?.shared.reduce((sum, [, strands]) => sum + strands, 0) ?? null,
};

const byNumber = new Intl.Collator("en", { numeric: true });

/** The signatures in an order, equal ones by their id, in which paper/2 stands before paper/10. */
export function sortSignatures(
  signatures: readonly SignatureRow[],
  { sort, descending }: { readonly sort: SignatureColumn; readonly descending: boolean },
): SignatureRow[] {
  const sortedBy = SORT_VALUES[sort];
  const way = descending ? -1 : 1;
  return [...signatures].sort((a, b) => {
    const [x, y] = [sortedBy(a), sortedBy(b)];
    const ids = byNumber.compare(a.id, b.id);
    if (sort === "id") return way * ids;
    if (x === null || y === null) return Number(x === null) - Number(y === null) || ids;
    return (x < y ? -way : x > y ? way : 0) || ids;
  });
}
