import { parentPort, workerData } from "node:worker_threads";
import { PrefixPreservingMap } from "../net/prefix-preserving-map.ts";
import { PacketAnonymiser } from "./anonymise/packet-anonymiser.ts";
import type { EvidenceRequest } from "./evidence/evidence-desk.ts";
import { writeEvidence } from "./evidence/write-evidence.ts";

if (parentPort === null) throw new Error("evidence is written by a worker thread only");
const port = parentPort;
const { chosen, tunnels, anonymise, out } = workerData as EvidenceRequest;
const anonymiser =
  anonymise === null ? null : new PacketAnonymiser(new PrefixPreservingMap(anonymise.key), anonymise.known, tunnels);
// A rejection ends the thread, and whoever asked is told why.
void writeEvidence(chosen, { tunnels, anonymiser, out }).then((written) => port.postMessage(written));
