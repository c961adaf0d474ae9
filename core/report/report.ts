import type { IpId, IpIdEvidence, TimeToLive } from "../behaviour/ip-header.ts";
import type { SourcePortEvidence, SourcePorts } from "../behaviour/source-port.ts";
import type { Strategy } from "../behaviour/strategy.ts";
import type { CommentSubject } from "../capture/capture-comments.ts";
import type { ProblemEffect } from "../capture/problem.ts";
import type { Compression } from "../capture/sniff-container.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { Grade } from "../fingerprint/fingerprint.ts";
import type { TraitKind } from "../fingerprint/trait-kinds.ts";
import type { Preset } from "../flow/preset.ts";
import type { TableFacts } from "../geography/geo-table.ts";
import type { Base } from "../signature/base.ts";
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
  readonly groups: readonly ReportGroup[];
  readonly tools: readonly ReportTool[];
  readonly senders: ReportSenderGroups;
  /** Sources that act together. */
  readonly campaigns: readonly ReportCampaign[];
  readonly campaignStatistics: ReportCampaignStatistics;
  /** Tools of sources that were seen in more than one period, over years and over months. */
  readonly evolution: { readonly overYears: ReportEvolution; readonly overMonths: ReportEvolution };
  /** Sources and packets by country and tool. */
  readonly places: ReportPlaces;
  /** Numbers that INVITEs name in request URI, To or From; at most 10,000, those with most packets. */
  readonly dialledNumbers: readonly ReportDialledNumber[];
}

export interface ReportParameters {
  readonly ports: readonly number[] | "any";
  readonly flowTimeoutSeconds: number;
  /** Whether a tunnelled packet was taken for the packet inside. */
  readonly tunnels: boolean;
  readonly preset: Preset;
  readonly telescope: ReportTelescope;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  readonly campaigns: ReportCampaignRules;
  /** Tables that countries and networks of sources come from, in the order given: the first that knows tells. */
  readonly geoTables: readonly ReportTable[];
}

/** A table of countries or networks. Texts are the table's words, not yet made visible. */
export interface ReportTable extends TableFacts {
  /** Sources whose record in it is damaged. */
  readonly unreadable: number;
}

/** The monitored prefixes. */
export interface ReportTelescope {
  readonly prefixes: readonly string[];
  readonly inferred: boolean;
  /** IPv4 addresses the prefixes hold. */
  readonly addresses: number;
  /**
   * Internet-wide packets a second at which a scanner that draws its targets from all of IPv4 is expected here once in
   * each idle timeout; slower ones fall into many flows. Null without IPv4 prefixes.
   */
  readonly blindSpeedPps: number | null;
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
  /**
   * Dialled numbers that are listed, and packets that name a number; a packet counts once for each number it names.
   * `leftOutPackets` of these name numbers that are not listed: of a flow 256 called and 256 calling ones are kept, by the
   * hash of their digits, and of all numbers 10,000 are listed.
   */
  readonly dialled: { readonly numbers: number; readonly packets: number; readonly leftOutPackets: number };
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
  /** Id of its campaign; null where it belongs to none. */
  readonly campaign: number | null;
  /** ISO 3166-1 code, and the name of the table that gives it; null without one that knows. */
  readonly country: string | null;
  readonly countryTable: string | null;
  /** Number of the autonomous system, who runs it in the table's words, and the name of the table. */
  readonly asn: number | null;
  readonly asOrganisation: string | null;
  readonly asnTable: string | null;
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
  readonly sourcePort: SourcePorts & { readonly evidence: SourcePortEvidence };
  readonly ttl: TimeToLive;
  readonly ipId: IpId & { readonly evidence: IpIdEvidence };
  readonly extrapolation: ReportExtrapolation;
  /** The single named tool among the strands; null when there is none or more than one. */
  readonly tool: string | null;
  readonly strands: readonly string[];
}

