import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countHexLines, formatBytesAsHex, hexLine } from "../../../renderer/ui/bytes/hex-lines.ts";
import { type BytePiece, byteLines, bytePieces, formatBytesAsText } from "../../../renderer/ui/bytes/visible-bytes.ts";

/** Messages of strangers: any bytes, with many line ends and controls among them. */
const messages = fc
  .array(fc.oneof(fc.constantFrom("\r\n", "\r", "\n", "\0\0\0", "\\", "\\x41", "Via: "), fc.nat(255).map(byte)), {
    maxLength: 80,
  })
  .map((parts) => parts.join(""));

function byte(code: number): string {
  return String.fromCharCode(code);
}

function parseText(text: string): string {
  return text.replace(/\n/g, "\r\n").replace(/\\x([0-9a-f]{2})/g, (_, digits) => byte(Number.parseInt(digits, 16)));
}

function parseHexDump(dump: string): string {
  const lines = dump === "" ? [] : dump.split("\n");
  return lines
    .flatMap((line) => line.slice(line.indexOf(" "), line.indexOf(" ") + 51).match(/[0-9a-f]{2}/g) ?? [])
    .map((digits) => byte(Number.parseInt(digits, 16)))
    .join("");
}

function parsePiece(piece: BytePiece): string {
  if (piece.kind === "text") return piece.text;
  if (piece.kind === "high") return parseText(piece.text);
  return byte(piece.code).repeat(piece.times);
}

describe("visible bytes", () => {
  test("line ends, control characters and bytes that are no ASCII are shown and named", () => {
    expect(bytePieces("a\r\n\0\0\x7f\xe9\xff\t\\")).toEqual([
      { kind: "text", text: "a" },
      { kind: "control", code: 13, name: "CR", times: 1 },
      { kind: "control", code: 10, name: "LF", times: 1 },
      { kind: "control", code: 0, name: "NUL", times: 2 },
      { kind: "control", code: 127, name: "DEL", times: 1 },
      { kind: "high", text: "\\xe9\\xff" },
      { kind: "control", code: 9, name: "HT", times: 1 },
      { kind: "text", text: "\\" },
    ]);
  });

  test("lines end behind their line feed and know their offset", () => {
    expect(byteLines("a\r\nbc\nd").map(({ offset }) => offset)).toEqual([0, 3, 6]);
    expect(byteLines("a\r\n")).toHaveLength(1);
    expect(byteLines("")).toEqual([]);
  });

  test("pieces of all lines are the message", () => {
    fc.assert(
      fc.property(messages, (bytes) => {
        expect(
          byteLines(bytes)
            .flatMap(({ pieces }) => pieces.map(parsePiece))
            .join(""),
        ).toBe(bytes);
      }),
    );
  });

  test("nothing shown is a control character or above ASCII", () => {
    fc.assert(
      fc.property(messages, (bytes) => {
        for (const piece of bytePieces(bytes)) {
          expect(piece.kind === "control" ? piece.name : piece.text).toMatch(/^[ -~]+$/);
        }
      }),
    );
  });

  test("text of the clipboard reads back to the bytes", () => {
    expect(formatBytesAsText("OPTIONS\r\n\xff\n\\")).toBe("OPTIONS\n\\xff\\x0a\\x5c");
    fc.assert(
      fc.property(messages, (bytes) => {
        expect(parseText(formatBytesAsText(bytes))).toBe(bytes);
      }),
    );
  });
});

describe("hex lines", () => {
  test("a line has offset, bytes and ASCII", () => {
    expect(hexLine("OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n", 1)).toEqual({
      offset: "0010",
      hex: "31 39 32 2e 30 2e 32 2e  31 20 53 49 50 2f 32 2e",
      ascii: "192.0.2.1 SIP/2.",
    });
    expect(hexLine("OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n", 2)).toEqual({
      offset: "0020",
      hex: "30 0d 0a",
      ascii: "0..",
    });
  });

  test("half a line where there is no room", () => {
    expect(hexLine("OPTIONS sip:100@", 1, 8)).toEqual({
      offset: "0008",
      hex: "73 69 70 3a 31 30 30 40",
      ascii: "sip:100@",
    });
    expect(countHexLines("OPTIONS sip:100@x", 8)).toBe(3);
  });

  test("a message of the greatest length has its lines", () => {
    expect(countHexLines("x".repeat(65_536))).toBe(4096);
    expect(countHexLines("")).toBe(0);
    expect(hexLine("x".repeat(65_536), 4095).offset).toBe("fff0");
  });

  test("the dump reads back to the bytes", () => {
    fc.assert(
      fc.property(messages, (bytes) => {
        expect(parseHexDump(formatBytesAsHex(bytes))).toBe(bytes);
      }),
    );
  });
});
