import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import type { SipReading } from "../../core/sip/message.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { ascii } from "../builders/bytes.ts";
import { readMessageCases } from "../builders/message-cases.ts";
import { arbitraryDamage } from "../builders/mutate.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { temporaryFolder } from "../builders/program.ts";
import { askTshark } from "./tshark.ts";

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

/** Method and status as tshark reads them, of each payload in a packet of its own. */
async function tsharkStartLines(payloads: readonly string[]): Promise<{ method: string; status: string }[]> {
  const records = payloads.map((payload) => ({ bytes: ethernet(ipv4(udp(ascii(payload)))) }));
  const file = path.join(temporaryFolder(), "messages.pcap");
  fs.writeFileSync(file, pcapFile({ records }));
  const rows = await askTshark(file, ["frame.number", "sip.Method", "sip.Status-Code"], "first");
  expect(rows.length).toBe(payloads.length);
  return rows.map(([, method = "", status = ""]) => ({ method, status }));
}

async function judge(payloads: readonly string[]): Promise<Judgement[]> {
  const startLines = await tsharkStartLines(payloads);
  return startLines.map(({ method, status }, index): Judgement => {
    const payload = payloads[index] as string;
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

const missing = inject("tsharkMissing");

describe.skipIf(missing !== "")(`tshark on single messages${missing === "" ? "" : `: not run. ${missing}`}`, () => {
  test("judges every case as we do, but for the differences listed", async () => {
    const judgements = await judge(PAYLOADS);
    expect(unexplained(judgements)).toEqual([]);
    const shown = (holds: (judgement: Judgement) => boolean) =>
      judgements.some((judgement) => judgement.ours !== judgement.theirs && holds(judgement));
    const ofDamageAlone = "tshark ends a text at NUL; we keep the byte";
    const unseen = DIFFERENCES.filter(([name, holds]) => name !== ofDamageAlone && !shown(holds));
    expect(unseen.map(([name]) => name)).toEqual([]);
  });

  test("judges damaged messages as we do, but for the differences listed", async () => {
    const damaged = fc.tuple(fc.constantFrom(...PAYLOADS), arbitraryDamage).map(([text, damage]) => damage(text));
    const judgements = await judge(fc.sample(damaged, { numRuns: 2000, seed: 4 }));
    expect(unexplained(judgements)).toEqual([]);
  });

  test("reads the methods and statuses that we read", async () => {
    const startLines = await tsharkStartLines(PAYLOADS);
    const pairs = startLines.flatMap(({ method, status }, index) => {
      const reading = readSipMessage(PAYLOADS[index] as string, 0);
      if (reading.kind === "request" && method !== "") return [[reading.method, method]];
      return reading.kind === "response" && status !== "" ? [[String(reading.status), status]] : [];
    });
    expect(pairs.length).toBeGreaterThan(60);
    expect(pairs.map(([ours]) => ours)).toEqual(pairs.map(([, theirs]) => theirs));
  });
});
