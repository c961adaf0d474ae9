import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { digitsOf } from "./dialled-form.ts";

/** A dialled form read as an international number. */
export interface DialledNumber {
  /** In the form of ITU-T E.164: plus sign, country code, national number. */
  readonly number: string;
  /** ISO 3166-1 code; null where the number belongs to no one country, as a satellite phone's. */
  readonly country: string | null;
  /** What was dialled before it, as "9011"; empty where nothing was. */
  readonly prefix: string;
}

/**
 * Prefixes that are understood: outside-line digits 0 and 9 in any number and order, and an international access code
 * (+, 00, 011, 8~10 of Russia) behind up to four digits of any kind. 900 is 9 and 00, 0011 is 0 and 011.
 */
const PREFIX = /^(?:\+?[09]{0,8}|\+?\d{0,4}(?:\+|00|011|810))$/;
const LONGEST_PREFIX = 9;
/** E.164 section 6: 15 digits at most. The shortest numbers in use have 7. */
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;

/** Readings that are kept: each takes a third of a millisecond, and the same forms are asked for again and again. */
const MOST_KEPT = 50_000;
const kept = new Map<string, DialledNumber | null>();

/**
 * Reads a form as the number behind the shortest prefix that leaves a valid one; null where none does. What a private
 * exchange would take for its outside line nobody can know: 912025550123 is a number in India, and might be one in
 * Washington behind a 9.
 */
export function readDialledNumber(form: string): DialledNumber | null {
  const known = kept.get(form);
  if (known !== undefined) return known;
  const read = readPrefixes(form);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(form, read);
  return read;
}

function readPrefixes(form: string): DialledNumber | null {
  for (let length = 0; length <= Math.min(LONGEST_PREFIX, form.length); length += 1) {
    const prefix = form.slice(0, length);
    const rest = form.slice(length);
    if (!PREFIX.test(prefix) || !isInternational(rest)) continue;
    const parsed = parsePhoneNumberFromString(`+${rest}`, { extract: false });
    // The library drops a zero behind the country code; a number that needs that was not dialled.
    if (parsed?.number === `+${rest}` && parsed.isValid()) {
      return { number: parsed.number, country: parsed.country ?? null, prefix };
    }
  }
  return null;
}

/** What was dialled before the number; null where the form does not end in it. */
export function prefixBefore(number: string, form: string): string | null {
  const digits = digitsOf(number);
  return form.endsWith(digits) ? form.slice(0, form.length - digits.length) : null;
}

function isInternational(rest: string): boolean {
  return rest.length >= FEWEST_DIGITS && rest.length <= MOST_DIGITS && /^[1-9]\d*$/.test(rest);
}
