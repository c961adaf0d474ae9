import type { IpAddress } from "../net/address.ts";
import { latin1Bytes } from "../sip/latin1.ts";
import type { Endpoints } from "./endpoints.ts";
import { codesOfIpv6, writeCode } from "./sipvicious-code.ts";

const ADDRESS_CODE_BYTES = 16;
const PORT_CODE_BYTES = 8;

/** How SIPVicious codes the packet's own addresses and the target's port, made when one is first asked for. */
export class EndpointCodes {
  private endpoints: Endpoints = { source: "", destination: "", sourcePort: 0, destinationPort: 0 };
  private target: IpAddress | null = null;
  private targetCodes: readonly Uint8Array[] = [];
  private readonly ipv4TargetCodes: readonly [Uint8Array] = [new Uint8Array(ADDRESS_CODE_BYTES)];
  private port: number | null = null;
  private readonly portCode = new Uint8Array(PORT_CODE_BYTES);
  private coded: number | null = null;
  private readonly sourceCode = new Uint8Array(ADDRESS_CODE_BYTES);

  beginMessage(endpoints: Endpoints): void {
    this.endpoints = endpoints;
  }

  get targets(): readonly Uint8Array[] {
    const { destination } = this.endpoints;
    if (this.target !== destination) {
      this.target = destination;
      this.targetCodes = this.codesOf(destination);
    }
    return this.targetCodes;
  }

  get targetPort(): Uint8Array {
    const { destinationPort } = this.endpoints;
    if (this.port !== destinationPort) {
      this.port = destinationPort;
      writeCode(destinationPort, this.portCode);
    }
    return this.portCode;
  }

  /** Null where nothing but a target is looked for. */
  get source(): Uint8Array | null {
    const { source, destination } = this.endpoints;
    if (typeof source !== "number" || source === destination) return null;
    if (this.coded !== source) {
      this.coded = source;
      writeCode(source, this.sourceCode);
    }
    return this.sourceCode;
  }

  private codesOf(target: IpAddress): readonly Uint8Array[] {
    if (typeof target !== "number") return codesOfIpv6(target).map(latin1Bytes);
    writeCode(target, this.ipv4TargetCodes[0]);
    return this.ipv4TargetCodes;
  }
}
