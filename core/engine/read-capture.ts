import path from "node:path";
import { type CaptureReader, openCapture } from "../capture/open-capture.ts";
import { messageOf, type Problem } from "../capture/problem.ts";
import { type Compression, describeRefusal, MOST_SNIFFED_BYTES, sniffContainer } from "../capture/sniff-container.ts";
import type { CaptureOutcome, ReadOutcome, ReadRequest, Refusal, RefusalCode } from "../contract/ingest.ts";
import { CaptureFold, countPackets, type FoundRequest } from "../flow/capture-fold.ts";
import { CancelFlag } from "./cancel-flag.ts";
import type { StreamEnding } from "./compressed-stream.ts";
import { decompressFile } from "./decompress.ts";
import { changeProblem, fileProblem, readErrorProblem, streamProblems } from "./file-problems.ts";
import { hashFile, openRegularFile, type RegularFile, readChunks } from "./regular-file.ts";

/** What a reader is told of a request; the rest says how its states are handed over. */
type CaptureRequest = Omit<ReadRequest, "snapshots" | "mostHeld">;

/** Told while a capture is read. */
export interface ReadListener {
  onProgress(bytesRead: number, packets: number): void;
  /** Between two chunks: `outcomeSoFar` is what the outcome would be if the file ended here, sharing the reader's state. */
  onChunk(outcomeSoFar: () => ReadOutcome): void;
  /** A SIP request. `plain`: the bytes of its packet stand in the file as they are. */
  onRequest(found: FoundRequest, plain: boolean): void;
}

/**
 * Reads one file to its end, to its damage, or until the flag is raised, and folds its packets. The file is hashed
 * first: its SHA-256 is part of each packet's place in the time line.
 */
export async function readCapture(request: CaptureRequest, listener: ReadListener): Promise<CaptureOutcome> {
  const file = openRegularFile(request.path);
  if ("code" in file) return { kind: "refused", refusal: file };
  try {
    return await readOpenFile(file, request, listener);
  } finally {
    file.close();
  }
}

async function readOpenFile(
  file: RegularFile,
  request: CaptureRequest,
  listener: ReadListener,
): Promise<CaptureOutcome> {
  const compression = compressionOf(file);
  if (compression !== null && typeof compression === "object") return { kind: "refused", refusal: compression };
  const flag = new CancelFlag(request.cancelFlag);
  const sha256 = hashFile(file, () => flag.raised);
  if (sha256 === undefined) return { kind: "refused", refusal: cancelledRefusal(file.path) };
  if (request.store?.known.includes(sha256)) return { kind: "known", sha256, name: file.name };
  const reader = openCapture();
  const plain = compression === null;
  const fold = new CaptureFold(sha256, request.rules, latin1, (found) => listener.onRequest(found, plain));
  const outcome = (problems: readonly Problem[], ending: StreamEnding | null): ReadOutcome => {
    fold.foldWaiting();
    const { name, bytes } = file;
    const { tally, sources } = fold;
    const { facts } = reader;
    const furtherProblems = [...problems, ...fold.problems];
    const unreadBytes = unreadBytesOf(file, compression, facts.complete, facts.readBytes, ending);
    const capture = { name, sha256, bytes, unreadBytes, compression, facts, furtherProblems, tally };
    return { kind: "read", capture, sources };
  };
  const feed = feedInChunks(reader, fold, request.chunkBytes, flag, (bytesRead) => {
    listener.onProgress(bytesRead, countPackets(fold.tally.classes));
    listener.onChunk(() => outcome([fileProblem("still-reading")], null));
  });
  const ending = await feedFile(file, compression, request.chunkBytes, feed);
  if (!flag.raised) reader.end();
  const problems = [
    ...(compression !== null && ending !== null ? streamProblems(compression, ending) : []),
    ...(file.fault === null ? [] : [readErrorProblem(file.fault)]),
  ];
  const { facts } = reader;
  if (!flag.raised && isNoCapture(facts.container, facts.packets, facts.stoppedAt)) {
    const [first] = [...problems, ...facts.problems];
    const code = facts.container === null ? refusalCodeOf(facts.problems[0]) : "damaged-header";
    const message = first === undefined ? "The file does not start like a capture." : messageOf(first);
    return { kind: "refused", refusal: { path: file.path, name: file.name, code, message } };
  }
  if (flag.raised) problems.push(fileProblem("cancelled"));
  const change = file.change();
  if (change !== null) problems.push(changeProblem(change));
  return outcome(problems, ending);
}

