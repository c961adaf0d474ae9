import type { IpId, TimeToLive } from "../behaviour/ip-header.ts";
import type { SourcePorts } from "../behaviour/source-port.ts";
import type { Strategy } from "../behaviour/strategy.ts";
import type { CommentSubject } from "../capture/capture-comments.ts";
import type { ProblemEffect } from "../capture/problem.ts";
import type { Compression } from "../capture/sniff-container.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { Grade } from "../fingerprint/fingerprint.ts";
import type { TraitKind } from "../fingerprint/traits.ts";
import type { FieldOutcome } from "../signature/verdict.ts";
import type { PacketClass } from "../sip/packet-class.ts";

/**
 * The report, as `resources/schemas/report.schema.json` describes it (spec section 9). Times are RFC 3339 in UTC with
 * nine decimals, arrays sort by id, captures by SHA-256, reals have six significant digits: the same captures give the
 * same bytes on every machine, in any order and with any number of threads. Null is "unknown" or "not computed".
 */
export interface Report {
  readonly format: "ringprint.report";
  readonly version: 1;
  readonly parameters: ReportParameters;
  readonly captures: readonly ReportCapture[];
  readonly notRead: readonly ReportNotRead[];
  readonly totals: ReportTotals;
  readonly sources: readonly ReportSource[];
  readonly flows: readonly ReportFlow[];
  readonly strands: readonly ReportStrand[];
  readonly fingerprints: readonly ReportFingerprint[];
  readonly tools: readonly ReportTool[];
  /** Not computed by this version. */
  readonly campaigns: null;
  /** Not computed by this version. */
  readonly dialledNumbers: null;
}

export interface ReportParameters {
  readonly ports: readonly number[] | "any";
  readonly flowTimeoutSeconds: number;
  /** Whether a tunnelled packet was taken for the packet inside. */
  readonly tunnels: boolean;
  readonly preset: "default";
  readonly telescope: { readonly prefixes: readonly string[]; readonly inferred: boolean };
  readonly packs: readonly { readonly id: string; readonly version: string }[];
}

export interface ReportCapture {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly container: "pcap" | "pcapng" | null;
  /** Bytes of the file as stored that were not read; null where that cannot be told. */
  readonly unreadBytes: number | null;
  readonly compression: Compression | null;
  readonly linkTypes: readonly number[];
  readonly packets: number;
  readonly firstPacketAt: string | null;
  readonly lastPacketAt: string | null;
  readonly complete: boolean;
  /** Offset in the decompressed stream. */
  readonly stoppedAt: number | null;
  readonly reason: string | null;
  readonly classes: Readonly<Record<PacketClass, number>>;
  readonly problems: readonly ReportProblem[];
  /** What a second, independent reader found; null: it was not asked. */
  readonly crossCheck: CrossCheck | null;
  /** Comments that the capture holds, of which `comments` are the first. */
  readonly commentCount: number;
  readonly comments: readonly ReportComment[];
}

/** A comment that somebody wrote into a capture. */
export interface ReportComment {
  readonly about: CommentSubject;
  /** Number of the packet, if it is about one. */
  readonly packet: number | null;
  /** Not yet made visible. Bytes that are no UTF-8 stand as \xNN, and then all outside 0x20-0x7e do. */
  readonly text: string;
}

export interface ReportProblem {
  readonly code: string;
  /** `stopped`: nothing behind it was read. `left-out`: packets were skipped or not decoded. `noted`: all was read. */
  readonly effect: ProblemEffect;
  readonly count: number;
  readonly firstPacket: number | null;
  /** Offset of the first record or block concerned, in the decompressed stream. */
  readonly firstOffset: number | null;
  /** What was found and what was kept. */
  readonly message: string;
  /** What it means for the results. */
  readonly meaning: string;
}

