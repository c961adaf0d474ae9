import fc from "fast-check";
import { expect, test } from "vitest";
import { keepRequest, keptParts, keptPlace, type RequestParts, readKept } from "../../core/flow/kept-request.ts";
import { addressOf } from "../builders/observed-request.ts";

const address = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom("2001:db8::1", "::", "::1").map(addressOf),
);
const port = fc.integer({ min: 0, max: 65_535 });
const parts: fc.Arbitrary<RequestParts> = fc.record({
  place: fc.record({
    timeNs: fc.option(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n })),
    capture: fc.constantFrom("", "0f".repeat(32)),
    number: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  }),
  method: fc.constantFrom("OPTIONS", "!%*_+`'~"),
  payload: fc.constant(""),
  missingBytes: fc.nat(65_535),
  endpoints: fc.record({ source: address, destination: address, sourcePort: port, destinationPort: port }),
  timeToLive: fc.nat(255),
  identification: fc.option(port),
});

test("what is kept of a request is what was given, whatever bytes its payload holds", () => {
  const bytes = fc
    .array(fc.oneof(fc.nat(255), fc.constantFrom(9, 10, 13, 0)))
    .map((list) => String.fromCharCode(...list));
  fc.assert(
    fc.property(parts, bytes, (given, rest) => {
      const method = given.method;
      const payload = `${method} sip:x SIP/2.0\r\nVia: v\r\n\r\n${rest}`;
      const kept = keepRequest({ ...given, payload });
      const { payload: _payload, ...others } = given;
      expect(keptParts(kept)).toEqual(others);
      expect(keptPlace(kept)).toEqual(given.place);
      expect(readKept(kept)).toMatchObject({ ...others, payload });
    }),
  );
});
