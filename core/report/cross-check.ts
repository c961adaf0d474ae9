import type { CrossCheck, IncomparableCode, PacketExtent } from "../contract/cross-check.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { problemsOf } from "./build-report.ts";
import { counted } from "./text-table.ts";
import { formatTime } from "./time-text.ts";

const REASONS: Readonly<Record<IncomparableCode, string>> = {
  pcapng: "The second reader reads classic pcap only, and this is pcapng.",
  compressed: "The second reader reads no compressed files. Unpack the capture and open it again to have it compared.",
  resolution: "The second reader reads times in microseconds only, and this capture has another format of records.",
  damaged: "The capture is damaged or was not read to its end, and the second reader does not tell damage.",
  refused: "The second reader refuses the capture",
  "file-gone": "The file can no longer be read. Put it back where it was and compare again.",
  "file-changed": "The file is no longer the one that was read: its bytes have changed. Open it again.",
  "out-of-time": "The second reader did not come to an end in time.",
  "reader-failed": "The second reader failed",
  cancelled: "The comparison was cancelled.",
};

/** Why two readings cannot be compared. `detail` is what the second reader said of it, where it said anything. */
export function notComparable(code: IncomparableCode, detail?: string): CrossCheck {
  const said = detail === undefined ? "" : `: ${detail.slice(0, 500)}.`;
  return { kind: "not-comparable", code, reason: `${REASONS[code]}${said}` };
}

/** What of a capture that was read keeps it from being compared; null: nothing that reading has shown. */
export function incomparableCapture(capture: ReadCapture): CrossCheck | null {
  if (capture.facts.container !== "pcap") return notComparable("pcapng");
  if (capture.compression !== null) return notComparable("compressed");
  const stopped = problemsOf(capture).some(({ effect }) => effect === "stopped");
  return stopped || !capture.facts.complete ? notComparable("damaged") : null;
}

/** What our reader found in a capture. */
export function extentOf({ tally }: ReadCapture): PacketExtent {
  return {
    packets: countPackets(tally.classes),
    storedBytes: tally.storedBytes,
    firstPacketAt: formatTime(tally.firstNs),
    lastPacketAt: formatTime(tally.lastNs),
  };
}

/** Sets what two readers found side by side. Times are exact: both give nanoseconds. */
export function compareExtents(ours: PacketExtent, theirs: PacketExtent): CrossCheck {
  const same =
    ours.packets === theirs.packets &&
    ours.storedBytes === theirs.storedBytes &&
    ours.firstPacketAt === theirs.firstPacketAt &&
    ours.lastPacketAt === theirs.lastPacketAt;
  return same ? { kind: "agrees", extent: ours } : { kind: "differs", ours, theirs };
}

/** Whether the capture's evidence is doubtful now: two readers disagree, or the file is not what was read. */
export function castsDoubt(check: CrossCheck): boolean {
  return check.kind === "differs" || (check.kind === "not-comparable" && check.code === "file-changed");
}

/** One or two sentences for people. */
export function describeCrossCheck(check: CrossCheck): string {
  switch (check.kind) {
    case "agrees":
      return `A second, independent reader finds the same: ${describeExtent(check.extent)}.`;
    case "differs":
      return (
        `Two readers disagree. Ours finds ${describeExtent(check.ours)}; ` +
        `the second one finds ${describeExtent(check.theirs)}. Do not rest evidence on this capture before that is explained.`
      );
    case "not-comparable":
      return `Not comparable. ${check.reason}`;
  }
}

function describeExtent({ packets, storedBytes, firstPacketAt, lastPacketAt }: PacketExtent): string {
  const counts = `${counted(packets, "packet")} with ${counted(storedBytes, "byte")}`;
  return firstPacketAt === null ? counts : `${counts}, the first at ${firstPacketAt}, the last at ${lastPacketAt}`;
}
