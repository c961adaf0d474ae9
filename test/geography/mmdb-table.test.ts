import fc from "fast-check";
import { Reader } from "mmdb-lib";
import { describe, expect, test } from "vitest";
import { decodeMmdbTable, isMmdb } from "../../core/geography/mmdb-table.ts";
import { formatAddress, type IpAddress } from "../../core/net/address.ts";
import { type MmdbField, type MmdbOptions, mmdbFile } from "../builders/mmdb.ts";
import { addressOf } from "../builders/observed-request.ts";

const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function tableOf(bytes: Uint8Array) {
  const decoded = decodeMmdbTable(bytes, utf8);
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded;
}

const lookUp = (bytes: Uint8Array, address: string) => tableOf(bytes).find(addressOf(address));
const nowhere = { country: null, asn: null, organisation: null };

describe("records of the tables in use", () => {
  test.each<[string, MmdbField, object]>([
    ["MaxMind and DB-IP, country", { country: { iso_code: "SE", geoname_id: 1 } }, { country: "SE" }],
    [
      "MaxMind and DB-IP, network",
      { autonomous_system_number: 64496, autonomous_system_organization: "Exämple" },
      { asn: 64496, organisation: "Exämple" },
    ],
    ["flat", { country_code: "se" }, { country: "SE" }],
    ["flat, text", { country: "SE", asn: "AS64496", as_name: "x" }, { country: "SE", asn: 64496, organisation: "x" }],
    ["nothing of use", { country: "Sweden", asn: "x", list: [true, { a: 1 }] }, {}],
    ["no map", "SE", {}],
  ])("%s", (_name, record, expected) => {
    expect(lookUp(mmdbFile([["192.0.2.0/24", record]]), "192.0.2.7")).toEqual({ ...nowhere, ...expected });
  });

  test("the narrowest prefix tells, in IPv4 and IPv6", () => {
    const bytes = mmdbFile([
      ["192.0.2.64/26", { country_code: "NO" }],
      ["192.0.2.0/24", { country_code: "SE" }],
      ["2001:db8::/32", { country_code: "DK" }],
    ]);
    const countries = ["192.0.2.63", "192.0.2.64", "192.0.2.128", "192.0.3.0", "2001:db8::1", "2001:db9::"].map(
      (address) => tableOf(bytes).find(addressOf(address)),
    );
    expect(countries).toMatchObject([
      { country: "SE" },
      { country: "NO" },
      { country: "SE" },
      null,
      { country: "DK" },
      null,
    ]);
  });

  test("a file of IPv4 knows no IPv6", () => {
    const bytes = mmdbFile([["0.0.0.0/1", { country_code: "SE" }]], { ipVersion: 4 });
    expect([lookUp(bytes, "1.2.3.4"), lookUp(bytes, "::1")]).toEqual([{ ...nowhere, country: "SE" }, null]);
  });

  test("pointers lead to what they share", () => {
    // At 0 of the records: a text. At 3: a map whose value is a pointer to 0.
    const text = [0x42, 0x53, 0x45];
    const pointer = [0x20, 0x00];
    const name = [0x4c, ...new TextEncoder().encode("country_code")];
    const bytes = mmdbFile([
      ["198.51.100.0/24", { bytes: text }],
      ["192.0.2.0/24", { bytes: [0xe1, ...name, ...pointer] }],
    ]);
    expect(lookUp(bytes, "192.0.2.1")).toEqual({ ...nowhere, country: "SE" });
  });

  test("the file says when it was built and what it is", () => {
    expect(tableOf(mmdbFile([["::/0", {}]])).facts).toEqual({
      date: "2026-11-22",
      description: "Made-up table",
      licence: null,
    });
  });
});

const octet = fc.constantFrom(0, 1, 64, 127, 128, 255);
const host: fc.Arbitrary<IpAddress> = fc.oneof(
  fc.tuple(octet, octet, octet).map(([a, b, c]) => addressOf(`192.${a}.${b}.${c}`)),
  fc.tuple(octet, octet).map(([a, b]) => addressOf(`2001:db8:${a.toString(16)}::${b.toString(16)}`)),
);
const networks = fc.uniqueArray(
  fc
    .tuple(octet, octet, fc.constantFrom(8, 10, 16, 17, 24), fc.boolean())
    .map(([a, b, length, isIpv6]) =>
      isIpv6
        ? `2001:db8${a < 128 ? "" : `:${a.toString(16)}`}::/${a < 128 ? 32 : 48}`
        : `192.${length > 8 ? a & 64 : 0}.${length === 24 ? b : 0}.0/${length}`,
    ),
  { minLength: 1, maxLength: 6 },
);

