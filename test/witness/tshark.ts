import { execFile } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** What a capture holds, as either reader counts it. */
export interface Counts {
  readonly packets: number;
  /** SIP requests over UDP to port 5060. */
  readonly requests: number;
  /** Of these, by source address in text. */
  readonly bySource: Readonly<Record<string, number>>;
}

/** Options that make tshark answer our question rather than its own; each says why. */
const OPTIONS: readonly (readonly string[])[] = [
  ["-n"], // resolve no names: this is a question about bytes
  ["-d", "udp.port==5060,sip"], // SIP by port, not by what the port or the conversation was used for before
  ["--disable-heuristic", "sip_udp"],
  ["-o", "sip.strict_sip_version:FALSE"], // a request of another version than 2.0 is one
  ["-o", "ip.defragment:TRUE"], // a datagram counts when it is complete, with the packet that completes it
  ["-o", "ipv6.defragment:TRUE"],
  ["-o", "ip.tso_support:FALSE"], // a total length of 0 contradicts the packet; it is not replaced by a guess
  ["-o", "ip.check_checksum:FALSE"], // a scanner's wrong checksum is evidence
  ["-o", "udp.check_checksum:FALSE"],
];

/** Dissectors through which a packet still comes to its own datagram; behind any other, it only quotes one. */
const QUOTING = new Set(["icmp", "icmpv6"]);

/** A home without settings: what somebody has chosen in Wireshark must not change what it counts. Never made. */
const NO_HOME = path.join(os.tmpdir(), "ringprint-no-such-home");

/** Most that tshark may write about one capture. */
const MOST_OUTPUT_BYTES = 1 << 26;

const run = promisify(execFile);

/**
 * What tshark says of each packet of a capture file: the named fields, empty where there are none, of several values the
 * first or the last. Rejects where tshark cannot read the file, and says why.
 */
export async function askTshark(
  capture: string,
  fields: readonly string[],
  occurrence: "first" | "last",
  options: readonly string[] = ["-n"],
): Promise<string[][]> {
  const args = ["-r", capture, ...options, "-T", "fields", "-E", `occurrence=${occurrence.charAt(0)}`];
  const { stdout } = await run("tshark", [...args, ...fields.flatMap((field) => ["-e", field])], {
    env: { ...process.env, HOME: NO_HOME, XDG_CONFIG_HOME: NO_HOME, LC_ALL: "C" },
    encoding: "latin1",
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
}

/** Counts of a capture as tshark sees it. */
export async function countWithTshark(capture: string): Promise<Counts> {
  const fields = ["frame.encap_type", "frame.protocols", "ip.src", "ipv6.src", "udp.dstport", "sip.Request-Line"];
  // With tunnels a field occurs more than once; the innermost comes last.
  const rows = await askTshark(capture, fields, "last", OPTIONS.flat());
  // tshark also numbers pcapng blocks that are no packets; these have no link type.
  const packets = rows.filter(([linkType = ""]) => /^\d/.test(linkType));
  const sources = packets.flatMap(sourceOfRequest);
  const bySource: Record<string, number> = {};
  for (const source of sources) bySource[source] = (bySource[source] ?? 0) + 1;
  return { packets: packets.length, requests: sources.length, bySource };
}

/** The innermost source address of a packet that is a request to port 5060. */
function sourceOfRequest(row: readonly string[]): string[] {
  const [, protocols = "", ipv4 = "", ipv6 = "", destinationPort, requestLine = ""] = row;
  const names = protocols.split(":");
  const transport = names.lastIndexOf("udp");
  if (destinationPort !== "5060" || requestLine === "" || names.slice(0, transport).some((name) => QUOTING.has(name))) {
    return [];
  }
  return [names.lastIndexOf("ipv6", transport) > names.lastIndexOf("ip", transport) ? ipv6 : ipv4];
}
