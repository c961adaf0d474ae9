import { type IpAddress, readIpv4, readIpv6 } from "../../net/address.ts";

/** The address that `addressKey` made these bytes of. Throws for others: no case of ours holds them. */
export function addressOf(bytes: Uint8Array): IpAddress {
  const [version] = bytes;
  if (version === 4 && bytes.length === 5) return readIpv4(bytes, 1);
  if (version === 6 && bytes.length === 17) return readIpv6(bytes, 1);
  throw new Error(`${bytes.length} bytes that start with ${version} are no address`);
}
