import type { IpAddress } from "../net/address.ts";
import { latin1Bytes } from "../sip/latin1.ts";
import type { Endpoints } from "./endpoints.ts";
import { codeOfAddress, codeOfPort, codesOfTarget } from "./sipvicious-code.ts";

const NONE: readonly Uint8Array[] = [];

/** How SIPVicious codes the packet's own addresses and the target's port, made when one is first asked for. */
export class EndpointCodes {
  private endpoints: Endpoints = { source: "", destination: "", sourcePort: 0, destinationPort: 0 };
  private target: IpAddress | null = null;
  private targetCodes: readonly Uint8Array[] = NONE;
  private port: number | null = null;
  private portCode: Uint8Array = latin1Bytes("");
  private coded: IpAddress | null = null;
  private sourceCode: Uint8Array = latin1Bytes("");

  beginMessage(endpoints: Endpoints): void {
    this.endpoints = endpoints;
  }

  get targets(): readonly Uint8Array[] {
    const { destination } = this.endpoints;
    if (this.target !== destination) {
      this.target = destination;
      this.targetCodes = codesOfTarget(destination).map(latin1Bytes);
    }
    return this.targetCodes;
  }

  get targetPort(): Uint8Array {
    const { destinationPort } = this.endpoints;
    if (this.port !== destinationPort) {
      this.port = destinationPort;
      this.portCode = latin1Bytes(codeOfPort(destinationPort));
    }
    return this.portCode;
  }

  /** Null where nothing but a target is looked for. */
  get source(): Uint8Array | null {
    const { source, destination } = this.endpoints;
    if (typeof source !== "number" || source === destination) return null;
    if (this.coded !== source) {
      this.coded = source;
      this.sourceCode = latin1Bytes(codeOfAddress(source));
    }
    return this.sourceCode;
  }
}
