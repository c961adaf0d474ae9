import type { Readable } from "node:stream";
import pcapParser from "pcap-parser";
import type { PacketExtent } from "../contract/cross-check.ts";
import { formatTime } from "../report/time-text.ts";

/** What the independent reader made of a capture. */
export type IndependentReading =
  | { readonly kind: "read"; readonly extent: PacketExtent }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Reads a classic microsecond pcap with the `pcap-parser` package, which shares no code with our reader. It keeps no
 * packets and ends without an error where a capture is cut: give it undamaged ones.
 */
export function readIndependently(bytes: Readable): Promise<IndependentReading> {
  return new Promise((resolve) => {
    let packets = 0;
    let storedBytes = 0;
    let first: bigint | null = null;
    let last: bigint | null = null;
    pcapParser
      .parse(bytes)
      .on("packet", ({ header, data }) => {
        packets += 1;
        storedBytes += data.length;
        const micros = BigInt(header.timestampSeconds) * 1_000_000n + BigInt(header.timestampMicroseconds);
        if (first === null || micros < first) first = micros;
        if (last === null || micros > last) last = micros;
      })
      .on("error", (error) => resolve({ kind: "refused", message: error.message }))
      .on("end", () =>
        resolve({
          kind: "read",
          extent: { packets, storedBytes, firstPacketAt: timeOf(first), lastPacketAt: timeOf(last) },
        }),
      );
  });
}

function timeOf(micros: bigint | null): string | null {
  return formatTime(micros === null ? null : micros * 1000n);
}
