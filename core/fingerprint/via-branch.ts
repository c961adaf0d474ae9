/** A stretch of bytes. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

const BRANCH = [0x62, 0x72, 0x61, 0x6e, 0x63, 0x68];
const LOWER_CASE = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const NO_BREAK_SPACE = 0xa0;

/**
 * The branch parameter of a Via value from start to end, of several the first; null where there is none. In letters of
 * either case and with blanks around the equals sign, as tolerant readers take it: `; Branch = z9hG4bK1`.
 */
export function branchOfVia(bytes: Uint8Array, start: number, end: number): Stretch | null {
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== SEMICOLON) continue;
    const name = skipBlanks(bytes, at + 1, end);
    if (name + BRANCH.length > end || !BRANCH.every((code, i) => ((bytes[name + i] as number) | LOWER_CASE) === code)) {
      continue;
    }
    const equals = skipBlanks(bytes, name + BRANCH.length, end);
    if (equals >= end || bytes[equals] !== EQUALS) continue;
    const value = skipBlanks(bytes, equals + 1, end);
    let valueEnd = value;
    while (valueEnd < end && !endsValue(bytes[valueEnd] as number)) valueEnd += 1;
    return { start: value, end: valueEnd };
  }
  return null;
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
  return at;
}

/** A separator, or white space of any kind. */
function endsValue(byte: number): boolean {
  if (byte === SEMICOLON || byte === COMMA || byte === SPACE || byte === NO_BREAK_SPACE) return true;
  return byte >= TAB && byte <= CR;
}
