/** Libraries that the runtime needs and this system has not: their names, and the version of its C library. */
export function findMissingLibraries(dist: string): { missing: string[]; glibc: string };
/** Names of the libraries that ldd did not find, sorted, each once. */
export function parseMissing(output: string): string[];
/** The version of the C library in the first line of `ldd --version`, or the empty text. */
export function parseGlibcVersion(output: string | undefined): string;
/** Debian packages that hold these libraries, under their names of that C library's time, and what none is known for. */
export function packagesOf(missing: readonly string[], glibc: string): { packages: string[]; unknown: string[] };
