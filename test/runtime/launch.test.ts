import { expect, test } from "vitest";
import { appEnvironment } from "../../electron/runtime/app-environment.mjs";
import { chromiumSwitches } from "../../electron/runtime/chromium-switches.mjs";
import { formatAuthority, hasDisplay, parseDisplayNumber } from "../../electron/runtime/display.mjs";
import { parseArguments } from "../../electron/runtime/launch-arguments.mjs";
import { isComplaint } from "../../electron/runtime/run-app.mjs";
import { explainFailure } from "../../electron/runtime/start-failure.mjs";

test.each([
  ["nothing", [], [], []],
  ["files, from the folder they were typed in", ["a.pcap", "../b"], [], ["/home/ana/captures/a.pcap", "/home/ana/b"]],
  ["an absolute file", ["/data/a.pcap"], [], ["/data/a.pcap"]],
  ["options among files", ["a", "--self-test", "b"], ["--self-test"], ["/home/ana/captures/a", "/home/ana/captures/b"]],
  [
    "a file that looks like an option",
    ["--x", "--", "--x", "--"],
    ["--x"],
    ["/home/ana/captures/--x", "/home/ana/captures/--"],
  ],
])("arguments: %s", (_name, args, options, files) => {
  expect(parseArguments(args, "/home/ana/captures")).toEqual({ options, files, wantsHelp: false });
});

test.each([[["--help"]], [["a.pcap", "-h"]]])("%j asks for help", (args) => {
  expect(parseArguments(args, "/").wantsHelp).toBe(true);
});

test("a file named --help is no question", () => expect(parseArguments(["--", "--help"], "/").wantsHelp).toBe(false));

test.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
  ["X11", "linux", { DISPLAY: ":0" }, true],
  ["Wayland", "linux", { WAYLAND_DISPLAY: "wayland-0" }, true],
  ["none", "linux", {}, false],
  ["an empty name", "linux", { DISPLAY: "" }, false],
  ["macOS", "darwin", {}, true],
  ["Windows", "win32", {}, true],
])("display: %s", (_name, platform, env, expected) => expect(hasDisplay(env, platform)).toBe(expected));

test.each([
  ["", undefined],
  ["10", undefined],
  ["10\n", 10],
  ["0\n", 0],
  ["no\n", undefined],
])("the server's answer %j names display %s", (answer, expected) => expect(parseDisplayNumber(answer)).toBe(expected));

test("the cookie is written as the X server reads it", () => {
  expect(formatAuthority(Buffer.from([1, 2, 3])).toString("latin1")).toBe(
    "\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x03\x01\x02\x03",
  );
});

const GIGABYTE = 1 << 30;

test.each<[string, NodeJS.Platform, number, number, string[]]>([
  ["an ordinary user keeps the sandbox", "linux", 1000, GIGABYTE, []],
  ["root cannot have it", "linux", 0, GIGABYTE, ["--no-sandbox"]],
  ["root on macOS can", "darwin", 0, 0, []],
  ["a container with little shared memory", "linux", 1000, 64 << 20, ["--disable-dev-shm-usage"]],
])("switches: %s", (_name, platform, uid, sharedMemoryBytes, expected) => {
  expect(chromiumSwitches({ platform, uid, sharedMemoryBytes })).toEqual(expected);
});

test.each<[string, NodeJS.ProcessEnv, boolean, NodeJS.ProcessEnv]>([
  ["the display's variables win", { DISPLAY: "" }, true, { DISPLAY: ":7", DBUS_SESSION_BUS_ADDRESS: "disabled:" }],
  [
    "it is no plain Node",
    { ELECTRON_RUN_AS_NODE: "1", A: "b" },
    false,
    { A: "b", DBUS_SESSION_BUS_ADDRESS: "disabled:" },
  ],
  ["a bus that is named stays", { DBUS_SESSION_BUS_ADDRESS: "unix:x" }, false, { DBUS_SESSION_BUS_ADDRESS: "unix:x" }],
  ["a bus of the session stays", { XDG_RUNTIME_DIR: "/run/user/1000" }, false, { XDG_RUNTIME_DIR: "/run/user/1000" }],
])("environment: %s", (_name, env, withDisplay, expected) => {
  const exists = (file: string) => file === "/run/user/1000/bus";
  expect(appEnvironment(env, withDisplay ? { DISPLAY: ":7" } : {}, exists)).toEqual(expected);
});

test.each([
  ["[78:1122/214336.46:ERROR:bus.cc(407)] Failed to connect to the bus: Could not parse server address", true],
  ["[78:1122/214336.46:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization", true],
  ["[78:1122/214336.46:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox!", false],
  ["The app did not start: main.mjs", false],
])("%s is a mere complaint: %s", (line, expected) => expect(isComplaint(line)).toBe(expected));

const NO_SANDBOX =
  "[7:1122/214.1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu";
const BAD_HELPER =
  "[7:1122/214.1:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not";

test.each([
  [
    "AppArmor",
    NO_SANDBOX,
    "kernel/apparmor_restrict_unprivileged_userns",
    "1",
    "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
  ],
  [
    "an old Debian",
    BAD_HELPER,
    "kernel/unprivileged_userns_clone",
    "0",
    "sysctl -w kernel.unprivileged_userns_clone=1",
  ],
  ["no name spaces", BAD_HELPER, "user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=65536"],
  ["a container", NO_SANDBOX, "none", "", "outside the container"],
])("a sandbox that cannot start is explained: %s", (_name, errors, setting, value, expected) => {
  const readSetting = (name: string) => (name === setting ? value : undefined);
  const advice = explainFailure(errors, { dist: "/opt/electron", readSetting });
  expect(advice).toContain(expected);
  expect(advice).toContain("sudo chmod 4755 '/opt/electron/chrome-sandbox'");
  // Nobody is told to do without.
  expect(advice).not.toContain("--no-sandbox");
});

test("a display that does not answer is explained, other ends are not", () => {
  const errors = "[7:1122/214.1:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY";
  expect(explainFailure(errors, { dist: "", display: ":9" })).toMatch(/^The display :9 does not answer/);
  expect(explainFailure("TypeError: x is not a function", { dist: "" })).toBeUndefined();
});
