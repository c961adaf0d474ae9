import type { IpAddress } from "../net/address.ts";

/** The packet's own addresses and ports: what tokens stand for. */
export interface Endpoints {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly sourcePort: number;
  readonly destinationPort: number;
}
