const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_CASE = 0x20;
/** A hex digit `a` is ten. */
const BEFORE_A = 0x61 - 10;

/** The IPv4 address that begins at `start` and before `end`, as four numbers without leading zeros and dots between. */
export function readFourNumbers(bytes: Uint8Array, start: number, end: number): number | undefined {
  let address = 0;
  let at = start;
  for (let index = 0; index < 4; index += 1) {
    if (index > 0) {
      if (at >= end || bytes[at] !== DOT) return undefined;
      at += 1;
    }
    const first = at;
    const last = Math.min(first + 3, end);
    let number = 0;
    for (; at < last; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    const leadingZero = at > first + 1 && bytes[first] === ZERO;
    if (at === first || leadingZero || number > 255) return undefined;
    address = address * 256 + number;
  }
  return address;
}

/** How many characters an address takes in this form. */
export function lengthOfFourNumbers(address: number): number {
  return (
    3 + digits(address >>> 24) + digits((address >>> 16) & 255) + digits((address >>> 8) & 255) + digits(address & 255)
  );
}

/** The address with its numbers in reverse order. */
export function reverseNumbers(address: number): number {
  return (((address & 255) << 24) | ((address & 0xff00) << 8) | ((address >>> 8) & 0xff00) | (address >>> 24)) >>> 0;
}

function digits(number: number): number {
  return number < 10 ? 1 : number < 100 ? 2 : 3;
}

/** The number that digits, and letters in either case, from start to end write. */
export function readNumber(bytes: Uint8Array, start: number, end: number, base: 10 | 16): number {
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const code = bytes[at] as number;
    number = number * base + (code <= NINE ? code - ZERO : (code | LOWER_CASE) - BEFORE_A);
  }
  return number;
}
