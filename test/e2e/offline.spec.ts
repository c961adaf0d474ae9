import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, SAMPLE, test } from "./ringprint.ts";
import { end, ended, hasOpenedSample, processTree, readOr, spawnApp, startCommand } from "./undriven.ts";

// Started without Playwright, which itself talks to what it drives over a socket.
test.skip(process.platform !== "linux", "processes and their sockets are looked up in /proc");
test.describe.configure({ timeout: 120_000 });

/** Inodes of all TCP, UDP and raw sockets in the namespace of a process. */
function internetSockets(pid: number): Set<string> {
  const tables = ["tcp", "tcp6", "udp", "udp6", "udplite", "raw", "raw6", "icmp"];
  const lines = tables.flatMap((table) => readOr(`/proc/${pid}/net/${table}`, "").split("\n").slice(1));
  return new Set(lines.map((line) => line.trim().split(/\s+/)[9] ?? "").filter((inode) => inode !== ""));
}

/** Inodes of the sockets that a process holds. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(fs.readlinkSync(path.join(folder, name)))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

test("no process of the program holds a socket of the Internet while a capture is open", async ({ folder }) => {
  const profile = path.join(folder, "profile");
  const app = spawnApp(startCommand(profile, [SAMPLE]));
  try {
    const seen = new Set<string>();
    let processes = 0;
    let sockets = 0;
    await expect
      .poll(
        () => {
          const tree = processTree(app.pid ?? 0);
          const internet = internetSockets(app.pid ?? 0);
          processes = Math.max(processes, tree.length);
          for (const pid of tree) {
            const held = socketsOf(pid);
            sockets += held.length;
            for (const inode of held) if (internet.has(inode)) seen.add(`process ${pid}: socket ${inode}`);
          }
          return hasOpenedSample(profile);
        },
        { timeout: 60_000, intervals: [100] },
      )
      .toBe(true);
    // Chromium's processes were there and held sockets of the machine, so that the look at them means something.
    expect(processes).toBeGreaterThan(2);
    expect(sockets).toBeGreaterThan(0);
    expect([...seen]).toEqual([]);
  } finally {
    await end(app);
  }
});

test("without any network it opens the same", async ({ folder }) => {
  const isAllowed = spawnSync("unshare", ["--map-current-user", "-n", "true"]).status === 0;
  test.skip(!isAllowed, "this machine does not let users make network namespaces (unshare -n)");
  const profile = path.join(folder, "profile");
  const [file, ...args] = startCommand(profile, [SAMPLE]);
  const app = spawnApp(["unshare", "--map-current-user", "-n", file, ...args]);
  try {
    await expect.poll(() => hasOpenedSample(profile), { timeout: 60_000 }).toBe(true);
    const links = readOr(`/proc/${app.pid}/net/dev`, "")
      .split("\n")
      .slice(2)
      .filter((line) => line.trim() !== "");
    expect(links.map((line) => line.trim().split(":")[0])).toEqual(["lo"]);
  } finally {
    await end(app);
  }
});

test("no process connects to anything but sockets of the machine", async ({ folder }) => {
  test.skip(spawnSync("strace", ["-V"]).error !== undefined, "strace is not installed");
  const profile = path.join(folder, "profile");
  const trace = path.join(folder, "trace");
  const [file, ...args] = startCommand(profile, [SAMPLE]);
  const options = ["-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,bind", "-o", trace];
  const tracer = spawnApp(["strace", ...options, file, ...args]);
  try {
    await expect.poll(() => hasOpenedSample(profile), { timeout: 90_000 }).toBe(true);
  } finally {
    // The program itself: strace goes with it.
    const [, app] = processTree(tracer.pid ?? 0);
    if (app !== undefined) process.kill(app, "SIGTERM");
    await ended(tracer);
  }
  const calls = fs.readFileSync(trace, "utf8").split("\n");
  expect(calls.filter((line) => /AF_UNIX/.test(line)).length).toBeGreaterThan(0);
  expect(calls.filter((line) => /AF_INET/.test(line))).toEqual([]);
});
