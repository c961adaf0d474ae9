/** What the first bytes of a file say it is. Only `pcap`, `pcapng` and `gzip` are opened by the workbench. */
export type Container =
  | { readonly kind: "pcap" | "pcapng" | "gzip" }
  /** Recognised and refused, with the command that unpacks it. */
  | { readonly kind: "zstd" | "lz4" | "xz" | "zip" | "bzip2"; readonly unpackCommand: string }
  | { readonly kind: "none" };

/** First bytes that {@link sniffContainer} looks at; a shorter file is judged by what there is. */
export const SNIFFED_BYTES = 8;

const NONE: Container = { kind: "none" };
const PCAP: Container = { kind: "pcap" };
const PCAPNG: Container = { kind: "pcapng" };
const ZSTD: Container = { kind: "zstd", unpackCommand: "zstd -d" };
const LZ4: Container = { kind: "lz4", unpackCommand: "lz4 -d" };
const ZIP: Container = { kind: "zip", unpackCommand: "unzip" };

/** Matched against the first bytes in lower-case hexadecimal. */
const SIGNATURES: readonly (readonly [RegExp, Container])[] = [
  // pcap: microseconds, nanoseconds, modified records; each in both byte orders.
  [/^(a1b2c3d4|d4c3b2a1|a1b23c4d|4d3cb2a1|a1b2cd34|34cdb2a1)/, PCAP],
  [/^0a0d0d0a/, PCAPNG],
  [/^1f8b/, { kind: "gzip" }],
  // RFC 8878 section 3.1: a frame, or a skippable frame (which parallel zstd writes first).
  [/^(28b52ffd|5.2a4d18)/, ZSTD],
  [/^(04224d18|02214c18)/, LZ4],
  [/^fd377a585a00/, { kind: "xz", unpackCommand: "xz -d" }],
  [/^504b(0304|0506|0708)/, ZIP],
  [/^425a683[1-9]/, { kind: "bzip2", unpackCommand: "bzip2 -d" }],
];

/** Tells the container from the first bytes of a file, never from its name. */
export function sniffContainer(firstBytes: Uint8Array): Container {
  const hex = hexOf(firstBytes.subarray(0, SNIFFED_BYTES));
  return SIGNATURES.find(([signature]) => signature.test(hex))?.[1] ?? NONE;
}

/** Bytes as lower-case hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
