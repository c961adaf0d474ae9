import { counted } from "../../report/text-table.ts";
import type { WrittenEvidence } from "./write-evidence.ts";

/** What a file of evidence holds and what it does not, in sentences. `name`: of the file. */
export function evidenceWords(name: string, written: WrittenEvidence): string[] {
  const { requests, fragments, captures, unlisted, leftOut } = written;
  const also = fragments === 0 ? "" : `, and ${counted(fragments, "fragment")} that they came in`;
  const left = `${counted(leftOut, "request")} could not be anonymised without changing more, and were left out.`;
  return [
    `${name} holds ${counted(requests, "request")} of ${counted(captures, "capture")}${also}.`,
    ...(leftOut > 0 ? [left] : []),
    ...unlisted.map(unlistedWords),
  ];
}

/** That nothing of a capture can be written, because its packets are not listed. */
export function unlistedWords(name: string): string {
  return `${name}: none of its packets is listed; it was read with --no-index.`;
}
