import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { installCommand } from "../../electron/runtime/debian-packages.mjs";
import { hasFonts } from "../../electron/runtime/system-fonts.mjs";
import { packagesOf, parseGlibcVersion, parseMissing } from "../../electron/runtime/system-libraries.mjs";
import { describeNeeds } from "../../electron/runtime/system-needs.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-needs-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const LDD = `/opt/electron/electron:
\tlinux-vdso.so.1 (0x00007ffc2b5f2000)
\tlibffmpeg.so => /opt/electron/libffmpeg.so (0x00007f0a5e400000)
\tlibgtk-3.so.0 => not found
\tlibnss3.so => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0a5e000000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0a6b000000)
/opt/electron/libEGL.so:
\tlinux-vdso.so.1 (0x00007ffc2b5f2000)
\tlibgtk-3.so.0 => not found
/opt/electron/chrome_crashpad_handler:
\tstatically linked
`;

test.each([
  ["of several files, each once", LDD, ["libgtk-3.so.0", "libnss3.so"]],
  ["of none", "\tlibc.so.6 => /lib/libc.so.6 (0x00007f0a5e000000)\n", []],
  ["where ldd said nothing", "", []],
])("missing libraries %s", (_name, output, expected) => expect(parseMissing(output)).toEqual(expected));

test.each([
  ["ldd (Debian GLIBC 2.36-9+deb12u9) 2.36\nCopyright (C) 2022", "2.36"],
  ["ldd (Ubuntu GLIBC 2.39-0ubuntu8.4) 2.39\n", "2.39"],
  ["ldd (GNU libc) 2.40\n", "2.40"],
  ["musl libc (x86_64)\nVersion 1.2.5", ""],
  [undefined, ""],
])("the C library's version in %j", (output, expected) => expect(parseGlibcVersion(output)).toBe(expected));

test.each([
  ["several libraries of one package", ["libnss3.so", "libsmime3.so"], "2.36", ["libnss3"]],
  ["Debian 12", ["libasound.so.2", "libgtk-3.so.0"], "2.36", ["libasound2", "libgtk-3-0"]],
  ["Ubuntu 24.04", ["libasound.so.2", "libgtk-3.so.0"], "2.39", ["libasound2t64", "libgtk-3-0t64"]],
  ["Debian 13, names that stayed", ["libcairo.so.2", "libnss3.so"], "2.41", ["libcairo2", "libnss3"]],
  ["a C library nobody knows", ["libgtk-3.so.0"], "", ["libgtk-3-0"]],
])("the packages of %s", (_name, missing, glibc, packages) => {
  expect(packagesOf(missing, glibc)).toEqual({ packages, unknown: [] });
});

test("a library that no package is known for is told", () => {
  expect(packagesOf(["libnss3.so", "libnew.so.1"], "2.36")).toEqual({
    packages: ["libnss3"],
    unknown: ["libnew.so.1"],
  });
});

const needs = { parts: ["libgtk-3.so.0", "libnew.so.1", "a font"], packages: ["libgtk-3-0"], unknown: ["libnew.so.1"] };

test("on Debian the advice is a command to type", () => {
  expect(describeNeeds(needs, true)).toBe(
    [
      "This system lacks what the window needs: libgtk-3.so.0, libnew.so.1, a font.",
      "To install it:",
      `  ${installCommand(["libgtk-3-0"])}`,
      "No package is known for libnew.so.1; apt-file or your distribution's search finds it.",
    ].join("\n"),
  );
  expect(installCommand(["libgtk-3-0", "xvfb"])).toBe(
    "sudo apt-get update && sudo apt-get install --no-install-recommends libgtk-3-0 xvfb",
  );
});

test("elsewhere the advice names Debian's packages as a hint, and no command", () => {
  expect(describeNeeds(needs, false)).toContain("Their names on Debian are:\n  libgtk-3-0\n");
  expect(describeNeeds(needs, false)).not.toContain("apt-get");
});

test.each([
  ["no folder", undefined, false],
  ["a folder without a font", "README", false],
  ["a font in a folder's folder", "truetype/dejavu/DejaVuSans.ttf", true],
  ["a font in capitals", "OLD.TTF", true],
])("fonts: %s", (name, file, expected) => {
  const fonts = path.join(folder, name);
  if (file !== undefined) {
    fs.mkdirSync(path.dirname(path.join(fonts, file)), { recursive: true });
    fs.writeFileSync(path.join(fonts, file), "");
  }
  expect(hasFonts([path.join(folder, "nothing"), fonts])).toBe(expected);
});
