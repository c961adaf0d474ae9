const THIN = "\u202f";
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** RFC 3339 in UTC, as the contract has it. */
const UTC_TIME = /^(-?\d{4,6}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/;

/** A time to the second, as `2020-01-06 00:00:43`; `–` for none. The place it stands in says UTC. */
export function formatTime(time: string | null): string {
  if (time === null) return "–";
  const parts = UTC_TIME.exec(time);
  return parts === null ? time : `${parts[1]} ${parts[2]}`;
}

/** A time to the millisecond, as `2020-01-06 00:00:43.623`. */
export function formatMilliseconds(time: string | null): string {
  const parts = time === null ? null : UTC_TIME.exec(time);
  if (parts === null) return formatTime(time);
  return `${parts[1]} ${parts[2]}.${(parts[3] ?? "").slice(0, 3).padEnd(3, "0")}`;
}

/** A time in full resolution with its offset, as `2020-01-06 00:00:43.623050735 +00:00`. */
export function formatFullTime(time: string | null): string {
  if (time === null) return "no time known";
  const parts = UTC_TIME.exec(time);
  if (parts === null) return time;
  const fraction = parts[3] === undefined ? "" : `.${parts[3]}`;
  return `${parts[1]} ${parts[2]}${fraction} +00:00`;
}

/** Seconds since 1970-01-01 UTC as `2020-01-06 00:00:43`. */
export function formatSeconds(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "–";
  return date.toISOString().slice(0, -5).replace("T", " ");
}

/** A stretch of time without repeating the day, as `2020-01-06 10:00:00 – 11:30:00`. */
export function formatSpan(startSeconds: number, endSeconds: number): string {
  const start = formatSeconds(startSeconds);
  const end = formatSeconds(endSeconds);
  const sameDay = start.slice(0, -9) === end.slice(0, -9);
  return `${start} – ${sameDay ? end.slice(-8) : end}`;
}

/** The width of a bin, a whole number of seconds, as `1 s` or `4 min 16 s`. */
export function formatBinWidth(seconds: number): string {
  return seconds < MINUTE ? `${seconds}${THIN}s` : formatDuration(seconds);
}

/** A duration in its two largest units, as `6 d 3 h`, `4 min 10 s`, `12.4 s`, `250 ms`; `–` for none. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds < 1) return `${seconds > 0 && seconds < 0.001 ? "<1" : Math.round(seconds * 1000)}${THIN}ms`;
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)}${THIN}s`;
  const whole = Math.floor(seconds);
  if (whole < MINUTE) return `${whole}${THIN}s`;
  if (whole < HOUR) return pair(Math.floor(whole / MINUTE), "min", whole % MINUTE, "s");
  if (whole < DAY) return pair(Math.floor(whole / HOUR), "h", Math.floor((whole % HOUR) / MINUTE), "min");
  return pair(Math.floor(whole / DAY), "d", Math.floor((whole % DAY) / HOUR), "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large}${THIN}${largeUnit}`;
  return small === 0 ? first : `${first} ${small}${THIN}${smallUnit}`;
}
