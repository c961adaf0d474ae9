/** IPv4 addresses there are. */
const IPV4_ADDRESSES = 2 ** 32;
/** 97.5 % of a normal distribution lie below this many standard deviations above its mean. */
const Z_975 = 1.959964;

/** What one packet in a telescope stands for, where packets are sent to all of IPv4 at random. */
export function extrapolationFactor(monitoredAddresses: number): number {
  return IPV4_ADDRESSES / monitoredAddresses;
}

/**
 * Internet-wide packets a second at which a scanner that draws its targets from all of IPv4 is expected in a telescope
 * once in each idle timeout. Its gaps there are exponentially distributed, so at R times this speed a gap is longer than
 * the timeout with probability exp(-R): at this very speed 37 % of the gaps are, and cut its flow.
 */
export function blindSpeed(monitoredAddresses: number, idleTimeoutSeconds: number): number {
  return extrapolationFactor(monitoredAddresses) / idleTimeoutSeconds;
}

/**
 * The means between which a Poisson distribution gives such a count: 95 %, 2.5 % on either side (Garwood's interval).
 * By Wilson and Hilferty's approximation of the chi-squared distribution, right to four digits from a count of 64 up,
 * and no order of destinations is told below.
 */
export function poissonInterval(count: number): readonly [low: number, high: number] {
  return [wilsonHilferty(count, -Z_975), wilsonHilferty(count + 1, Z_975)];
}

/** Half the quantile of a chi-squared distribution with 2k degrees of freedom. */
function wilsonHilferty(k: number, z: number): number {
  return k * (1 - 1 / (9 * k) + z / (3 * Math.sqrt(k))) ** 3;
}
