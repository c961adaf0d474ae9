import fs from "node:fs";
import path from "node:path";

const LISTS = "/etc/apt/sources.list.d";

/**
 * The name of Debian's backports suite, made known to apt beside the suites that are: from wherever the release itself
 * comes, whatever that is. Undefined where apt is not told of the release by name.
 */
export function knowBackports(): string | undefined {
  const release = /^VERSION_CODENAME=(\w+)$/m.exec(fs.readFileSync("/etc/os-release", "utf8"))?.[1];
  if (release === undefined) return undefined;
  const suite = `${release}-backports`;
  const files = ["/etc/apt/sources.list", ...fs.readdirSync(LISTS).map((name) => path.join(LISTS, name))];
  const texts = files
    .filter((file) => /\.(?:list|sources)$/.test(file) && fs.existsSync(file))
    .map((file) => ({ file, text: fs.readFileSync(file, "utf8") }));
  if (texts.some(({ text }) => text.includes(suite))) return suite;
  for (const { file, text } of texts) {
    const found = file.endsWith(".sources") ? stanzaOf(text, release, suite) : lineOf(text, release, suite);
    if (found === undefined) continue;
    fs.writeFileSync(path.join(LISTS, `ringprint-backports${path.extname(file)}`), `${found}\n`);
    return suite;
  }
  return undefined;
}

/** The stanza of a release (sources.list(5), deb822 style), for another suite. */
function stanzaOf(text: string, release: string, suite: string): string | undefined {
  return text
    .split(/\n\s*\n/)
    .find((stanza) => new RegExp(`^Suites:.*\\b${release}(?:\\s|$)`, "m").test(stanza))
    ?.replace(/^Suites:.*$/m, `Suites: ${suite}`);
}

/** The line of a release (sources.list(5), one-line style), for another suite. */
function lineOf(text: string, release: string, suite: string): string | undefined {
  return text
    .split("\n")
    .find((line) => new RegExp(`^deb\\s.*\\s${release}\\s`).test(line))
    ?.replace(new RegExp(`\\s${release}\\s`), ` ${suite} `);
}
