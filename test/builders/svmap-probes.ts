import type { Random } from "../generator/random.ts";
import type { Probe } from "./observed-request.ts";

/** Where a scan comes from and which telescope it reaches. */
export interface Scan {
  readonly source: string;
  /** The first three octets of the telescope. */
  readonly telescope: string;
}

/** Probes as svmap of SIPVicious 0.3 sends them, to random targets of a telescope of 256 addresses. */
export function svmapProbes(scan: Scan, count: number, random: Random): Probe[] {
  return Array.from({ length: count }, () => svmapProbe(scan, random));
}

function svmapProbe({ source, telescope }: Scan, random: Random): Probe {
  const destination = `${telescope}.${random.int(0, 255)}`;
  const target = destination.split(".").map((octet) => Number(octet).toString(16).padStart(2, "0"));
  const tag = hexAscii(`${target.join("")}13c401${random.bits32()}`);
  const text = [
    `OPTIONS sip:100@${destination} SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${random.bits32()};rport`,
    "Max-Forwards: 70",
    'To: "sipvicious"<sip:100@1.1.1.1>',
    `From: "sipvicious"<sip:100@1.1.1.1>;tag=${tag}`,
    "User-Agent: friendly-scanner",
    `Call-ID: ${eightyBits(random)}`,
    `Contact: sip:100@${source}:5060`,
    "CSeq: 1 OPTIONS",
    "Accept: application/sdp",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
  return { text, source, destination, sourcePort: 5060, destinationPort: 5060 };
}

function eightyBits(random: Random): bigint {
  return (BigInt(random.bits32()) << 48n) | (BigInt(random.bits32()) << 16n) | BigInt(random.int(0, 0xffff));
}

function hexAscii(text: string): string {
  return [...text].map((char) => char.charCodeAt(0).toString(16)).join("");
}
