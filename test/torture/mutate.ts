import { ascii, concat, u16, u32 } from "../builders/bytes.ts";
import { Random } from "../generator/random.ts";
import { type Part, putTogether, takeApart } from "./structure.ts";

/** A sound capture that mutants are made of. */
export interface Parent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a seed made of a parent. */
export interface Mutant {
  readonly seed: number;
  readonly parent: string;
  readonly bytes: Uint8Array;
}

/** One mutant in so many keeps its container sound, so that what is broken lies behind the container. */
const STRUCTURE_AWARE_EVERY = 4;

/** Most edits of a mutant whose container stays sound. */
const MOST_STRUCTURE_EDITS = 60;
const LONGEST_HEADERS = 64;

/** Numbers at which lengths and offsets go wrong. */
const ODD_NUMBERS = [0, 1, 3, 7, 8, 15, 20, 127, 128, 255, 256, 1500, 0x7fff, 0x8000, 0xfffc, 0xffff];
const ODD_LARGE_NUMBERS = [...ODD_NUMBERS, 0x40000, 0xffffff, 0x1000000, 0x1000001, 0x7fffffff, 0x80000000, 0xffffffff];

/** Lengths, versions with lengths, protocols, flags. */
const ODD_BYTES = [
  0, 1, 4, 6, 17, 41, 43, 44, 47, 50, 51, 59, 60, 0x20, 0x40, 0x44, 0x4f, 0x60, 0x7f, 0x80, 0xfe, 0xff,
];

/** Texts that mean something to a reader of SIP, of lines or of strings. */
const TEXTS = [
  ...'\r\n|\n|\r|\r\n\r\n|\0|\0\0\0\0\0\0\0\0| |\t|:|;|,|<|>|"|%00|\xff|\u00e2\u0080\u00ae'.split("|"),
  ..."SIP/2.0 |SIP/2.0 200 OK\r\n|OPTIONS |Via: |v: |Call-ID:\r\n|CSeq: 1 \r\n|Content-Length: -1\r\n|l: 99999\r\n".split(
    "|",
  ),
  "To: {SourceIP}\r\n",
  "a".repeat(3000),
  "X: y\r\n".repeat(300),
  "x\r\n y\r\n".repeat(200),
].map(ascii);

/** LINKTYPE_ values: those that are decoded, some that are not, some that nobody has assigned. */
const LINK_TYPES = [0, 1, 12, 14, 101, 108, 113, 228, 229, 276, 105, 127, 147, 9999, 0xffff];

/** The mutant of a seed: the same one for the same parents. */
export function mutate(seed: number, parents: readonly Parent[]): Mutant {
  const random = new Random(`mutant ${seed}`);
  const parent = random.pick(parents);
  const structured = seed % STRUCTURE_AWARE_EVERY === 0 ? mutateStructure(parent.bytes, random) : undefined;
  return { seed, parent: parent.name, bytes: structured ?? mutateBytes(parent.bytes, random, random.pick(parents)) };
}

/** Edits anywhere in the file, as stored. */
function mutateBytes(bytes: Uint8Array, random: Random, other: Parent): Uint8Array {
  let mutant = bytes;
  for (let edits = random.int(1, 8); edits > 0; edits -= 1) mutant = editBytes(mutant, random);
  if (random.chance(0.1)) mutant = mutant.slice(0, random.int(0, mutant.length));
  return random.chance(0.05) ? concat(mutant, other.bytes) : mutant;
}

/** Edits of packets and blocks behind a container that stays sound. */
function mutateStructure(bytes: Uint8Array, random: Random): Uint8Array | undefined {
  const structure = takeApart(bytes);
  if (structure === undefined || structure.parts.length === 0) return undefined;
  // A broken packet hides no other: many may be broken at once.
  for (let edits = random.int(1, MOST_STRUCTURE_EDITS); edits > 0; edits -= 1) editParts(structure.parts, random);
  if (structure.container === "pcap" && random.chance(0.2)) {
    structure.header.set(u32(random.pick(LINK_TYPES), structure.littleEndian), 20);
  }
  return putTogether(structure);
}

function editParts(parts: Part[], random: Random): void {
  const at = random.int(0, parts.length - 1);
  const part = parts[at] as Part;
  switch (random.int(0, 15)) {
    case 0: // again, perhaps elsewhere
      parts.splice(random.int(1, parts.length), 0, { ...part, head: part.head.slice(), body: part.body.slice() });
      break;
    case 1:
      // The first block tells the byte order of all.
      if (at > 0) parts.splice(at, 1);
      break;
    case 2: // its time, its interface or its length on the wire
      if (part.storedLengthAt !== undefined) {
        const field = random.pick(
          part.head.length === 28 ? [8, 12, 16, 24] : [0, 4, 12].slice(0, part.head.length / 4),
        );
        part.head.set(u32(random.pick(ODD_LARGE_NUMBERS), random.chance(0.5)), field % (part.head.length - 3));
      }
      break;
    case 3: // cut by a snap length
      part.body = part.body.slice(0, random.int(0, part.body.length));
      break;
    case 4:
    case 5:
    case 6:
    case 7:
      part.body = editBytes(part.body, random);
      break;
    default:
      part.body = editHeaders(part.body, random);
  }
}

/** A few bytes of what precedes the payload: of link, IP, extension, tunnel and UDP headers. */
function editHeaders(packet: Uint8Array, random: Random): Uint8Array {
  const edited = packet.slice();
  const reach = Math.min(packet.length, LONGEST_HEADERS);
  for (let bytes = reach > 0 ? random.int(1, 4) : 0; bytes > 0; bytes -= 1) {
    edited[random.int(0, reach - 1)] = random.chance(0.7) ? random.pick(ODD_BYTES) : random.int(0, 255);
  }
  return edited;
}

/** One edit of a byte string; headers lie at its beginning, so that place is chosen more often. */
function editBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const reach = random.chance(0.4) ? Math.min(bytes.length, 100) : bytes.length;
  const at = random.int(0, Math.max(0, reach - 1));
  const length = random.int(1, random.chance(0.7) ? 8 : 400);
  switch (random.int(0, 8)) {
    case 0:
      return withBytes(bytes, at, Uint8Array.of(random.int(0, 255)));
    case 1:
      return withBytes(bytes, at, Uint8Array.of((bytes[at] ?? 0) ^ (1 << random.int(0, 7))));
    case 2:
      return withBytes(bytes, at, u16(random.pick(ODD_NUMBERS), random.chance(0.5)));
    case 3:
      return withBytes(bytes, at, u32(random.pick(ODD_LARGE_NUMBERS), random.chance(0.5)));
    case 4:
      return concat(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5:
      return concat(bytes.subarray(0, at), noise(length, random), bytes.subarray(at));
    case 6:
      return concat(bytes.subarray(0, at), random.pick(TEXTS), bytes.subarray(at));
    case 7:
      return withBytes(bytes, at, noise(length, random));
    default: {
      const from = random.int(0, Math.max(0, bytes.length - 1));
      return concat(bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at));
    }
  }
}

/** The bytes with some replaced, as far as there are any. */
function withBytes(bytes: Uint8Array, at: number, replacement: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed.set(replacement.subarray(0, Math.max(0, bytes.length - at)), at);
  return changed;
}

function noise(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random.int(0, 255));
}