test("every address gives what an independent reader gives", () => {
  const options = fc.record({
    recordBits: fc.constantFrom<MmdbOptions["recordBits"]>(24, 28, 32),
    ipVersion: fc.constant<6>(6),
  });
  fc.assert(
    fc.property(networks, options, fc.array(host), (prefixes, chosen, hosts) => {
      const bytes = mmdbFile(
        prefixes.map((prefix, index) => [prefix, { asn: index + 1 }]),
        chosen,
      );
      const independent = new Reader<never>(Buffer.from(bytes));
      const table = tableOf(bytes);
      for (const address of hosts) {
        const expected = independent.get(formatAddress(address)) as { readonly asn: number } | null;
        expect(table.find(address)).toEqual(expected && { ...nowhere, asn: expected.asn });
      }
    }),
    { numRuns: 200 },
  );
});

describe("damage", () => {
  const good = mmdbFile([
    ["192.0.2.0/24", { country: { iso_code: "SE" }, names: ["a", "b"] }],
    ["2001:db8::/32", { country: { iso_code: "NO" } }],
  ]);

  test.each<[string, Uint8Array, string]>([
    ["no bytes", new Uint8Array(0), "it is no MaxMind DB file: the mark of its metadata is missing"],
    ["cut at the end", good.subarray(0, -10), "it is damaged: a value ends outside the file"],
    ["cut at the start", good.subarray(400), "it is damaged: the tree of addresses is larger than the file"],
    [
      "another version",
      mmdbFile([["::/0", {}]], { metadata: { binary_format_major_version: 3 } }),
      "it is damaged: its format has version 3, and 2 can be read",
    ],
    [
      "no count",
      mmdbFile([["::/0", {}]], { metadata: { node_count: "x" } }),
      "it is damaged: its metadata lack node_count",
    ],
    [
      "another size",
      mmdbFile([["::/0", {}]], { metadata: { record_size: 20 } }),
      "it is damaged: its nodes have a size that is not defined",
    ],
    [
      "another IP",
      mmdbFile([["::/0", {}]], { metadata: { ip_version: 5 } }),
      "it is damaged: it is for neither IPv4 nor IPv6",
    ],
  ])("%s", (_name, bytes, message) => expect(decodeMmdbTable(bytes, utf8)).toEqual({ ok: false, message }));

  test("bytes of something else are no table", () => {
    expect([isMmdb(new Uint8Array(64)), isMmdb(good)]).toEqual([false, true]);
  });

  test.each<[string, readonly number[]]>([
    ["a pointer to itself", [0x20, 0x00]],
    ["a list of itself", [0x02, 0x04, 0x20, 0x00, 0x20, 0x00]],
    // 16,843,036 elements, of which the first is the list itself.
    ["an endless list", [0x1f, 0x04, 0xff, 0xff, 0xff, 0x20, 0x00]],
    ["an endless map", [0xff, 0xff, 0xff, 0xff, 0x41, 0x61, 0x20, 0x00]],
    ["a map whose names are lists", [0xe1, 0x00, 0x04, 0x00]],
    ["a text that goes beyond the file", [0x5f, 0xff, 0xff, 0xff]],
  ])("%s is unreadable at once", (_name, record) => {
    const bytes = mmdbFile([["192.0.2.0/24", { bytes: record }]]);
    const start = performance.now();
    expect(lookUp(bytes, "192.0.2.1")).toBe("unreadable");
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test("a changed file is refused, unreadable in places, or answers, and never throws", () => {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(40), (changes, cut) => {
        const bytes = good.slice(0, good.length - (cut < 20 ? 0 : cut));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const decoded = decodeMmdbTable(bytes, utf8);
        if (!decoded.ok) return;
        for (const address of ["192.0.2.1", "10.0.0.1", "2001:db8::1", "::"]) decoded.find(addressOf(address));
      }),
      { numRuns: 2000 },
    );
  });
});
