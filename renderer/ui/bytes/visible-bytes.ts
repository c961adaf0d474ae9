/** A piece of shown bytes: text as it is, or bytes that are no text, named. */
export type BytePiece =
  | { readonly kind: "text"; readonly text: string }
  /** The same control character `times` in a row, by its ASCII name: not every font has pictures of them. */
  | { readonly kind: "control"; readonly code: number; readonly name: string; readonly times: number }
  /** Bytes above 0x7e as `\xNN`. */
  | { readonly kind: "high"; readonly text: string };

/** A line of a message: bytes up to and with a line feed, or to the end. */
export interface ByteLine {
  /** Offset of its first byte. */
  readonly offset: number;
  readonly pieces: readonly BytePiece[];
}

const NAMES =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );
const DELETE = 0x7f;

/** The lines of a message whose char codes are bytes, with every byte that is no printable ASCII made visible. */
export function byteLines(bytes: string): ByteLine[] {
  const lines: ByteLine[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const feed = bytes.indexOf("\n", offset);
    const end = feed < 0 ? bytes.length : feed + 1;
    lines.push({ offset, pieces: bytePieces(bytes.slice(offset, end)) });
    offset = end;
  }
  return lines;
}

/** Bytes as pieces, in order; runs of one kind are one piece. */
export function bytePieces(bytes: string): BytePiece[] {
  const pieces: BytePiece[] = [];
  for (let start = 0; start < bytes.length; ) {
    const code = bytes.charCodeAt(start);
    const kind = kindOf(code);
    let end = start + 1;
    while (end < bytes.length && continues(bytes.charCodeAt(end), code, kind)) end += 1;
    const run = bytes.slice(start, end);
    if (kind === "text") pieces.push({ kind, text: run });
    else if (kind === "high") pieces.push({ kind, text: escapeBytes(run) });
    else pieces.push({ kind, code, name: nameOf(code), times: run.length });
    start = end;
  }
  return pieces;
}

/** How many bytes a piece stands for. */
export function countBytes(piece: BytePiece): number {
  switch (piece.kind) {
    case "text":
      return piece.text.length;
    case "control":
      return piece.times;
    case "high":
      return piece.text.length / escapeBytes(" ").length;
  }
}

/**
 * Bytes as text for the clipboard: CR LF as a line break, `\` and every other byte outside 0x20-0x7e as `\xNN`. No two
 * messages give the same text.
 */
export function formatBytesAsText(bytes: string): string {
  return bytes
    .split("\r\n")
    .map((line) => line.replace(/[^ -~]|\\/g, escapeBytes))
    .join("\n");
}

type ByteKind = BytePiece["kind"];

function kindOf(code: number): ByteKind {
  if (code < 0x20 || code === DELETE) return "control";
  return code < DELETE ? "text" : "high";
}

function continues(code: number, first: number, kind: ByteKind): boolean {
  return kind === "control" ? code === first : kindOf(code) === kind;
}

function nameOf(code: number): string {
  return code === DELETE ? "DEL" : (NAMES[code] as string);
}

function escapeBytes(bytes: string): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 1) text += `\\x${bytes.charCodeAt(i).toString(16).padStart(2, "0")}`;
  return text;
}
