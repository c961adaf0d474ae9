/** A flow as far as its rate goes. */
export interface RatedFlow {
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
  readonly packets: number;
}

const SECOND_NS = 1e9;

/**
 * Packets a second that sources send together: at each moment the rates of all flows that last are added up, and this is
 * the median over the time in which any lasts. Null where no flow lasts.
 */
export function jointRate(flows: readonly RatedFlow[]): number | null {
  const changes = changesOf(flows);
  const stretches: { readonly rate: number; readonly ns: number }[] = [];
  let rate = 0;
  let lasting = 0;
  for (const [index, { atNs, by, flow }] of changes.entries()) {
    lasting += flow;
    // What adding and taking away leaves behind must not remain.
    rate = lasting === 0 ? 0 : rate + by;
    const next = changes[index + 1];
    if (next !== undefined && next.atNs > atNs && lasting > 0) stretches.push({ rate, ns: Number(next.atNs - atNs) });
  }
  return medianOf(stretches);
}

interface Change {
  readonly atNs: bigint;
  readonly by: number;
  readonly flow: 1 | -1;
}

function changesOf(flows: readonly RatedFlow[]): Change[] {
  const changes: Change[] = [];
  for (const { firstNs, lastNs, packets } of flows) {
    if (firstNs === null || lastNs === null || firstNs === lastNs) continue;
    const by = (packets - 1) / (Number(lastNs - firstNs) / SECOND_NS);
    changes.push({ atNs: firstNs, by, flow: 1 }, { atNs: lastNs, by: -by, flow: -1 });
  }
  return changes.sort((a, b) => (a.atNs < b.atNs ? -1 : a.atNs > b.atNs ? 1 : a.by - b.by));
}

function medianOf(stretches: readonly { readonly rate: number; readonly ns: number }[]): number | null {
  const total = stretches.reduce((sum, { ns }) => sum + ns, 0);
  let passed = 0;
  for (const { rate, ns } of [...stretches].sort((a, b) => a.rate - b.rate)) {
    passed += ns;
    if (passed >= total / 2) return rate;
  }
  return null;
}
