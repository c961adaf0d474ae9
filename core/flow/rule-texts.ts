import { describePrefixError, type Prefix, parsePrefix } from "../behaviour/telescope.ts";
import type { SipPorts } from "../sip/packet-class.ts";

/** What decides which packets are analysed and how they are grouped. The same captures under other rules are another study. */
export interface AnalysisRules {
  readonly ports: SipPorts;
  /** Idle timeout of flows. */
  readonly flowTimeoutSeconds: number;
  /** Whether a tunnelled packet is taken for the packet inside. */
  readonly tunnels: boolean;
  /** Known prefixes of the telescope; null to infer them from the destinations. */
  readonly telescope: readonly Prefix[] | null;
}

/** The same as an analyst types it. */
export interface RuleTexts {
  /** `any`, or ports with commas. */
  readonly ports: string;
  /** A number with `s`, `m`, `h` or `d`; without one, seconds. */
  readonly flowTimeout: string;
  readonly tunnels: boolean;
  /** Prefixes with commas or blanks; empty to infer them. */
  readonly telescope: string;
}

/** A rule, or a sentence that says what its text is not. */
export type ReadRule<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

/** All rules, or a sentence for each text that is none. */
export type ReadRules =
  | { readonly ok: true; readonly rules: AnalysisRules }
  | { readonly ok: false; readonly faults: Readonly<Partial<Record<keyof RuleTexts, string>>> };

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** SIP ports: `any`, or a list such as `5060,5061`. */
export function readPorts(text: string): ReadRule<SipPorts> {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] === "any") return { ok: true, value: "any" };
  const ports = parts.map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : Number.NaN));
  if (ports.every((port) => port >= 1 && port <= 65_535)) return { ok: true, value: new Set(ports) };
  return { ok: false, message: `"${text}" is neither "any" nor a list of ports such as 5060,5061.` };
}

/** An idle timeout in seconds: a time above zero such as `20m`, `90s` or `1h`. */
export function readFlowTimeout(text: string): ReadRule<number> {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)([smhd]?)$/.exec(text.trim());
  const seconds = match === null ? 0 : Number(match[1]) * (SECONDS_PER_UNIT[match[2] || "s"] as number);
  if (seconds > 0) return { ok: true, value: seconds };
  return { ok: false, message: `"${text}" is no time above zero such as 20m, 90s or 1h.` };
}

/** Prefixes of a telescope, with commas or blanks between them. */
export function readTelescope(text: string): ReadRule<readonly Prefix[]> {
  const prefixes: Prefix[] = [];
  for (const part of text.trim().split(/[\s,]+/)) {
    const parsed = parsePrefix(part);
    if (!parsed.ok) return { ok: false, message: describePrefixError(parsed.error) };
    prefixes.push(parsed.prefix);
  }
  return { ok: true, value: prefixes };
}

/** All rules at once. */
export function readRules(texts: RuleTexts): ReadRules {
  const ports = readPorts(texts.ports);
  const timeout = readFlowTimeout(texts.flowTimeout);
  const telescope =
    texts.telescope.trim() === "" ? ({ ok: true, value: null } as const) : readTelescope(texts.telescope);
  if (ports.ok && timeout.ok && telescope.ok) {
    const { tunnels } = texts;
    return {
      ok: true,
      rules: { ports: ports.value, flowTimeoutSeconds: timeout.value, tunnels, telescope: telescope.value },
    };
  }
  return {
    ok: false,
    faults: {
      ...(ports.ok ? {} : { ports: ports.message }),
      ...(timeout.ok ? {} : { flowTimeout: timeout.message }),
      ...(telescope.ok ? {} : { telescope: telescope.message }),
    },
  };
}

/** Whole nanoseconds of a time in seconds. */
export function nanoseconds(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1e9));
}
