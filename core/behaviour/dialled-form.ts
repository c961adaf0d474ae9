/** Digits of a dialled form: an extension has fewer, and no prefix and number together have more. */
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 32;
/** Digits from the right that tell numbers apart, whatever was dialled before them. */
const TAIL_DIGITS = 10;
/** Most numbers: nothing in them to unescape or to leave out. */
const DIGITS_ALONE = /^\d+$/;

/**
 * What a request URI, To or From dials, as sent but for escapes and visual separators (RFC 3966 section 5.1.1): digits,
 * perhaps with a plus sign in front or behind a prefix. Null where the user is no number: letters, an extension such as
 * 100, or no user at all.
 */
export function dialledForm(value: string): string | null {
  const user = userOf(value);
  if (user === null) return null;
  const dialled = DIGITS_ALONE.test(user) ? user : unescaped(user).replace(/[-.() ]/g, "");
  if (!/^\+?\d{0,8}\+?\d+$/.test(dialled)) return null;
  const digits = digitsOf(dialled).length;
  return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS ? dialled : null;
}

/**
 * The last ten digits of a form. Forms that share them dial one number behind different prefixes: scanners try thousands
 * of prefixes, and no list of them is complete.
 */
export function tailOf(form: string): string {
  return digitsOf(form).slice(-TAIL_DIGITS);
}

/** The digits of a form without plus signs. */
export function digitsOf(form: string): string {
  return form.includes("+") ? form.replaceAll("+", "") : form;
}

/** User part of a SIP URI, number of a tel URI; null where there is neither. */
function userOf(value: string): string | null {
  const uri = uriOf(value);
  const scheme = /^[ \t]*(sips?|tel):/i.exec(uri);
  if (scheme === null) return null;
  const rest = uri.slice(scheme[0].length);
  const at = rest.indexOf("@");
  if (at < 0 && scheme[1]?.toLowerCase() !== "tel") return null;
  const user = at < 0 ? rest : rest.slice(0, at);
  // Behind a colon stands a password, behind a semicolon stand parameters of the number.
  const end = user.search(/[;:]/);
  return end < 0 ? user : user.slice(0, end);
}

/** What stands in angle brackets behind the display name, or everything. */
function uriOf(value: string): string {
  const quoted = value.includes('"') ? /^[ \t]*"(?:[^"\\]|\\.)*"/.exec(value) : null;
  const rest = quoted === null ? value : value.slice(quoted[0].length);
  const open = rest.indexOf("<");
  if (open < 0) return rest;
  const close = rest.indexOf(">", open);
  return rest.slice(open + 1, close < 0 ? undefined : close);
}

function unescaped(user: string): string {
  return user.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