/** Feeds the whole file, decompressed; null where `feed` ended it or nothing is compressed. */
export async function feedFile(
  file: RegularFile,
  compression: Compression | null,
  chunkBytes: number,
  feed: (bytes: Uint8Array, bytesRead: number) => boolean,
): Promise<StreamEnding | null> {
  if (compression !== null) return decompressFile(file, compression, feed);
  let bytesRead = 0;
  for (const chunk of readChunks(file, chunkBytes)) {
    bytesRead += chunk.length;
    if (!feed(chunk, bytesRead)) break;
  }
  return null;
}

/** Bytes of the file as stored that were not read; null where that cannot be told. */
function unreadBytesOf(
  file: RegularFile,
  compression: Compression | null,
  complete: boolean,
  readBytes: number,
  ending: StreamEnding | null,
): number | null {
  if (compression === null) return file.bytes - readBytes;
  if (ending?.damage) return file.bytes - ending.damage.offset;
  // Damage inside what was decompressed: how much of the file holds what lies behind it, nobody knows.
  return complete && ending !== null ? ending.trailingBytes : null;
}

/** The refusal of a file whose turn did not come before the reading was cancelled. */
export function cancelledRefusal(filePath: string): Refusal {
  const name = path.basename(filePath);
  return { path: filePath, name, code: "cancelled", message: "Reading was cancelled before this file was read." };
}

/** Feeds bytes to the reader in chunks of the given size; the result never depends on that size. */
function feedInChunks(
  reader: CaptureReader,
  fold: CaptureFold,
  chunkBytes: number,
  flag: CancelFlag,
  onChunk: (bytesRead: number) => void,
): (bytes: Uint8Array, bytesRead: number) => boolean {
  const onPacket = fold.add.bind(fold);
  return (bytes, bytesRead) => {
    for (let start = 0; start < bytes.length && reader.reading && !flag.raised; start += chunkBytes) {
      reader.push(bytes.subarray(start, start + chunkBytes), onPacket);
    }
    onChunk(bytesRead);
    return reader.reading && !flag.raised;
  };
}

/** Nothing of the file could be read: no capture at all, or one whose own header is damaged. */
function isNoCapture(container: string | null, packets: number, stoppedAt: number | null): boolean {
  return container === null || (packets === 0 && stoppedAt === 0);
}

/** How the file is compressed, or why it is not read; bytes that are no capture are told by the reader. */
export function compressionOf(file: RegularFile): Compression | Refusal | null {
  const buffer = new Uint8Array(MOST_SNIFFED_BYTES);
  const firstBytes = buffer.subarray(0, file.read(buffer, 0));
  const container = sniffContainer(firstBytes);
  switch (container.kind) {
    case "gzip":
    case "zstd":
      return container.kind;
    case "packed":
    case "foreign": {
      const code = container.kind === "packed" ? "unsupported-compression" : "unsupported-format";
      const message = `${describeRefusal(container, firstBytes)}.`;
      return { path: file.path, name: file.name, code, message };
    }
    default:
      return null;
  }
}

/** What the reader could make nothing of was no capture, or one in a form that is not read. */
function refusalCodeOf(problem: Problem | undefined): RefusalCode {
  return problem?.code === "unsupported-format" ? "unsupported-format" : "not-a-capture";
}

/** Bytes as latin-1 text, one code unit a byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
