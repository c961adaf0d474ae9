import type { SignatureDefinition } from "../signature/signature.ts";
import type { SignaturePack } from "./pack.ts";

/** A pack of one signature that was just made. Nobody said under which licence it may be passed on. */
export function packOf(signature: SignatureDefinition, author: string): SignaturePack {
  return {
    format: "ringprint.pack",
    version: 1,
    id: signature.id,
    name: signature.tool.name,
    packVersion: "0.1.0",
    licence: "none stated",
    authors: [author],
    changelog: [],
    signatures: [signature],
    withoutSignature: [],
  };
}
