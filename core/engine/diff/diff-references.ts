import { type DiffAnswer, type DiffFault, MOST_SIDES } from "../../contract/diff.ts";
import { stateOfPacket } from "../../flow/packet-state.ts";
import { type DiffSubject, viewDiff } from "../../report/diff-view.ts";
import { counted } from "../../report/text-table.ts";
import type { Comparables, KnownCapture } from "./comparables.ts";

/** Ids listed where a beginning fits several. */
const MOST_LISTED = 5;
const FINGERPRINT = "sipfp1:";
const LEAST_OF_HASH = /^[0-9a-f]{8,64}$/;

type Found = { readonly ok: true; readonly subject: DiffSubject } | { readonly ok: false; readonly fault: DiffFault };

/** Compares what these references name, in their order; a fault tells of the first one that names nothing. */
export async function diffReferences(references: readonly string[], known: Comparables): Promise<DiffAnswer> {
  if (references.length < 2 || references.length > MOST_SIDES) {
    const message = `A diff has 2 to ${MOST_SIDES} sides, not ${references.length}.`;
    return { kind: "fault", fault: { reference: null, code: "not-found", message } };
  }
  const subjects: DiffSubject[] = [];
  for (const reference of references) {
    const found = await findSubject(reference.trim(), known);
    if (!found.ok) return { kind: "fault", fault: found.fault };
    subjects.push(found.subject);
  }
  return { kind: "diff", diff: viewDiff(subjects) };
}

/** A signature by its id; a packet by its capture and number; a strand or a fingerprint by what its id begins with. */
async function findSubject(reference: string, known: Comparables): Promise<Found> {
  const signature = known.library.signatures.find(({ definition }) => definition.id === reference);
  if (signature !== undefined) return { ok: true, subject: { kind: "signature", signature } };
  const packet = /^(.+)#(\d{1,15})$/s.exec(reference);
  if (packet !== null) return findPacket(reference, packet[1] as string, Number(packet[2]), known);
  if (reference.includes("@")) return findStrand(reference, known);
  const ofTool = known.library.signatures.filter(({ definition }) => definition.tool.id === reference);
  if (ofTool.length > 0) {
    return ambiguous(
      reference,
      "signature",
      ofTool.map(({ definition }) => definition.id),
    );
  }
  return findFingerprint(reference, known);
}

async function findFingerprint(reference: string, known: Comparables): Promise<Found> {
  const start = reference.startsWith(FINGERPRINT) ? reference : `${FINGERPRINT}${reference}`;
  const ids = await known.fingerprintsLike(start, MOST_LISTED + 1);
  const id = ids.includes(start) ? start : ids[0];
  if (id === undefined) return notFound(reference, "is no fingerprint, strand, packet or signature here");
  if (ids.length > 1 && id !== start) return ambiguous(reference, "fingerprint", ids);
  const messages = await known.fingerprint(id);
  if (messages === null) return notFound(reference, "is no fingerprint here any more");
  return { ok: true, subject: { kind: "fingerprint", reference: id, title: id, ...messages } };
}

async function findStrand(reference: string, known: Comparables): Promise<Found> {
  const ids = await known.strandsLike(reference, MOST_LISTED + 1);
  const id = ids.includes(reference) ? reference : ids[0];
  if (id === undefined) return notFound(reference, "is no strand here");
  if (ids.length > 1 && id !== reference) return ambiguous(reference, "strand", ids);
  const messages = await known.strand(id);
  if (messages === null) return notFound(reference, "is no strand here any more");
  return { ok: true, subject: { kind: "strand", reference: id, title: id, ...messages } };
}

async function findPacket(reference: string, of: string, number: number, known: Comparables): Promise<Found> {
  const captures = await known.captures();
  const fitting = capturesCalled(of, captures);
  const [capture] = fitting;
  if (capture === undefined) {
    return notFound(reference, "is no packet here: no capture has that name, or a SHA-256 that begins so");
  }
  if (fitting.length > 1) {
    return ambiguous(
      reference,
      "capture",
      fitting.map(({ sha256 }) => sha256),
    );
  }
  const parts = await known.packet(capture, number);
  if (typeof parts === "string") return faultOf(reference, "not-readable", parts);
  const state = stateOfPacket(parts);
  if (state === null) return faultOf(reference, "not-readable", `${reference} is no SIP request.`);
  const isOnly = captures.filter(({ name }) => name === capture.name).length === 1;
  const named = `${isOnly ? capture.name : capture.sha256}#${number}`;
  return {
    ok: true,
    subject: { kind: "packet", reference: named, title: `${capture.name}#${number}`, tool: null, state },
  };
}

function capturesCalled(name: string, captures: readonly KnownCapture[]): readonly KnownCapture[] {
  const named = captures.filter((capture) => capture.name === name);
  if (named.length > 0 || !LEAST_OF_HASH.test(name)) return named;
  return captures.filter(({ sha256 }) => sha256.startsWith(name));
}

function notFound(reference: string, why: string): Found {
  return faultOf(reference, "not-found", `${reference} ${why}.`);
}

function ambiguous(reference: string, noun: string, ids: readonly string[]): Found {
  const listed = ids.slice(0, MOST_LISTED).join(", ");
  const count = ids.length > MOST_LISTED ? `more than ${counted(MOST_LISTED, noun)}` : counted(ids.length, noun);
  return faultOf(reference, "ambiguous", `${reference} fits ${count}: ${listed}. Name one of them.`);
}

function faultOf(reference: string, code: DiffFault["code"], message: string): Found {
  return { ok: false, fault: { reference, code, message } };
}
