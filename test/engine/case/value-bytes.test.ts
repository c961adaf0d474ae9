import fc from "fast-check";
import { expect, test } from "vitest";
import { DamagedValue, type Later, ValueReader, ValueWriter } from "../../../core/engine/case/value-bytes.ts";

const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.bigInt(),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
  fc.uint8Array(),
  fc.uint16Array(),
);
const instead = (value: null | string) => ({ instead: new Map([["passed", () => value]]), itemsLater: new Map() });
const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;
const name = fc.string().filter((text) => text !== "__proto__" && !text.includes("\n"));
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value")),
    fc
      .uniqueArray(fc.tuple(fc.string(), tie("value")), { selector: ([key]) => key })
      .map((entries) => new Map(entries)),
    fc.uniqueArray(fc.integer()).map((items) => new Set(items)),
    fc.dictionary(name, tie("value"), { noNullPrototype: true }),
  ),
}));

test("values come back as they were written, one after the other, by a reader of their shapes", () => {
  fc.assert(
    fc.property(fc.array(anyValue, { maxLength: 5 }), (values) => {
      const writer = new ValueWriter();
      const written = values.map((value) => writer.write(value));
      const reader = new ValueReader(writer.shapes());
      expect(written.map((bytes) => reader.read(bytes))).toEqual(values);
    }),
  );
});

test("fields that are passed over have another value in their place, and all else is as it was written", () => {
  const shape = fc.record({ kept: anyValue, passed: anyValue, last: anyValue }, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 4 }), (values) => {
      const writer = new ValueWriter();
      const bytes = writer.write(values.map((value) => ({ in: value, passed: [value] })));
      const reader = new ValueReader(writer.shapes(), instead("another"));
      // Inside of what is kept, fields of that name are passed over, too.
      const expected = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(expected);
        if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [expected(key), expected(item)]));
        if (value === null || typeof value !== "object" || !isPlain(value)) return value;
        return Object.fromEntries(
          Object.entries(value).map(([field, item]) => [field, field === "passed" ? "another" : expected(item)]),
        );
      };
      expect(reader.read(bytes)).toEqual(expected(values.map((value) => ({ in: value, passed: [value] }))));
    }),
  );
});

test("what is passed over is looked at for its end: cut and changed bytes do no harm", () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.nat(255), (passed, place, byte) => {
      const writer = new ValueWriter();
      const bytes = Uint8Array.from(writer.write({ passed }));
      const read = (some: Uint8Array) => new ValueReader(writer.shapes(), instead(null)).read(some);
      expect(read(bytes)).toEqual({ passed: null });
      expect(() => read(bytes.subarray(0, bytes.length - 1))).toThrow(DamagedValue);
      bytes[place % bytes.length] = byte;
      try {
        read(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedValue);
      }
    }),
  );
});

test("items are read later as they would have been at once, in any order, whatever was read meanwhile", () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyValue, { maxLength: 4 }), { maxLength: 4 }), (lists) => {
      const writer = new ValueWriter();
      const written = lists.map((list) => writer.write({ before: 1, list, behind: list.length }));
      const itemsLater = new Map([["list", (later: Later) => later]]);
      const reader = new ValueReader(writer.shapes(), { instead: new Map(), itemsLater });
      const read = written.map((bytes) => reader.read(bytes) as { list: unknown; behind: number });
      const laters = read.map(({ list }) => list as Later[]);
      for (const list of laters.toReversed()) for (const later of list.toReversed()) later();
      expect(laters.map((list) => list.map((later) => later()))).toEqual(lists);
      expect(read.map(({ behind }) => behind)).toEqual(lists.map(({ length }) => length));
    }),
  );
});

test("the fields of equal objects are named once", () => {
  const writer = new ValueWriter();
  const bytes = writer.write(Array.from({ length: 1000 }, (_, packets) => ({ packets, destination: 7 })));
  expect(bytes.length).toBeLessThan(8 * 1000);
  expect(Buffer.from(writer.shapes()).toString("latin1")).toContain("destination");
});

test("cut, changed and foreign bytes are refused or are another value: they never do harm", () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.nat(255), fc.boolean(), (value, place, byte, cut) => {
      const writer = new ValueWriter();
      const bytes = Uint8Array.from(writer.write(value));
      if (cut)
        expect(() => new ValueReader(writer.shapes()).read(bytes.subarray(0, bytes.length - 1))).toThrow(DamagedValue);
      bytes[place % bytes.length] = byte;
      try {
        new ValueReader(writer.shapes()).read(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedValue);
      }
    }),
  );
});

test("a length beyond the bytes is refused before memory is asked for", () => {
  const claims = [12, 13, 14, 8, 9, 10, 11].map((tag) => Uint8Array.of(tag, 0xff, 0xff, 0xff, 0xff, 0x0f));
  for (const bytes of claims) expect(() => new ValueReader(null).read(bytes)).toThrow(DamagedValue);
  expect(() => new ValueReader(null).read(Uint8Array.of(3, ...new Array(20).fill(0xff)))).toThrow(DamagedValue);
  expect(() => new ValueReader(null).read(new Uint8Array(100_000).fill(12))).toThrow(DamagedValue);
});

test("a shape cannot reach behind an object", () => {
  const shapes = new ValueWriter().write([["__proto__"]]);
  expect(() => new ValueReader(shapes)).toThrow(DamagedValue);
});

test("what is no plain value is a fault of the program", () => {
  expect(() => new ValueWriter().write({ missing: undefined })).toThrow(TypeError);
  expect(() => new ValueWriter().write([() => 1])).toThrow(TypeError);
  expect(() => new ValueWriter().write({ "two\nlines": 1 })).toThrow(TypeError);
});
