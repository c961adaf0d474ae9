import fs from "node:fs";

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
/** Behind the Ethernet header, in that of IPv4. */
const SOURCE_ADDRESS_OFFSET = 14 + 12;
/** 10.0.0.1 */
const FIRST_SPOOFED = 0x0a000001;

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

/** Writes a flood: the first packet of an Ethernet pcap file once from each of so many source addresses. */
export function floodPcap(file: string, target: string, sources: number): void {
  const whole = fs.readFileSync(file);
  const [packet] = readPcapPackets(file);
  if (packet === undefined) throw new Error(`${file} holds no packet`);
  const record = whole.subarray(FILE_HEADER_BYTES, FILE_HEADER_BYTES + RECORD_HEADER_BYTES + packet.length);
  const records = Array.from({ length: sources }, (_, index) => {
    const copy = Buffer.from(record);
    copy.writeUInt32BE(FIRST_SPOOFED + index, RECORD_HEADER_BYTES + SOURCE_ADDRESS_OFFSET);
    return copy;
  });
  fs.writeFileSync(target, Buffer.concat([whole.subarray(0, FILE_HEADER_BYTES), ...records]));
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
