import type { FlowInspection } from "../../../core/contract/inspection.ts";

const STRATEGIES: Readonly<Record<string, string>> = {
  sequential: "Destinations are visited in the order of their addresses.",
  random: "Destinations are visited in no order, all over the range.",
  "random-sequential": "Blocks of neighbouring addresses are visited together, in no order inside them.",
  "reverse-byte": "Destinations are visited in the order of their addresses read backwards, byte by byte.",
  mixed: "The order is neither clearly sequential nor clearly random.",
  "single-target": "There is one destination only.",
  undetermined: "Fewer than 64 destinations, or packets without a time: too little to tell an order.",
};

/** What a scan strategy means. */
export function describeStrategy(strategy: string): string {
  return STRATEGIES[strategy] ?? "";
}

/** Source ports in a sentence. */
export function describePorts(ports: Omit<FlowInspection["sourcePort"], "evidence">): string {
  const { class: kind, distinct, first, ladderStep, ladderPorts } = ports;
  switch (kind) {
    case "fixed":
      if (ladderStep === null) return `All packets come from port ${first}.`;
      return ladderStep === 0
        ? `All packets come from port ${first}, the first that SIPVicious tries.`
        : `All packets come from port ${first}: SIPVicious takes it when the ${ladderStep} before it, from 5060 on, are busy.`;
    case "few":
      return ladderPorts.length === 0
        ? `${distinct} ports, the first is ${first}.`
        : `Ports ${ladderPorts.join(", ")}, the first is ${first}: where SIPVicious searches for a free one, so several runs at once.`;
    case "ascending":
      return `${distinct} ports that go up from ${first}.`;
    case "per-packet":
      return `${distinct} ports in no order, the first is ${first}.`;
    default:
      return `${kind}: ${distinct} ports, the first is ${first}.`;
  }
}

/** TTL in a sentence. */
export function describeTtl({ min, max, likelyInitial }: FlowInspection["ttl"]): string {
  const seen = min === max ? `${min}` : `${min} to ${max}`;
  if (likelyInitial === null) return `${seen}; these do not come from one start value.`;
  const nearest = likelyInitial - max;
  const farthest = likelyInitial - min;
  const hops = nearest === farthest ? `${nearest}` : `${nearest} to ${farthest}`;
  return `${seen}; set to ${likelyInitial} by the sender in all likelihood, ${hops} ${hops === "1" ? "hop" : "hops"} away.`;
}

const IP_IDS: Readonly<Record<string, string>> = {
  zero: "Always 0.",
  counter: "Counts up over all packets.",
  "per-destination": "Belongs to the destination: constant or counting for each one.",
  random: "Random.",
  unknown: "Cannot be told: too few packets, no times, or IPv6, which has none.",
};

/** IP identification in a sentence. */
export function describeIpId({ class: kind, value }: Omit<FlowInspection["ipId"], "evidence">): string {
  if (kind === "constant" && value === 54_321) return "Always 54321: ZMap before version 4.1.";
  if (kind === "constant") return value === null ? "Always the same." : `Always ${value}.`;
  return IP_IDS[kind] ?? `${kind}.`;
}
