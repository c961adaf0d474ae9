import type { FlowInspection } from "../../core/contract/inspection.ts";
import type { TelescopeFacts } from "../../core/contract/telescope-facts.ts";
import { formatRate, sentenceCount } from "./numbers.ts";

type Extrapolation = FlowInspection["extrapolation"];

const REASONS: Readonly<Record<NonNullable<Extrapolation["reason"]>, string>> = {
  "not-random": "only a random order tells of addresses outside the telescope",
  "no-time-passed": "no time passed between the packets",
  "not-ipv4": "nobody scans all of IPv6",
  "outside-telescope": "some destinations lie outside the telescope that was given",
};

/** Frames of 64 bytes, with preamble and gap 84 bytes, that 100 Gbit/s carry in a second. */
const FASTEST_LINE_PPS = 1e11 / (84 * 8);

/** What the rate says of the whole of IPv4, in a sentence. */
export function describeExtrapolation(extrapolation: Extrapolation, localPps: number | null): string {
  const { reason, factor, ratePps, ratePpsInterval } = extrapolation;
  if (reason !== null || factor === null || ratePps === null || ratePpsInterval === null) {
    const local = localPps === null ? "unknown" : `${formatRate(localPps)} packets a second`;
    return `Not applicable: ${REASONS[reason ?? "no-time-passed"]}. The local rate is ${local}.`;
  }
  const [low, high] = ratePpsInterval.map(formatRate);
  const doubt =
    ratePps > FASTEST_LINE_PPS ? " That is more than a line of 100 Gbit/s carries: it hardly scans all of IPv4." : "";
  return `${formatRate(ratePps)} packets a second, ${low} to ${high} with 95 % confidence: the local rate times ${formatRate(factor)}.${doubt}`;
}

/** The monitored prefixes, in words. */
export function describeTelescope({ prefixes, prefixCount, inferred, addresses }: TelescopeFacts): string {
  if (prefixCount === 0) return "Unknown: there is no destination to infer it from.";
  const more = prefixCount > prefixes.length ? ` and ${sentenceCount(prefixCount - prefixes.length)} more` : "";
  const size = addresses === 0 ? "" : `, ${sentenceCount(addresses)} IPv4 addresses`;
  const origin = inferred ? "Inferred from the destinations, not given" : "As given";
  return `${origin}: ${prefixes.join(", ")}${more}${size}.`;
}

/** Which scanners the idle timeout cannot hold together here, in a sentence. */
export function describeBlindSpeed({ blindSpeedPps, flowTimeoutSeconds }: TelescopeFacts): string {
  if (blindSpeedPps === null) return "Not applicable: the telescope has no IPv4 prefix.";
  const speed = formatRate(blindSpeedPps);
  return `${speed} packets a second over all of IPv4. A random scanner of this speed is expected here once in each idle timeout (${sentenceCount(flowTimeoutSeconds)} s): 37 % of its gaps are longer and cut its flow; at three times the speed 5 %, at half of it 61 %.`;
}
