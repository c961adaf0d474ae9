import { contains, type Prefix } from "../../behaviour/telescope.ts";
import type { IpAddress } from "../../net/address.ts";

/** The addresses that a case would give away. */
export interface KnownAddresses {
  readonly sources: ReadonlySet<IpAddress>;
  readonly destinations: ReadonlySet<IpAddress>;
  /** As it was given, else as the destinations suggest it. */
  readonly telescope: readonly Prefix[];
}

/** Whether an address lies in the telescope. */
export function isOfTelescope({ telescope }: KnownAddresses, address: IpAddress): boolean {
  return telescope.some((prefix) => contains(prefix, address));
}
