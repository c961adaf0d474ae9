import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { decodePack, packSchema } from "../../core/pack/pack.ts";
import { builtinPack, builtinPackText } from "../builders/library.ts";

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../resources/schemas/pack.schema.json", import.meta.url), "utf8"),
);

test("the schema that ships is the one packs are decoded with", () => {
  expect(schema).toEqual(z.toJSONSchema(packSchema, { target: "draft-7", io: "input" }));
});

test("the built-in pack fits the schema", () => {
  const validate = new Ajv({ strict: false }).compile(schema as object);
  expect(validate(JSON.parse(builtinPackText)), JSON.stringify(validate.errors)).toBe(true);
});

/** A pack with one signature, changed before it is written. */
function changed(pack: object, signature: object = {}): string {
  const signatures = [{ ...builtinPack.signatures[0], ...signature }];
  return JSON.stringify({ ...builtinPack, signatures, ...pack });
}

test.each([
  ["too large", " ".repeat(8 * 1024 * 1024 + 1), "too-large", ""],
  ["no JSON", "{", "not-json", ""],
  ["another format", changed({ format: "other" }), "wrong-shape", "format"],
  ["another version", changed({ version: 2 }), "wrong-shape", "version"],
  ["no semantic version", changed({ packVersion: "1" }), "wrong-shape", "packVersion"],
  ["a value of the wrong kind", changed({}, { fields: { via: 7 } }), "wrong-shape", "signatures[0].fields.via"],
  [
    "a pattern that is none",
    changed({}, { fields: { via: "(" }, required: ["via"] }),
    "unsound-signature",
    "paper/1 via",
  ],
])("%s is refused with its place", (_name, text, code, place) => {
  const decoded = decodePack(text);
  expect(decoded.ok).toBe(false);
  if (!decoded.ok) expect(decoded.errors[0]).toMatchObject({ code, place });
});

test("unknown keys are dropped, also those that mean something to objects", () => {
  const decoded = decodePack(changed({ surprise: 1 }));
  expect(decoded.ok && "surprise" in decoded.pack).toBe(false);
  const text = builtinPackText.replace('"fields": {', '"fields": { "__proto__": null,');
  const odd = decodePack(text);
  expect(odd.ok && odd.pack.signatures[0]?.fields).toEqual(builtinPack.signatures[0]?.fields);
});

test("no text at all makes decoding throw", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => !decodePack(text).ok));
});
