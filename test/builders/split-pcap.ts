import fs from "node:fs";
import path from "node:path";

/** Of a classic pcap file, and of each record in it. */
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/**
 * Deals the packets of a little-endian pcap file to several files, one after the other, so that they share sources and
 * flows; returns their paths.
 */
export function splitPcap(file: string, parts: number, folder: string): string[] {
  const whole = fs.readFileSync(file);
  const shares = Array.from({ length: parts }, () => [whole.subarray(0, FILE_HEADER)]);
  let record = 0;
  for (let start = FILE_HEADER; start < whole.length; record += 1) {
    // The stored length is the third word of the record's header.
    const end = start + RECORD_HEADER + whole.readUInt32LE(start + 8);
    shares[record % parts]?.push(whole.subarray(start, end));
    start = end;
  }
  return shares.map((share, part) => {
    const target = path.join(folder, `${path.basename(file, ".pcap")}-${part}.pcap`);
    fs.writeFileSync(target, Buffer.concat(share));
    return target;
  });
}
