/** Compressions that are opened. */
export type Compression = "gzip" | "zstd";

/** What the first bytes of a file say it is. */
export type Container =
  | { readonly kind: "pcap" | "pcapng" | Compression }
  /** Recognised and refused, with the command that unpacks it or makes a pcap of it. */
  | { readonly kind: "packed" | "foreign"; readonly name: string; readonly command: string }
  | { readonly kind: "none" };

/** First bytes that tell everything but a tar file. */
export const SNIFFED_BYTES = 8;
/** First bytes that tell a tar file too. */
export const MOST_SNIFFED_BYTES = 262;

const NONE: Container = { kind: "none" };
const PCAP: Container = { kind: "pcap" };
const ZSTD: Container = { kind: "zstd" };
const LZ4 = packed("lz4", "lz4 -d FILE");
const NETWORK_MONITOR = foreign("Network Monitor");
const IXIA = foreign("Ixia pcap");
const TAR = packed("tar", "tar -xf FILE");
/** POSIX.1 ustar and GNU tar have it behind the first file's name, mode and owner. */
const TAR_MAGIC_AT = 257;
const TAR_MAGIC = "7573746172";

/** Matched against the first bytes in lower-case hexadecimal. */
const SIGNATURES: readonly (readonly [RegExp, Container])[] = [
  // pcap: microseconds, nanoseconds, modified records; each in both byte orders.
  [/^(a1b2c3d4|d4c3b2a1|a1b23c4d|4d3cb2a1|a1b2cd34|34cdb2a1)/, PCAP],
  [/^0a0d0d0a/, { kind: "pcapng" }],
  [/^1f8b/, { kind: "gzip" }],
  // RFC 8878 section 3.1: a frame, or a skippable frame (which parallel zstd writes first).
  [/^(28b52ffd|5.2a4d18)/, ZSTD],
  [/^(04224d18|02214c18)/, LZ4],
  [/^fd377a585a00/, packed("xz", "xz -d FILE")],
  [/^504b(0304|0506|0708)/, packed("zip", "unzip FILE")],
  [/^425a683[1-9]/, packed("bzip2", "bzip2 -d FILE")],
  [/^377abcaf271c/, packed("7z", "7z x FILE")],
  [/^526172211a07/, packed("rar", "unrar x FILE")],
  // Magic numbers of other capture formats, as Wireshark's wiretap library knows them.
  [/^736e6f6f70000000/, foreign("snoop")],
  [/^(474d4255|52545353)/, NETWORK_MONITOR],
  [/^5452534e49464620/, foreign("Sniffer")],
  [/^58435000/, foreign("NetXRay")],
  [/^6970747261636520/, foreign("iptrace")],
  [/^0000020012051990/, foreign("K12")],
  [/^(1c0001a[bc]|a[bc]01001c)/, IXIA],
];

/** Tells the container from the first bytes of a file, never from its name. A shorter file is judged by what there is. */
export function sniffContainer(firstBytes: Uint8Array): Container {
  const hex = hexOf(firstBytes.subarray(0, SNIFFED_BYTES));
  const found = SIGNATURES.find(([signature]) => signature.test(hex))?.[1];
  if (found !== undefined) return found;
  return hexOf(firstBytes.subarray(TAR_MAGIC_AT, MOST_SNIFFED_BYTES)) === TAR_MAGIC ? TAR : NONE;
}

/** Why bytes that are neither a capture nor compressed are not read, and what to do: one sentence without a full stop. */
export function describeRefusal(
  container: Exclude<Container, { kind: "pcap" | "pcapng" }>,
  firstBytes: Uint8Array,
): string {
  switch (container.kind) {
    case "packed":
      return `This is a ${container.name} file: unpack it first, with ${container.command}`;
    case "foreign":
      return `This is a capture in the format ${container.name}: convert it first, with ${container.command}`;
    case "none": {
      const hex = hexOf(firstBytes.subarray(0, SNIFFED_BYTES));
      return `This is neither pcap nor pcapng: it starts with the bytes ${hex}`;
    }
    default:
      return `What is compressed here is compressed with ${container.kind} once more: unpack it once, with ${container.kind} -d`;
  }
}

function packed(name: string, command: string): Container {
  return { kind: "packed", name, command };
}

function foreign(name: string): Container {
  return { kind: "foreign", name, command: "editcap -F pcap FILE OUT" };
}

/** Bytes as lower-case hexadecimal digits. */
function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
