import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./say.mjs";

const LOOK_EVERY_MS = 250;

/** The holder touches the file this often; one that has not for much longer is gone, even if its number is in use. */
const TOUCH_EVERY_MS = 5_000;
const GONE_AFTER_MS = 60_000;

/** Does a task while no other start does it. What a start that was killed left behind does not block. */
export async function withSetupLock(file, task) {
  let isTold = false;
  while (!take(file)) {
    if (isAbandoned(file)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!isTold) say("Another start is setting up the Electron runtime. Waiting for it.");
    isTold = true;
    await sleep(LOOK_EVERY_MS);
  }
  const touch = setInterval(() => touchFile(file), TOUCH_EVERY_MS);
  try {
    return await task();
  } finally {
    clearInterval(touch);
    fs.rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function touchFile(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody removed it. The work goes on: it is renamed into place when it is whole.
  }
}

function isAbandoned(file) {
  const touchedMs = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (touchedMs === undefined) return false;
  if (Date.now() - touchedMs > GONE_AFTER_MS) return true;
  let holder;
  try {
    holder = Number(fs.readFileSync(file, "utf8"));
  } catch {
    return false;
  }
  // Between being made and being written the file is empty.
  return holder > 0 && !isRunning(holder);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process runs, but takes no signal from us.
    return error.code === "EPERM";
  }
}
