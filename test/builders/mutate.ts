import fc from "fast-check";

/** One small damage. Places are shares of the length, so that they fit whatever the damage before left. */
interface Damage {
  readonly kind: "flip" | "insert" | "delete" | "repeat" | "cut";
  readonly place: number;
  readonly length: number;
  readonly bit: number;
  readonly text: string;
}

/** A share of a whole, from 0 to 1, none likelier than another. */
export const arbitraryShare: fc.Arbitrary<number> = fc.noBias(fc.nat(10_000)).map((part) => part / 10_000);

const byte = fc.nat(255).map((code) => String.fromCharCode(code));

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom("flip", "flip", "insert", "insert", "delete", "repeat", "cut"),
  place: arbitraryShare,
  length: fc.oneof(fc.nat(4), fc.nat(4), fc.nat(60)),
  bit: fc.nat(7),
  text: fc.oneof(byte, fc.constantFrom("\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", "\0", '"', "SIP/2.0", "\r\n ")),
});

/** Ways to damage a text that stands for bytes: up to six bits flipped, stretches inserted, deleted, repeated, cut off. */
export const arbitraryDamage: fc.Arbitrary<(text: string) => string> = fc
  .array(damage, { minLength: 1, maxLength: 6 })
  .map((list) => (text) => list.reduce(damaged, text));

function damaged(text: string, { kind, place, length, bit, text: inserted }: Damage): string {
  const at = Math.floor(place * text.length);
  const before = text.slice(0, at);
  switch (kind) {
    case "flip":
      return at === text.length
        ? text
        : before + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
    case "insert":
      return before + inserted + text.slice(at);
    case "delete":
      return before + text.slice(at + length);
    case "repeat":
      return before + text.slice(at, at + length) + text.slice(at);
    case "cut":
      return before;
  }
}
