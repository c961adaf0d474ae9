/** Coefficients of Lanczos' approximation of the gamma function with g = 7 and nine terms. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const LANCZOS_G = 7;
/** Steps after which the continued fraction is as exact as numbers are. It takes some sqrt(max(a, b)) of them. */
const MOST_STEPS = 100_000;
const LEAST = 1e-300;

/** Logarithm of the gamma function, for positive numbers. */
function logGamma(x: number): number {
  const z = x - 1;
  const [first, ...others] = LANCZOS as [number, ...number[]];
  const sum = others.reduce((total, coefficient, index) => total + coefficient / (z + index + 1), first);
  const t = z + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The regularised incomplete beta function I_x(a, b), for positive a and b and x from 0 to 1: by its continued fraction,
 * evaluated as Lentz does. Small values are exact in their digits, not only in their place.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logFactor = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  // The fraction converges fast on this side of the mean; on the other side that of the complement does.
  if (x > (a + 1) / (a + b + 2)) return 1 - (Math.exp(logFactor) * continuedFraction(1 - x, b, a)) / b;
  return (Math.exp(logFactor) * continuedFraction(x, a, b)) / a;
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < LEAST ? LEAST : value;
}