/** An input that gave nothing: missing, empty, or no capture. */
export interface ReportNotRead {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

export interface ReportTotals {
  readonly packets: number;
  readonly classes: Readonly<Record<PacketClass, number>>;
  readonly sources: number;
  readonly flows: number;
  readonly destinations: number;
  readonly firstPacketAt: string | null;
  readonly lastPacketAt: string | null;
  readonly methods: Readonly<Record<string, number>>;
  /**
   * Of these, what was counted only: flows of at most four requests beyond the 10,000 with the lowest hash of address and
   * first time, and the sources of which no flow is listed. Lists of flows, strands and fingerprints and the tools leave
   * them out; the row of a listed source counts all its flows.
   */
  readonly setAside: { readonly sources: number; readonly flows: number; readonly packets: number };
}

export interface ReportSource {
  readonly address: string;
  readonly packets: number;
  readonly flows: number;
  readonly destinations: number;
  readonly firstPacketAt: string | null;
  readonly lastPacketAt: string | null;
  readonly activeDays: readonly string[];
  readonly tools: readonly { readonly tool: string; readonly packets: number }[];
  readonly campaign: null;
  readonly country: null;
  readonly asn: null;
}

export interface ReportFlow {
  readonly id: string;
  readonly source: string;
  readonly firstPacketAt: string | null;
  readonly lastPacketAt: string | null;
  readonly packets: number;
  readonly destinations: number;
  readonly methods: Readonly<Record<string, number>>;
  readonly ratePps: number | null;
  readonly strategy: Strategy;
  readonly sourcePort: SourcePorts;
  readonly ttl: TimeToLive;
  readonly ipId: IpId;
  /** The single named tool among the strands; null when there is none or more than one. */
  readonly tool: string | null;
  readonly strands: readonly string[];
}

/**
 * What matching says of a strand. `not-compared`: no signature matches, and its fingerprint is not among the thousand
 * largest unnamed ones, which alone are compared for likeness.
 */
export type ReportVerdict = "match" | "tie" | "several" | "near" | "unknown" | "cut" | "not-compared";

export interface ReportStrand {
  readonly id: string;
  readonly flow: string;
  /** Null where the strand mixes methods. */
  readonly method: string | null;
  readonly packets: number;
  readonly fingerprint: string;
  readonly grade: Grade;
  readonly verdict: ReportVerdict;
  readonly tool: ReportStrandTool | null;
  /** The signatures of a tie, or of several tools in one strand. */
  readonly candidates: readonly string[];
  readonly near: readonly ReportNear[];
  /** The family where the nearest signatures tie inside it. */
  readonly nearFamily: string | null;
  /** Signatures that nothing seen of a cut strand contradicts. */
  readonly compatible: readonly string[];
  /** Why the match, the nearest or the first compatible signature fits or does not, key by key. */
  readonly explanation: readonly ReportField[];
  readonly traits: readonly TraitKind[];
  /** Packets with each kind of anomaly. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** More shapes of messages than a flow keeps apart were merged into this strand. */
  readonly overflow: boolean;
  /** Packets beyond the limits of keys, repeats or value length. */
  readonly cappedPackets: number;
}

export interface ReportStrandTool {
  readonly id: string;
  readonly signature: string;
  readonly family: string;
  readonly variant: string;
}

export interface ReportNear {
  readonly signature: string;
  readonly score: number;
  readonly differs: readonly string[];
}

export interface ReportField {
  readonly key: string;
  readonly outcome: FieldOutcome;
  readonly required: boolean;
  readonly expected: string | null;
  /** One value as seen, bytes outside 0x20-0x7e as \xNN. */
  readonly observed: string | null;
}

export interface ReportFingerprint {
  readonly id: string;
  readonly text: string;
  readonly optional: readonly string[];
  /** Keys with gaps: the template with the length and class of each gap. */
  readonly classes: Readonly<Record<string, string>>;
  readonly paperText: string;
  readonly packets: number;
  readonly flows: number;
  readonly sources: number;
  /** The tool all its strands were given; null when there is none or more than one. */
  readonly tool: string | null;
}

export interface ReportTool {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  /** Null where several variants were seen. */
  readonly variant: string | null;
  readonly packets: number;
  readonly flows: number;
  readonly sources: number;
  /** Flows by scan strategy. */
  readonly strategies: Readonly<Record<string, number>>;
}
