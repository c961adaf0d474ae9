import { deleteCapture, endWaiting, listCaptures } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";

/**
 * Takes a capture out of the case, and out of what waits: the case is then as one that never had it. False where the
 * case holds no such capture.
 */
export async function removeCapture(opened: CaseFile, sha256: string): Promise<boolean> {
  return opened.save(async (connection) => {
    const removed = (await listCaptures(connection)).find(({ capture }) => capture.sha256 === sha256);
    if (removed === undefined) return false;
    await deleteCapture(connection, removed.id);
    await endWaiting(connection, removed.path);
    return true;
  });
}
