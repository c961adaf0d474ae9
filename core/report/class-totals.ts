import { type ClassCounts, emptyClassCounts } from "../flow/capture-fold.ts";
import { PACKET_CLASSES } from "../sip/packet-class.ts";

/** Sums of class counts, in the order of the conservation law. */
export function orderedClasses(counts: readonly ClassCounts[]): ClassCounts {
  const sums = emptyClassCounts();
  for (const count of counts) for (const name of PACKET_CLASSES) sums[name] += count[name];
  return sums;
}
