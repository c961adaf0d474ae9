import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCsvTable } from "../../core/geography/csv-table.ts";
import { addressOf } from "../builders/observed-request.ts";

/** What a table says of an address, as `SE AS64496 Example`. */
function lookUp(text: string, address: string): string | null {
  const decoded = decodeCsvTable(text);
  if (!decoded.ok) throw new Error(decoded.message);
  const found = decoded.find(addressOf(address));
  if (found === null || found === "unreadable") return found;
  return [found.country, found.asn && `AS${found.asn}`, found.organisation].filter((part) => part !== null).join(" ");
}

describe("columns", () => {
  test.each([
    ["by name, prefixes", "network,country,asn,organisation\n192.0.2.0/24,se,64496,Example"],
    ["by name, ranges", "start_ip,end_ip,asn,as_name,country_code\n192.0.2.0,192.0.2.255,AS64496,Example,SE"],
    ["others between them", "x,Network,y,Country,asn,AS_NAME\n1,192.0.2.0/24,2,SE,64496,Example"],
    ["without names, ranges", "192.0.2.0,192.0.2.255,SE,64496,Example"],
    ["without names, prefixes", "192.0.2.0/24,SE,64496,Example"],
    [
      "quoted, with blanks and CR",
      '"network", "country" ,asn,organisation\r\n"192.0.2.0/24","SE",64496 , "Example"\r\n',
    ],
    ["remarks, empty lines and a mark of UTF-8", "\ufeff# x\n\n192.0.2.0/24,SE,64496,Example\n\n"],
  ])("%s", (_name, text) => {
    expect(lookUp(text, "192.0.2.7")).toBe("SE AS64496 Example");
    expect(lookUp(text, "192.0.3.0")).toBeNull();
  });

  test("fields may be empty, and a quote may stand in a name", () => {
    expect(lookUp("192.0.2.0/24,,64496,", "192.0.2.7")).toBe("AS64496");
    expect(lookUp("192.0.2.0/24,SE", "192.0.2.7")).toBe("SE");
    expect(lookUp('192.0.2.0/24,ZZ,1,"a ""b"", c"', "192.0.2.7")).toBe('AS1 a "b", c');
    expect(lookUp("192.0.2.0/24,-,-", "192.0.2.7")).toBeNull();
  });

  test("remarks say where the table comes from", () => {
    const decoded = decodeCsvTable("# date: 2026-11-22\n#Licence:  CC0 \n# description:made up\n192.0.2.0/24,SE");
    expect(decoded).toMatchObject({ facts: { date: "2026-11-22", licence: "CC0", description: "made up" } });
    expect(decodeCsvTable("192.0.2.0/24,SE")).toMatchObject({
      facts: { date: null, licence: null, description: null },
    });
  });
});

describe("what is no table says where and why", () => {
  test.each([
    ["", "the table has no lines"],
    ["# only a remark\n", "the table has no lines"],
    ["hello\n", "line 1: neither an address, nor column names with network, or start and end."],
    ["network,city\n", "line 1: no column is named country or asn."],
    [
      "network,country\n192.0.2.0/24,SE\n\n300.0.0.0/8,SE",
      'line 4: "300.0.0.0/8" is no prefix such as 198.51.100.0/24.',
    ],
    ["192.0.2.1/24,SE", "line 1: neither an address, nor column names with network, or start and end."],
    ["192.0.2.0,192.0.2.255,SE\n192.0.2.9,x,SE", 'line 2: "x" is no address.'],
    ["192.0.2.9,192.0.2.1,SE", "line 1: the range ends before it begins."],
    ["192.0.2.9,2001:db8::1,SE", "line 1: the range ends before it begins."],
    ["192.0.2.0/24,Sweden", 'line 1: "Sweden" is no country code of two letters.'],
    ["192.0.2.0/24,SE,AS99999999999", 'line 1: "AS99999999999" is no number of an autonomous system.'],
    ['192.0.2.0/24,"SE', "line 1: a quote stands where none may be."],
    ['192.0.2.0/24,S"E', "line 1: a quote stands where none may be."],
    [`192.0.2.0/24,SE\n#${" ".repeat(4096)}`, "line 2: it is longer than 4096 characters."],
    ["__proto__,constructor\n", "line 1: neither an address, nor column names with network, or start and end."],
  ])("%j", (text, message) => expect(decodeCsvTable(text)).toEqual({ ok: false, message }));

  test("no text makes it throw", () => {
    const pieces = fc.constantFrom(
      "192.0.2.",
      "1",
      "/24",
      ",",
      '"',
      "\n",
      "\r",
      "#",
      "SE",
      "date:",
      "network",
      "::",
      " ",
      "-",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces, { maxLength: 60 }).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const decoded = decodeCsvTable(text);
        if (decoded.ok) decoded.find(addressOf("192.0.2.1"));
      }),
      { numRuns: 1000 },
    );
  });

  test("lines of nothing but blanks, quotes or remarks take the work of their length", () => {
    const blanks = " ".repeat(4000);
    const lines = Array.from({ length: 500 }, () => [`#${blanks}x`, `# date: ${blanks}x`, blanks]).flat();
    const start = performance.now();
    expect(decodeCsvTable([...lines, `${blanks}"`].join("\n"))).toMatchObject({ ok: false });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("overlaps", () => {
  test("country and network come from the narrowest range that gives them", () => {
    const lines = ["192.0.2.0/24,SE,64496,Wide", "192.0.2.0/28,,64497,Narrow", "192.0.2.4/30,NO"];
    for (const text of [lines.join("\n"), [...lines].reverse().join("\n")]) {
      expect(lookUp(text, "192.0.2.5")).toBe("NO AS64497 Narrow");
      expect(lookUp(text, "192.0.2.9")).toBe("SE AS64497 Narrow");
      expect(lookUp(text, "192.0.2.99")).toBe("SE AS64496 Wide");
    }
  });

  test("IPv4 and IPv6 never hold each other", () => {
    const text = "0.0.0.0/0,SE\n::/0,NO";
    expect([lookUp(text, "0.0.0.1"), lookUp(text, "::1"), lookUp(text, "255.255.255.255")]).toEqual(["SE", "NO", "SE"]);
    expect(lookUp("2001:db8::,2001:db8:ffff::,SE\n2001:db8::,2001:db8::ff,NO", "2001:DB8::FF")).toBe("NO");
    expect(lookUp("::/0,NO", "1.2.3.4")).toBeNull();
  });

  test("any order of the lines gives the answer of the definition", () => {
    const country = fc.constantFrom("SE", "NO", "DK", "");
    const range = fc.tuple(fc.nat(40), fc.nat(40), country).map(([a, b, code]) => ({
      first: Math.min(a, b),
      last: Math.max(a, b),
      code,
    }));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 12 }), fc.nat(41), (ranges, host) => {
        const text = ranges.map(({ first, last, code }) => `192.0.2.${first},192.0.2.${last},${code}`).join("\n");
        const holding = ranges.filter(({ first, last, code }) => code !== "" && first <= host && host <= last);
        const [narrowest] = holding.sort((a, b) => a.last - a.first - (b.last - b.first) || (a.code < b.code ? -1 : 1));
        expect(lookUp(text, `192.0.2.${host}`)).toBe(narrowest?.code ?? null);
      }),
      { numRuns: 500 },
    );
  });
});
