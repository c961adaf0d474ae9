import { type IpAddress, readIpv4, readIpv6 } from "../../net/address.ts";
import { ipv6Value } from "../../net/address-value.ts";

/**
 * An address as bytes that sort as addresses do, IPv4 before IPv6: the version, then the address in network order. A
 * prefix is a range of them.
 */
export function addressBytes(address: IpAddress): Uint8Array {
  const digits =
    typeof address === "number"
      ? address.toString(16).padStart(8, "0")
      : ipv6Value(address).toString(16).padStart(32, "0");
  return Buffer.from(`${typeof address === "number" ? "04" : "06"}${digits}`, "hex");
}

/** The address of such bytes. Throws for others: no case of ours holds them. */
export function addressOf(bytes: Uint8Array): IpAddress {
  const [version] = bytes;
  if (version === 4 && bytes.length === 5) return readIpv4(bytes, 1);
  if (version === 6 && bytes.length === 17) return readIpv6(bytes, 1);
  throw new Error(`${bytes.length} bytes that start with ${version} are no address`);
}
