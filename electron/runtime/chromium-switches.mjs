import fs from "node:fs";

/** Chromium's shared memory can be as large as all pictures it draws; containers often give 64 MB. */
const LEAST_SHARED_MEMORY_BYTES = 256 << 20;

/** The switches this machine needs, none on an ordinary one. */
export function chromiumSwitches({
  platform = process.platform,
  uid = process.getuid?.(),
  sharedMemoryBytes = sizeOf("/dev/shm"),
} = {}) {
  if (platform !== "linux") return [];
  const switches = [];
  // Chromium refuses to run as root with its sandbox. Root is what containers and tests have; for everybody else the
  // sandbox stays, and where it cannot work the start fails with the reason (start-failure.mjs).
  if (uid === 0) switches.push("--no-sandbox");
  if (sharedMemoryBytes < LEAST_SHARED_MEMORY_BYTES) switches.push("--disable-dev-shm-usage");
  return switches;
}

function sizeOf(folder) {
  try {
    const { blocks, bsize } = fs.statfsSync(folder);
    return blocks * bsize;
  } catch {
    return 0;
  }
}
