/** Narrow and not breaking: between digits and before units. */
const THIN = "\u202f";

/** A whole number with thin spaces, as `1 204 511`. */
export function formatCount(value: number): string {
  const digits = Math.abs(Math.round(value)).toString();
  return (value < 0 ? "−" : "") + digits.replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** A whole number inside a sentence, as `1,204,511`. */
export function sentenceCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A count with its noun inside a sentence, as `1 packet` or `1,204 packets`. */
export function countOf(value: number, one: string, many: string = `${one}s`): string {
  return `${sentenceCount(value)} ${value === 1 ? one : many}`;
}

/** Part of a whole, as `12.3 %`; never 0 % for something, nor 100 % for less than all. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return `0${THIN}%`;
  if (part >= whole) return `100${THIN}%`;
  const percent = (part / whole) * 100;
  if (percent < 0.1) return `<${THIN}0.1${THIN}%`;
  if (percent > 99.9) return `>${THIN}99.9${THIN}%`;
  return `${percent.toFixed(1)}${THIN}%`;
}

/** Bytes in decimal units, as `13.3 MB`. */
export function formatBytes(bytes: number): string {
  return withUnit(bytes, ["B", "kB", "MB", "GB", "TB"]);
}

/** A rate in its short form, as `1.2 M` of something per second. */
export function formatShort(value: number): string {
  return withUnit(value, ["", "k", "M", "G"]);
}

/** Packets per second as measured in a capture: three digits that count, as `0.046`, `12.4`, `1 234`. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return "–";
  if (perSecond >= 100) return formatCount(perSecond);
  if (perSecond >= 10) return perSecond.toFixed(1);
  if (perSecond >= 1) return perSecond.toFixed(2);
  if (perSecond >= 0.001) return perSecond.toFixed(3);
  return perSecond === 0 ? "0" : `<${THIN}0.001`;
}

function withUnit(value: number, units: readonly string[]): string {
  let scaled = value;
  let step = 0;
  while (step < units.length - 1 && scaled >= 999.5) {
    scaled /= 1000;
    step++;
  }
  const number = step === 0 || scaled >= 99.95 ? Math.round(scaled).toString() : scaled.toFixed(1);
  const unit = units[step] ?? "";
  return unit === "" ? number : number + THIN + unit;
}
