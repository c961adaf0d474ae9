import fc from "fast-check";
import { expect, test } from "vitest";
import type { SipReading } from "../../core/sip/message.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { ascii } from "../builders/bytes.ts";
import { readMessageCases } from "../builders/message-cases.ts";
import { arbitraryDamage } from "../builders/mutate.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { tsharkFields, tsharkInstalled } from "../builders/tshark.ts";

const PAYLOADS = [...readMessageCases("sip-messages.md"), ...readMessageCases("sip-torture.md")]
  .filter(({ missingBytes }) => missingBytes === 0)
  .map(({ payload }) => payload);

/** What is asked of both: is it a request, a response or neither? */
type Kind = "request" | "response" | "neither";

interface Judgement {
  readonly payload: string;
  /** The first line that is not empty. */
  readonly startLine: string;
  readonly reading: SipReading;
  readonly ours: Kind;
  readonly theirs: Kind;
}

/** Where tshark 4.0 judges otherwise, why, and why ours stands (spec section 2). */
const DIFFERENCES: readonly (readonly [string, (judgement: Judgement) => boolean])[] = [
  [
    "tshark asks for no field; we ask for one of Via, From, To, Call-ID, CSeq",
    ({ reading, theirs }) => theirs === "request" && reading.kind === "notSip" && reading.reason === "no-sip-field",
  ],
  [
    "tshark takes any word for a method; we take 1 to 32 token characters",
    ({ startLine, ours, theirs }) =>
      theirs === "request" && ours === "neither" && !/^[A-Za-z0-9\-.!%*_+`'~]{1,32} /.test(startLine),
  ],
  [
    "tshark takes any three digits for a status; we take 100 to 699",
    ({ startLine, ours, theirs }) =>
      theirs === "response" && ours === "neither" && /^SIP\/2\.0 [07-9]\d\d/.test(startLine),
  ],
  [
    "tshark asks for a blank behind the status; we take it without",
    ({ startLine, theirs }) => theirs === "neither" && /^SIP\/2\.0 [1-6]\d\d$/.test(startLine),
  ],
  [
    "tshark does not skip line breaks before the start line; RFC 3261 section 7.5 does",
    ({ payload, theirs }) => theirs === "neither" && /^[\r\n]/.test(payload),
  ],
  [
    "tshark asks for one SP between the parts and no more; we take repeated blanks and call them odd",
    ({ startLine, theirs }) =>
      theirs === "neither" && (/[ \t]$|[ \t]{2}|\t/.test(startLine) || / .* .* /.test(startLine)),
  ],
  [
    "tshark knows the version SIP/2.0 in capitals alone; we take others and call them odd",
    ({ startLine, theirs }) =>
      theirs === "neither" && !/(?:^| )SIP\/2\.0(?: |$)/.test(startLine) && /SIP\/\d+\.\d+/i.test(startLine),
  ],
  [
    "tshark asks for a colon in the URI and something before it; we take what stands there",
    ({ startLine, theirs }) => theirs === "neither" && /^[^ ]+ (?:[^ :]+|:[^ ]*) SIP\/2\.0$/.test(startLine),
  ],
  [
    "tshark ends a text at NUL; we keep the byte",
    ({ startLine, theirs }) => theirs === "neither" && startLine.includes("\0"),
  ],
];

function judge(payloads: readonly string[]): Judgement[] {
  const records = payloads.map((payload) => ({ bytes: ethernet(ipv4(udp(ascii(payload)))) }));
  const rows = tsharkFields(pcapFile({ records }), ["frame.number", "sip.Method", "sip.Status-Code"]);
  expect(rows.length).toBe(payloads.length);
  return payloads.map((payload, index) => {
    const [, method, status] = rows[index] as [string, string, string];
    const reading = readSipMessage(payload, 0);
    return {
      payload,
      startLine: /[^\r\n]+/.exec(payload)?.[0] ?? "",
      reading,
      ours: reading.kind === "request" || reading.kind === "response" ? reading.kind : "neither",
      theirs: method !== "" ? "request" : status !== "" ? "response" : "neither",
    };
  });
}

function unexplained(judgements: readonly Judgement[]): Judgement[] {
  return judgements.filter(
    (judgement) => judgement.ours !== judgement.theirs && !DIFFERENCES.some(([, holds]) => holds(judgement)),
  );
}

test.runIf(tsharkInstalled)("of every case tshark judges as we do, but for the differences listed", () => {
  const judgements = judge(PAYLOADS);
  expect(unexplained(judgements)).toEqual([]);
  const shown = (holds: (judgement: Judgement) => boolean) =>
    judgements.some((judgement) => judgement.ours !== judgement.theirs && holds(judgement));
  const ofDamageAlone = "tshark ends a text at NUL; we keep the byte";
  expect(DIFFERENCES.filter(([name, holds]) => name !== ofDamageAlone && !shown(holds)).map(([name]) => name)).toEqual(
    [],
  );
});

test.runIf(tsharkInstalled)("of damaged messages tshark judges as we do, but for the differences listed", () => {
  const damaged = fc.tuple(fc.constantFrom(...PAYLOADS), arbitraryDamage).map(([text, damage]) => damage(text));
  const judgements = judge(fc.sample(damaged, { numRuns: 2000, seed: 4 }));
  expect(unexplained(judgements)).toEqual([]);
});

test.runIf(tsharkInstalled)("method and status are those of tshark", () => {
  const readings = PAYLOADS.map((payload) => readSipMessage(payload, 0));
  const records = PAYLOADS.map((payload) => ({ bytes: ethernet(ipv4(udp(ascii(payload)))) }));
  const rows = tsharkFields(pcapFile({ records }), ["frame.number", "sip.Method", "sip.Status-Code"]);
  const pairs = readings.flatMap((reading, index) => {
    const [, method, status] = rows[index] as [string, string, string];
    if (reading.kind === "request" && method !== "") return [[reading.method, method]];
    return reading.kind === "response" && status !== "" ? [[String(reading.status), status]] : [];
  });
  expect(pairs.length).toBeGreaterThan(60);
  expect(pairs.map(([ours]) => ours)).toEqual(pairs.map(([, theirs]) => theirs));
});
