import fs from "node:fs";

/**
 * Writes a file, whole or not at all: `write` is given a place beside it. One sentence where that fails for the disk's
 * reasons.
 */
export async function writeWhole(out: string, write: (partial: string) => Promise<void>): Promise<string | null> {
  const partial = `${out}.${process.pid}.partial`;
  try {
    await write(partial);
    fs.renameSync(partial, out);
    return null;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return `${out} could not be written (${reason}); what stood there before is unchanged.`;
  } finally {
    fs.rmSync(partial, { force: true });
  }
}

/** Why a file could not be written, where that is the disk's doing. */
function reasonOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && "syscall" in error) return String(error.code);
  return (
    /No space left on device|File too large|Disk quota|Cannot open file|Permission denied|Read-only file/i.exec(
      error.message,
    )?.[0] ?? null
  );
}
