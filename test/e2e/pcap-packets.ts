import fs from "node:fs";

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;

/** The packets of a whole little-endian pcap file, read by the test itself to compare the program with. */
export function readPcapPackets(file: string): Buffer[] {
  const whole = fs.readFileSync(file);
  const packets: Buffer[] = [];
  for (let offset = FILE_HEADER_BYTES; offset < whole.length; ) {
    const start = offset + RECORD_HEADER_BYTES;
    offset = start + whole.readUInt32LE(offset + 8);
    packets.push(whole.subarray(start, offset));
  }
  return packets;
}

/** Writes the packets of one pcap file many times over into another. Returns how many the new file has. */
export function repeatPcap(file: string, target: string, times: number): number {
  const whole = fs.readFileSync(file);
  const records = whole.subarray(FILE_HEADER_BYTES);
  const perWrite = 100;
  const block = Buffer.concat(Array.from({ length: perWrite }, () => records));
  const output = fs.openSync(target, "w");
  fs.writeSync(output, whole.subarray(0, FILE_HEADER_BYTES));
  for (let left = times; left > 0; left -= perWrite) {
    fs.writeSync(output, left >= perWrite ? block : block.subarray(0, left * records.length));
  }
  fs.closeSync(output);
  return readPcapPackets(file).length * times;
}