/** What a flow's rate says of the whole of IPv4. Without an answer there is a reason, and `ratePps` is the local rate. */
export interface ReportExtrapolation {
  readonly applicable: boolean;
  readonly reason: "not-random" | "no-time-passed" | "not-ipv4" | "outside-telescope" | null;
  /** 2^32 / addresses of the telescope. */
  readonly factor: number | null;
  /** Internet-wide packets a second. */
  readonly ratePps: number | null;
  /** The same with 95 % confidence, from the Poisson distribution of the flow's packets. */
  readonly ratePpsInterval: readonly [low: number, high: number] | null;
}

/**
 * Signs by which spoofed senders show: evidence, never a verdict. One host that feigns many gives sources of one request,
 * TTLs that hardly differ, and at times one IP-ID counter behind all of them; real hosts stand at different distances.
 */
export interface ReportSenders {
  readonly sources: number;
  /** Sources of one request in all captures. */
  readonly onePacketSources: number;
  /** TTL as received, of each source the highest. */
  readonly ttl: {
    readonly min: number;
    readonly max: number;
    readonly distinct: number;
    /** Lower quartile, median, upper quartile. */
    readonly quartiles: readonly [number, number, number];
    /** Sources by the likely start value. */
    readonly initial: Readonly<Record<string, number>>;
    /** Sources from which different TTLs came. */
    readonly varyingSources: number;
  };
  /** IPv4 identification of the first packet of each source; null for IPv6. */
  readonly ipId: {
    readonly sources: number;
    readonly distinct: number;
    /** The value most sources begin with; of several the lowest. */
    readonly commonest: { readonly value: number; readonly sources: number };
    /** Steps in time from one source's first packet to the next one's. */
    readonly steps: number;
    /** Of these, steps that count up a little: by chance 3 %, more where several addresses are one host. */
    readonly countedSteps: number;
  } | null;
}

/** The signs for groups of sources other than tools. */
export interface ReportSenderGroups {
  /** Sources that were looked into; null where there is none, as in the other groups. */
  readonly all: ReportSenders | null;
  /** Those of one request. */
  readonly onePacket: ReportSenders | null;
  /** Those with messages that no signature names. */
  readonly unnamed: ReportSenders | null;
  /** Those that were counted only. */
  readonly setAside: { readonly sources: number; readonly onePacketSources: number };
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
  /** What the software was made from, where no tool is named but that is certain. */
  readonly base: Base | null;
  /** Signatures that nothing seen of a cut strand contradicts. */
  readonly compatible: readonly string[];
  /** Why the match, the nearest or the first compatible signature fits or does not, key by key. */
  readonly explanation: readonly ReportField[];
  readonly traits: readonly TraitKind[];
  /** What each trait means and where it was seen, in the same order. */
  readonly traitDetails: readonly ReportTrait[];
  /** Packets with each kind of anomaly. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** More shapes of messages than a flow keeps apart were merged into this strand. */
  readonly overflow: boolean;
  /** Packets beyond the limits of keys, repeats or value length. */
  readonly cappedPackets: number;
  /** Id of the group its fingerprint is in. */
  readonly group: string;
  /** Under the paper preset the paper's own fingerprint of the flow; else null. */
  readonly paperText: string | null;
}

