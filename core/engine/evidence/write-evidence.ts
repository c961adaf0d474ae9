import fs from "node:fs";
import type { PacketRecord } from "../../capture/packet-record.ts";
import { PcapngWriter } from "../../capture/pcapng-writer.ts";
import { PacketDecoder } from "../../net/packet-decoder.ts";
import type { PacketAnonymiser } from "../anonymise/packet-anonymiser.ts";
import { type Choice, type ChosenPackets, wordsOfPacket } from "./chosen-packets.ts";
import { openUnchanged, readPackets } from "./packets-of-capture.ts";

/** What a file of evidence holds. */
export interface WrittenEvidence {
  readonly ok: true;
  /** SIP requests. */
  readonly requests: number;
  /** Further packets: the other fragments of requests that came in several. */
  readonly fragments: number;
  readonly captures: number;
  /** Requests that could not be anonymised. */
  readonly leftOut: number;
  /** Names of captures that were read without a packet index: nothing of them is in the file. */
  readonly unlisted: readonly string[];
}

/** Bytes that are gathered before they are written. */
const WRITTEN_AT_ONCE = 1 << 20;

/** How the chosen packets are written. */
export interface EvidenceOptions {
  /** Whether packets in tunnels were read. */
  readonly tunnels: boolean;
  /** What gives packets other addresses; null where they stay. */
  readonly anonymiser: PacketAnonymiser | null;
  /** Where to. */
  readonly out: string;
}

/**
 * Writes chosen packets as pcapng, whole or not at all: each frame as its capture holds it, by capture (ascending
 * SHA-256) and number, with what is known of it as its comment. The captures are read once more, each checked by its
 * SHA-256. One sentence where that fails; what stood in the place of the file is then unchanged.
 */
export async function writeEvidence(
  { captures, unlisted }: Choice,
  { tunnels, anonymiser, out }: EvidenceOptions,
): Promise<WrittenEvidence | { readonly ok: false; readonly message: string }> {
  const partial = partialOf(out);
  let descriptor: number | null = null;
  try {
    descriptor = fs.openSync(partial, "wx");
    const file = new EvidenceFile(descriptor);
    let fragments = 0;
    let leftOut = 0;
    for (const chosen of captures) {
      const written = await writeCapture(chosen, tunnels, anonymiser, file);
      if (typeof written === "string") return { ok: false, message: `${written} Nothing was written.` };
      fragments += written.fragments;
      leftOut += written.leftOut;
    }
    file.finish();
    fs.fsyncSync(descriptor);
    fs.renameSync(partial, out);
    const requests = captures.reduce((sum, { numbers }) => sum + numbers.length, 0) - leftOut;
    return { ok: true, requests, fragments, leftOut, captures: captures.length, unlisted };
  } catch (error) {
    const code = error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    return { ok: false, message: `${out} could not be written (${code}); what stood there before is unchanged.` };
  } finally {
    if (descriptor !== null) fs.closeSync(descriptor);
    fs.rmSync(partial, { force: true });
  }
}

/** What is written before it takes its place. */
export function partialOf(out: string): string {
  return `${out}.${process.pid}.partial`;
}

/** Writes the chosen packets of one capture; one sentence where its file is not the one that was read. */
async function writeCapture(
  chosen: ChosenPackets,
  tunnels: boolean,
  anonymiser: PacketAnonymiser | null,
  out: EvidenceFile,
): Promise<{ readonly fragments: number; readonly leftOut: number } | string> {
  const { from, numbers, fragmented } = chosen;
  const { name, sha256 } = from;
  const file = openUnchanged(from);
  if (typeof file === "string") return file;
  try {
    const fragmentOf = new Map<number, number>();
    // What is anonymised leaves out requests that came in fragments.
    if (fragmented.size > 0 && anonymiser === null) {
      const decoder = new PacketDecoder({ tunnels });
      const failure = await readPackets(file, (packet) => {
        const decoded = decoder.decode(packet);
        if (decoded.kind !== "datagram" || !fragmented.has(packet.number)) return;
        for (const number of decoded.fragments ?? []) fragmentOf.set(number, packet.number);
      });
      if (failure !== null) return failure;
    }
    let requests = 0;
    let fragments = 0;
    let leftOut = 0;
    const failure = await readPackets(file, (packet) => {
      const own = wordsOfPacket(chosen, packet.number);
      const whole = own === undefined ? fragmentOf.get(packet.number) : undefined;
      const said = own ?? (whole === undefined ? undefined : wordsOfPacket(chosen, whole));
      if (said === undefined) return;
      if (whole === undefined) requests += 1;
      else fragments += 1;
      const frame = anonymiser === null ? packet : anonymiser.anonymise(packet);
      if (frame === null) {
        leftOut += 1;
        return;
      }
      const part = whole === undefined ? "" : `fragment of packet ${whole}; `;
      out.add({ ...packet, ...frame }, `capture ${sha256}`, `${part}${said}; packet ${packet.number}`);
    });
    if (failure !== null) return failure;
    if (requests !== numbers.length) return `${name} does not hold all packets that the case lists of it.`;
    return { fragments, leftOut };
  } finally {
    file.close();
  }
}

/** The file on its way to the disk. */
class EvidenceFile {
  readonly #descriptor: number;
  readonly #writer = new PcapngWriter("Ringprint");
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isEmpty = true;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  add(packet: PacketRecord, origin: string, comment: string): void {
    this.#isEmpty = false;
    this.#write(this.#writer.blocks(packet, { origin, comment }));
  }

  /** Writes what waits. */
  finish(): void {
    if (this.#isEmpty) this.#write(this.#writer.emptyFile());
    this.#flush();
  }

  #write(blocks: Uint8Array): void {
    this.#waiting.push(blocks);
    this.#waitingBytes += blocks.length;
    if (this.#waitingBytes >= WRITTEN_AT_ONCE) this.#flush();
  }

  #flush(): void {
    fs.writeFileSync(this.#descriptor, Buffer.concat(this.#waiting));
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
