import type { SignatureExample } from "../signature/signature.ts";

/** The bytes of an example message, as latin-1 text. */
export function payloadOfExample({ message, lineEnd }: SignatureExample): string {
  return message.join(lineEnd === "lf" ? "\n" : "\r\n");
}
