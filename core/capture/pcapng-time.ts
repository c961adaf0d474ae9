import type { CaptureLog } from "./capture-facts.ts";

const NS_PER_SECOND = 1_000_000_000n;

/** Nanoseconds that fit a signed 64-bit integer, as columns of the case store do. */
const MIN_TIME_NS = -(2n ** 63n);
const MAX_TIME_NS = 2n ** 63n - 1n;

/** Turns the time stamps of one pcapng interface into nanoseconds since 1970-01-01 UTC. */
export class TimeScale {
  readonly #offsetNs: bigint;
  /** One tick is `numerator / denominator` nanoseconds. */
  readonly #numerator: bigint;
  readonly #denominator: bigint;
  /** Time of the interface's packet before. */
  #lastNs = MIN_TIME_NS;

  /**
   * `resolution` is the option if_tsresol: ticks of 10^-n seconds, or of 2^-n seconds where the top bit is set.
   * `offsetSeconds` is the option if_tsoffset.
   */
  constructor(resolution: number, offsetSeconds: bigint) {
    const exponent = BigInt(resolution & 0x7f);
    const ticksPerSecond = resolution & 0x80 ? 2n ** exponent : 10n ** exponent;
    const whole = NS_PER_SECOND % ticksPerSecond === 0n;
    this.#numerator = whole ? NS_PER_SECOND / ticksPerSecond : NS_PER_SECOND;
    this.#denominator = whole ? 1n : ticksPerSecond;
    this.#offsetNs = offsetSeconds * NS_PER_SECOND;
  }

  /** The time of packet `number`, whose stamp is given in two halves; null, and noted, where 64 bits cannot hold it. */
  timeNs(high: number, low: number, log: CaptureLog, number: number): bigint | null {
    const scaled = ((BigInt(high) << 32n) | BigInt(low)) * this.#numerator;
    let sinceOffset = scaled;
    if (this.#denominator !== 1n) {
      // Ticks are not negative, so division rounds down.
      sinceOffset = scaled / this.#denominator;
      if (sinceOffset * this.#denominator !== scaled) log.notice("time-floored", number);
    }
    const timeNs = sinceOffset + this.#offsetNs;
    if (timeNs < MIN_TIME_NS || timeNs > MAX_TIME_NS) {
      log.notice("time-out-of-range", number);
      return null;
    }
    if (timeNs < this.#lastNs) log.notice("clock-backwards", number);
    this.#lastNs = timeNs;
    return timeNs;
  }
}
