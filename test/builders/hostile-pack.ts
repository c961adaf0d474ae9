import { decodePack, type SignaturePack } from "../../core/pack/pack.ts";
import { escapeLiteral } from "../../core/signature/pattern.ts";
import type { SignatureLibrary } from "../../core/signature/signature.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { HOSTILE_VALUES } from "./hostile-values.ts";

/** What a pattern says of a long value; the rest is any text. */
const LONGEST_LITERAL = 400;

/** A tool for each hostile value, which it sends as its User-Agent. */
export interface HostilePack {
  readonly pack: SignaturePack;
  readonly library: SignatureLibrary;
  /** What each tool sends, and the value as we read it, in the order of the signatures. */
  readonly sent: readonly { readonly id: string; readonly payload: string; readonly value: string }[];
}

/** The pack of 39 hostile tools. */
export function hostilePack(): HostilePack {
  const sent = HOSTILE_VALUES.map((value, index) => {
    const lines = [
      "OPTIONS sip:100@198.51.100.7 SIP/2.0",
      "Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bK1",
      "From: <sip:100@203.0.113.9>;tag=1",
      "To: <sip:100@198.51.100.7>",
      "Call-ID: 1",
      "CSeq: 1 OPTIONS",
      `User-Agent: ${value}`,
      "Content-Length: 0",
    ];
    const payload = `${lines.join("\r\n")}\r\n\r\n`;
    const message = readSipMessage(payload, 0);
    if (message.kind !== "request") throw new Error(`no request: ${value}`);
    const read = message.fields.find(({ name }) => name === "user-agent")?.value ?? "";
    return { id: `hostile/${String(index + 1).padStart(2, "0")}`, payload, value: read };
  });
  const decoded = decodePack(
    JSON.stringify({
      format: "ringprint.pack",
      version: 1,
      id: "hostile",
      name: "Hostile values",
      packVersion: "1.0.0",
      licence: "CC0-1.0",
      authors: ["Tests"],
      signatures: sent.map(({ id, payload, value }) => ({
        id,
        tool: { id, name: id },
        family: "hostile",
        variant: "base",
        parent: null,
        certainty: "high",
        references: [],
        methods: ["OPTIONS"],
        fields: { "user-agent": patternOf(value), "call-id": "1" },
        required: ["user-agent", "call-id"],
        examples: { positive: [exampleOf(payload)] },
      })),
    }),
  );
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return { pack: decoded.pack, library: decoded.library, sent };
}

function patternOf(value: string): string {
  if (value.length <= LONGEST_LITERAL) return escapeLiteral(value);
  return `${escapeLiteral(value.slice(0, LONGEST_LITERAL))}{*:any}`;
}

/** An example's lines are short: a long value is cut there, as the analyst would cut it. */
function exampleOf(payload: string) {
  return {
    message: payload.split("\r\n").map((line) => line.slice(0, 1000)),
    source: "203.0.113.9",
    destination: "198.51.100.7",
    sourcePort: 5060,
    destinationPort: 5060,
  };
}
