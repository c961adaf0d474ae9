import { blindSpeed, extrapolationFactor, poissonInterval } from "../behaviour/extrapolation.ts";
import {
  blockOf,
  countIpv4Addresses,
  formatPrefix,
  inferTelescope,
  ipv4Blocks,
  type Prefix,
} from "../behaviour/telescope.ts";
import type { TelescopeFacts } from "../contract/telescope-facts.ts";
import type { SetAside } from "../flow/faint-flows.ts";
import type { IpAddress } from "../net/address.ts";
import type { CountedFlow } from "./counted-flow.ts";
import type { FlowFacts } from "./flow-report.ts";
import type { ReportExtrapolation, ReportTelescope } from "./report.ts";
import { sixDigits } from "./time-text.ts";

/** Prefixes the window is told at most; all are counted. */
const MOST_PREFIXES = 8;

/** The monitored prefixes, and whether they are a guess. */
export interface Telescope {
  readonly prefixes: readonly Prefix[];
  readonly inferred: boolean;
  /** IPv4 addresses they hold. */
  readonly addresses: number;
}

/** The telescope as it was given, else as the destinations of all requests suggest it. */
export function telescopeOf(given: readonly Prefix[] | null, destinations: Iterable<IpAddress>): Telescope {
  const prefixes = given ?? inferTelescope(destinations);
  return { prefixes, inferred: given === null, addresses: countIpv4Addresses(prefixes) };
}

/** Where requests went, with repetitions. */
export function* destinationsOf(flows: readonly CountedFlow[], setAside: SetAside): Generator<IpAddress> {
  for (const { state } of flows) yield* state.firstVisits.keys();
  yield* setAside.destinations;
}

/** The telescope, and below which speed it no longer holds a scan together. */
export function reportTelescope(telescope: Telescope, flowTimeoutSeconds: number): ReportTelescope {
  const { prefixes, inferred, addresses } = telescope;
  return {
    prefixes: prefixes.map(formatPrefix),
    inferred,
    addresses,
    blindSpeedPps: addresses === 0 ? null : sixDigits(blindSpeed(addresses, flowTimeoutSeconds)),
  };
}

/** The telescope as the window shows it: of a long list of prefixes the first. */
export function describeTelescope(telescope: Telescope, flowTimeoutSeconds: number): TelescopeFacts {
  const { prefixes, ...facts } = reportTelescope(telescope, flowTimeoutSeconds);
  return { ...facts, prefixes: prefixes.slice(0, MOST_PREFIXES), prefixCount: prefixes.length, flowTimeoutSeconds };
}

/** What a flow's rate says of the whole of IPv4: something for a random order only. */
export function extrapolate(flow: FlowFacts, state: CountedFlow["state"], telescope: Telescope): ReportExtrapolation {
  const reason = whyNot(flow, state, telescope);
  if (reason !== null || flow.ratePps === null) {
    return { applicable: false, reason, factor: null, ratePps: null, ratePpsInterval: null };
  }
  const factor = extrapolationFactor(telescope.addresses);
  const ofCount = (count: number) => sixDigits((flow.ratePps as number) * factor * (count / flow.packets));
  const [low, high] = poissonInterval(flow.packets);
  return {
    applicable: true,
    reason: null,
    factor: Number.isInteger(factor) ? factor : sixDigits(factor),
    ratePps: ofCount(flow.packets),
    ratePpsInterval: [ofCount(low), ofCount(high)],
  };
}

function whyNot(flow: FlowFacts, state: CountedFlow["state"], { prefixes }: Telescope): ReportExtrapolation["reason"] {
  if (flow.strategy.class !== "random") return "not-random";
  if (flow.ratePps === null) return "no-time-passed";
  const blocks = ipv4Blocks(prefixes);
  for (const destination of state.firstVisits.keys()) {
    if (typeof destination !== "number") return "not-ipv4";
    if (blockOf(blocks, destination) === undefined) return "outside-telescope";
  }
  return null;
}