/** A habit of the sender. Texts from captures have bytes outside 0x20-0x7e as \xNN. */
export interface ReportTrait {
  readonly kind: TraitKind;
  /** What it says of the sender. */
  readonly meaning: string;
  /** Where that is known from. */
  readonly source: string;
  /** The key that shows it; null where it is one of the whole message. */
  readonly key: string | null;
  /** Packets that show it. */
  readonly packets: number;
  /** The number of packets is an estimate. */
  readonly estimated: boolean;
  /** Messages that show it, a few of those kept as exemplars. */
  readonly seen: readonly {
    /** SHA-256 of the capture, and the packet's number within it. */
    readonly capture: string;
    readonly packet: number;
    /** The key's value as sent. */
    readonly value: string | null;
    /** What it encodes: the target, the extension, or `user:password` tried. */
    readonly decoded: string | null;
    /** Address and port the packet was sent to. */
    readonly sentTo: string;
  }[];
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

/**
 * Fingerprints of one piece of software, as far as their masks tell: one, and those with little evidence that it
 * covers. Strands of another tool are never in it, though they may share a fingerprint.
 */
export interface ReportGroup {
  /** That of the fingerprint that covers the others, behind the tool and a slash where there is one. */
  readonly id: string;
  readonly tool: string | null;
  /** The fingerprint that covers the others. */
  readonly fingerprint: string;
  /** How far that one can be trusted. */
  readonly grade: Grade;
  /** Ascending by fingerprint. `provisional`: it joined on little evidence. */
  readonly members: readonly {
    readonly fingerprint: string;
    readonly packets: number;
    readonly provisional: boolean;
  }[];
  readonly packets: number;
  readonly flows: number;
  readonly sources: number;
  /** Exact below 32, an estimate from there on. */
  readonly destinations: number;
  /** UTC days on which its flows sent. */
  readonly days: number;
  /** Of a group without a tool: 1 less the best likeness score; null where it was not compared. */
  readonly novelty: number | null;
  /** novelty * volume * spread: log2(1 + packets), and log2(1 + sources) + log2(1 + destinations) + log2(1 + days). */
  readonly score: number | null;
  /** Place among the groups without a tool, 1 for what deserves the first look; null with a tool. */
  readonly rank: number | null;
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
  readonly senders: ReportSenders;
}

/** How campaigns are found: HDBSCAN over Euclidean distances of day vectors, by excess of mass. */
export interface ReportCampaignRules {
  readonly minClusterSize: number;
  /** Sources within a core distance. */
  readonly minSamples: number;
  /** Whether the source itself is one of these. */
  readonly countsItself: boolean;
  /** What is clustered by itself. */
  readonly within: "all sources" | "tool or fingerprint group";
  readonly singleCluster: boolean;
  /** Whether sources of one day count only where five of the same software start within one hour. */
  readonly chanceGuard: boolean;
  /** First and last UTC day that count; null: all that the captures cover. */
  readonly period: { readonly first: string; readonly last: string } | null;
}

/** Sources that act together. */
export interface ReportCampaign {
  /** 1 for the one with the lowest address. */
  readonly id: number;
  /** Addresses, ascending by number, IPv4 first. */
  readonly members: readonly string[];
  /** UTC days on which any of them sent. */
  readonly activeDays: readonly string[];
  /** Of these, days on which at least half of them did. */
  readonly commonDays: readonly string[];
  /** Share of the members by the tool that sent most of a member's packets, largest first. */
  readonly tools: readonly { readonly tool: string; readonly share: number }[];
  /** The same for members without a named tool, by the group of their fingerprint. */
  readonly unnamed: readonly { readonly group: string; readonly share: number }[];
  /** The largest of these shares. */
  readonly purity: number;
  /** Chance gives such campaigns: sources of one day, of which no five with the same software start within one hour. */
  readonly byChance: boolean;
  readonly packets: number;
  readonly packetsPerSource: number;
  /** Packets a second of all members together, as the median over the time in which any of their flows lasts. */
  readonly ratePps: number | null;
  /** Distinct destinations of all members. */
  readonly destinations: number;
  /** Share of the telescope's IPv4 addresses among them; null where it has none. */
  readonly coverage: number | null;
  /** 0: no destination saw two members; 1: each saw all. */
  readonly overlap: number | null;
  /** Flows by scan strategy. */
  readonly strategies: Readonly<Record<string, number>>;
  /** Members by country, those that a table knows. */
  readonly countries: Readonly<Record<string, number>>;
  /** Runs of common days without an idle day between them. */
  readonly runs: number;
  /** Three runs or more. */
  readonly recurring: boolean;
  /** Four runs or more whose starts are much the same number of days apart. */
  readonly periodic: boolean;
  /** Mean of these days; gaps in which some days are not covered by a capture do not count. */
  readonly meanGapDays: number | null;
  /** Their coefficient of variation. */
  readonly gapVariation: number | null;
  /** What the analyst decided of it in its case; null: it is as it was found. */
  readonly decided: ReportDecided | null;
}

/** What an analyst decided of a campaign. */
export interface ReportDecided {
  /** What its case knows it by, whatever is read later. */
  readonly id: string;
  readonly name: string | null;
  /** It keeps its members, whatever is found. */
  readonly pinned: boolean;
  /** It has not just the members that were found. */
  readonly changed: boolean;
  /** In their order. */
  readonly decisions: readonly { readonly what: string; readonly reason: string }[];
}

/** What campaigns and sources say together. */
export interface ReportCampaignStatistics {
  /** Sources that were clustered. */
  readonly sources: number;
  /** Sources of packets without a time, which were not. */
  readonly undatedSources: number;
  /** UTC days the captures cover. */
  readonly coveredDays: number;
  /** Sources of clusters that are active on 90 % of these days or more: no campaigns. */
  readonly alwaysActiveSources: number;
  /** Campaigns that chance gives, were each one-day source active at any time covered; behind the guard at most. */
  readonly expectedByChance: number;
  /** How R and p are computed. */
  readonly correlationMethod: string;
  /** Over the campaigns. */
  readonly correlations: readonly ReportCorrelation[];
  /** Sources seen in two or more periods that had the same software in all of them. */
  readonly keptTool: { readonly overYears: ReportShares; readonly overMonths: ReportShares };
  /** Sources with three runs or more. */
  readonly recurringSources: ReportShares;
  readonly recurringCampaigns: ReportShares;
  readonly periodicCampaigns: ReportShares;
}

/** Two measures of campaigns. The year is that of the first active day. */
export interface ReportCorrelation {
  readonly id: "sizeAndPacketsPerSource" | "sizeAndRate" | "yearAndPacketsPerSource" | "yearAndRate";
  readonly n: number;
  /** Null for fewer than three campaigns, or where a measure does not vary. */
  readonly r: number | null;
  readonly p: number | null;
}

/** A share by family of tools. */
export interface ReportShares {
  readonly all: ReportShare;
  /** Ascending by family. */
  readonly families: readonly (ReportShare & { readonly family: string })[];
  /** Of software without a name. */
  readonly unnamed: ReportShare;
}

export interface ReportShare {
  readonly n: number;
  readonly count: number;
  /** Null for none. */
  readonly share: number | null;
  /** 95 % confidence: Wilson's score interval. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Tools of sources that were seen in more than one period, and where they went; evolution.ts says how they are counted. */
export interface ReportEvolution {
  readonly unit: "month" | "year";
  readonly periods: readonly {
    readonly period: string;
    readonly days: number;
    readonly coveredDays: number;
    readonly sources: number;
    readonly recurring: number;
  }[];
  readonly nodes: readonly ReportEvolutionNode[];
  /** From and to are places in `nodes`. */
  readonly links: readonly { readonly from: number; readonly to: number; readonly sources: number }[];
  readonly sources: number;
  readonly recurring: number;
  readonly undatedFlows: number;
}

export interface ReportEvolutionNode {
  readonly period: string;
  readonly tool: string | null;
  readonly sources: number;
  readonly severalTools: number;
}

/** Sources and packets by country and tool, most sources first; places.ts says how they are counted. */
export interface ReportPlaces {
  readonly all: ReportCounts;
  readonly countries: readonly (ReportCounts & {
    readonly country: string | null;
    readonly tools: readonly ReportToolCounts[];
  })[];
  readonly tools: readonly ReportToolCounts[];
}

export interface ReportCounts {
  readonly sources: number;
  readonly packets: number;
  readonly flows: number;
}

export interface ReportToolCounts extends ReportCounts {
  readonly tool: string | null;
}

/** A number that INVITEs name. */
export interface ReportDialledNumber {
  /** With plus sign and country code; as sent, and without one known, where it cannot be read so. */
  readonly number: string;
  /** ISO 3166-1 code; null where the number is not understood, or belongs to no one country. */
  readonly country: string | null;
  /** INVITEs that name it. */
  readonly packets: number;
  /** Of these, those that call it: in To or request URI. The others have it in From alone. */
  readonly called: number;
  /** Sources of these packets. */
  readonly sources: number;
  /** As sent, most packets first; at most 8. */
  readonly forms: readonly ReportDialledForm[];
}

export interface ReportDialledForm {
  readonly form: string;
  /** What stands before the number; null where the number is not understood, or the form does not end in it. */
  readonly prefix: string | null;
  readonly packets: number;
}
