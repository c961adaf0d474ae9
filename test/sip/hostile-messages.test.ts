import { expect, test } from "vitest";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { ascii } from "../builders/bytes.ts";

const START = "OPTIONS sip:x SIP/2.0\r\nVia: a\r\n";
const SMALL_BYTES = 1 << 16;

type Payload = (bytes: number) => string;

/** A request's beginning, then pieces up to the size. */
const behindStart =
  (piece: (index: number) => string, start = START): Payload =>
  (bytes) => {
    const pieces = [start];
    for (let length = start.length, i = 0; length < bytes; i += 1) {
      const next = piece(i);
      pieces.push(next);
      length += next.length;
    }
    return pieces.join("");
  };
const LINE_ENDS = ["\r\n", "\n", "\r"];

const HOSTILE: readonly (readonly [string, Payload])[] = [
  ["header names, more than 50,000 of them", behindStart((i) => `x${i}:\r\n`)],
  ["header names nearly as long and nearly spelt as known ones", behindStart((i) => `Content-Lengt${i % 10}: 1\r\n`)],
  ["one header line", (bytes) => `${START}X: ${"y".repeat(bytes)}\r\n\r\n`],
  ["one header name", (bytes) => `${START}${"y".repeat(bytes)}: z\r\n\r\n`],
  ["colons", (bytes) => `${START}${":".repeat(bytes)}\r\n\r\n`],
  ["lines of a colon", behindStart(() => ":\r\n")],
  ["CR", (bytes) => "\r".repeat(bytes)],
  ["CR behind the fields", (bytes) => `${START}${"\r".repeat(bytes)}`],
  ["NUL", (bytes) => "\0".repeat(bytes)],
  ["NUL and something behind it", (bytes) => `${START}\r\n${"\0".repeat(bytes)}x`],
  ["folded lines", behindStart(() => "\r\n a", "OPTIONS sip:x SIP/2.0\r\nVia: a")],
  ["line ends that alternate", behindStart((i) => `v:${LINE_ENDS[i % 3]}`)],
  ["blanks in the start line", (bytes) => `OPTIONS sip:x${" ".repeat(bytes)}SIP/2.0\r\nVia: a\r\n\r\n`],
  ["junk that looks like requests", behindStart(() => "\0 x SIP/2.0\r\n", "\0\r\n")],
  ["start lines among the fields", behindStart(() => "OPTIONS sip:x SIP/2.0\r\n", "OPTIONS sip:x SIP/2.0\r\n")],
  ["start lines that end in the wrong version", behindStart(() => "OPTIONS sip:x SIP/2\r\n")],
  ["quotes", (bytes) => `${START}To: ${'"\\'.repeat(bytes / 2)}\r\n\r\n`],
  ["digits of a CSeq", (bytes) => `${START}CSeq: ${"1".repeat(bytes)}\r\n\r\n`],
  ["Content-Lengths", behindStart((i) => `l: ${i}\r\n`)],
  ["percent signs in the URI", (bytes) => `OPTIONS sip:${"%4".repeat(bytes / 2)} SIP/2.0\r\nVia: a\r\n\r\n`],
  ["a body of line breaks", (bytes) => `${START}\r\n${"\r\n".repeat(bytes / 2)}`],
];

/** CPU time of a reading, in microseconds; below a millisecond the clock decides. */
function timeOf(payload: string, bytes: Uint8Array, missingBytes: number): number {
  const start = process.cpuUsage();
  readSipMessage(payload, missingBytes, bytes);
  const { user, system } = process.cpuUsage(start);
  return Math.max(user + system, 1000);
}

/** Eight times the work would be 8, its square 64. */
const MOST_TIMES = 24;
/** What else the machine does can only add to a reading: some more of each tell it from the work. */
const ROUNDS = { least: 3, most: 30 };

/** How many times as long the fastest of several readings of a large payload takes as that of a small one. */
function timesAsLong(large: string, small: string, missingBytes: number): number {
  const bytes = { large: ascii(large), small: ascii(small) };
  const fastest = { large: Number.POSITIVE_INFINITY, small: Number.POSITIVE_INFINITY };
  for (let round = 1; ; round += 1) {
    fastest.large = Math.min(fastest.large, timeOf(large, bytes.large, missingBytes));
    fastest.small = Math.min(fastest.small, timeOf(small, bytes.small, missingBytes));
    const times = fastest.large / fastest.small;
    if (round >= (times < MOST_TIMES ? ROUNDS.least : ROUNDS.most)) return times;
  }
}

test.each(HOSTILE)("half a megabyte of %s takes about eight times the work of an eighth", (_name, payloadOf) => {
  const [large, small] = [payloadOf(8 * SMALL_BYTES), payloadOf(SMALL_BYTES)];
  for (const missingBytes of [0, 1]) expect(timesAsLong(large, small, missingBytes)).toBeLessThan(MOST_TIMES);
});

test("anomalies stay one of a kind, however many lines have them", () => {
  const reading = readSipMessage(`${START}${"x y\n: \r\nf\0 : \x80\r\n\ta\r\n".repeat(20_000)}`, 0);
  expect(reading.kind === "request" && reading.anomalies.length).toBeLessThan(20);
});
