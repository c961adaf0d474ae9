import path from "node:path";
import type { IngestRules } from "../../contract/ingest.ts";
import type { RequestParts } from "../../flow/kept-request.ts";
import { CancelFlag } from "../cancel-flag.ts";
import { DEFAULT_CHUNK_BYTES } from "../ingest.ts";
import { readCapture } from "../read-capture.ts";

/** Reads a capture as far as the packet with this number, or says why there is no such SIP request. */
export async function packetOfCapture(
  file: string,
  number: number,
  rules: IngestRules,
): Promise<RequestParts | string> {
  const flag = new CancelFlag();
  let found: RequestParts | null = null;
  const request = {
    id: 0,
    path: file,
    rules,
    chunkBytes: DEFAULT_CHUNK_BYTES,
    cancelFlag: flag.shared,
    store: null,
  };
  const outcome = await readCapture(request, {
    onProgress: () => undefined,
    onChunk: () => undefined,
    onRequest: ({ place, datagram, request: message }) => {
      if (place.number !== number) return;
      const { source, destination, sourcePort, destinationPort, missingBytes } = datagram;
      found = {
        place,
        method: message.method,
        payload: Buffer.from(datagram.payload).toString("latin1"),
        missingBytes,
        endpoints: { source, destination, sourcePort, destinationPort },
        timeToLive: datagram.timeToLive,
        identification: datagram.identification,
      };
      flag.raise();
    },
  });
  const name = path.basename(file);
  if (found !== null) return found;
  if (outcome.kind === "refused") return `${name}: ${outcome.refusal.message}`;
  return `Packet ${number} of ${name} is no SIP request to a SIP port, or there is none with that number.`;
}
