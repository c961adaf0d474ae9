import fs from "node:fs";
import path from "node:path";
import { type CaptureReader, openCapture } from "../capture/open-capture.ts";
import { messageOf, type Problem } from "../capture/problem.ts";
import { SNIFFED_BYTES, sniffContainer } from "../capture/sniff-container.ts";
import type { CaptureOutcome, ReadOutcome, ReadRequest, Refusal } from "../contract/ingest.ts";
import { CaptureFold, countPackets } from "../flow/capture-fold.ts";
import { CancelFlag } from "./cancel-flag.ts";
import { fileProblem, gzipProblem } from "./file-problems.ts";
import { gunzipFile } from "./gzip-chunks.ts";
import { hasChanged, hashFile, openRegularFile, type RegularFile, readChunks } from "./regular-file.ts";

/** Told while a capture is read. */
export interface ReadListener {
  onProgress(bytesRead: number, packets: number): void;
  /** Between two chunks: `outcomeSoFar` is what the outcome would be if the file ended here, sharing the reader's state. */
  onChunk(outcomeSoFar: () => ReadOutcome): void;
}

/**
 * Reads one file to its end, to its damage, or until the flag is raised, and folds its packets. The file is hashed
 * first: its SHA-256 is part of each packet's place in the time line.
 */
export async function readCapture(request: ReadRequest, listener: ReadListener): Promise<CaptureOutcome> {
  const file = openRegularFile(request.path);
  if ("code" in file) return { kind: "refused", refusal: file };
  try {
    return await readOpenFile(file, request, listener);
  } finally {
    fs.closeSync(file.descriptor);
  }
}

async function readOpenFile(file: RegularFile, request: ReadRequest, listener: ReadListener): Promise<CaptureOutcome> {
  const compression = compressionOf(file);
  if (compression !== null && compression !== "gzip") return { kind: "refused", refusal: compression };
  const flag = new CancelFlag(request.cancelFlag);
  const sha256 = hashFile(file, () => flag.raised);
  if (sha256 === undefined) return { kind: "refused", refusal: cancelledRefusal(file.path) };
  const reader = openCapture();
  const fold = new CaptureFold(sha256, request.rules, latin1);
  const outcome = (problems: readonly Problem[]): ReadOutcome => {
    fold.foldWaiting();
    const { name, bytes } = file;
    const { tally, sources } = fold;
    const furtherProblems = [...problems, ...fold.problems];
    const capture = { name, sha256, bytes, compression, facts: reader.facts, furtherProblems, tally };
    return { kind: "read", capture, sources };
  };
  const feed = feedInChunks(reader, fold, request.chunkBytes, flag, (bytesRead) => {
    listener.onProgress(bytesRead, countPackets(fold.tally.classes));
    listener.onChunk(() => outcome([fileProblem("still-reading")]));
  });
  const problems: Problem[] = [];
  if (compression === "gzip") {
    const damage = await gunzipFile(file, feed);
    if (damage !== null) problems.push(gzipProblem(damage));
  } else {
    let bytesRead = 0;
    for (const chunk of readChunks(file, request.chunkBytes)) {
      bytesRead += chunk.length;
      if (!feed(chunk, bytesRead)) break;
    }
  }
  if (!flag.raised) reader.end();
  const { facts } = reader;
  if (!flag.raised && isNoCapture(facts.container, facts.packets, facts.stoppedAt)) {
    const code = facts.container === null ? "not-a-capture" : "damaged-header";
    const message =
      (problems[0] && messageOf(problems[0])) ?? facts.reason ?? "The file does not start like a capture.";
    return { kind: "refused", refusal: { path: file.path, name: file.name, code, message } };
  }
  if (flag.raised) problems.push(fileProblem("cancelled"));
  if (hasChanged(file)) problems.push(fileProblem("changed-while-read"));
  return outcome(problems);
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

function compressionOf(file: RegularFile): "gzip" | Refusal | null {
  const first = new Uint8Array(SNIFFED_BYTES);
  const length = fs.readSync(file.descriptor, first, 0, SNIFFED_BYTES, 0);
  const container = sniffContainer(first.subarray(0, length));
  if (container.kind === "gzip") return "gzip";
  if (!("unpackCommand" in container)) return null;
  return {
    path: file.path,
    name: file.name,
    code: "unsupported-compression",
    message: `This is a ${container.kind} file. Unpack it first: ${container.unpackCommand} FILE`,
  };
}

/** Bytes as latin-1 text, one code unit a byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
