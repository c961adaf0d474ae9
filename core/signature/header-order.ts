import { readHeaderName } from "../sip/header-names.ts";

/** The name of a header field, without the number of its repetition. */
const NAME = /^[a-z0-9\-.!%*_+`'~]{1,64}$/;
/** A name with the number of its repetition, from 2. */
const REPEATED = /^(.+)#([2-9]|1\d)$/;

/** What is wrong with an order of header names: no message has it. Null: nothing. */
export function faultOfHeaderOrder(names: readonly string[]): string | null {
  if (names.length === 0) return "names no header field";
  const seen = new Set<string>();
  for (const name of names) {
    const [, base = name, number = "1"] = REPEATED.exec(name) ?? [];
    const known = readHeaderName(base).name;
    if (!NAME.test(known)) return `"${name}" is no name of a header field`;
    if (known !== base) return `"${name}" is written ${name.replace(base, known)}`;
    const before = Number(number) - 1;
    const earlier = before <= 1 ? base : `${base}#${before}`;
    if (seen.has(name)) return `${name} stands there twice: the second ${base} is ${base}#2, the third ${base}#3`;
    if (before > 0 && !seen.has(earlier)) return `${name} stands before ${earlier}`;
    seen.add(name);
  }
  return null;
}
