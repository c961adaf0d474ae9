import { knownAddresses } from "../engine/anonymise/addresses-of-case.ts";
import { rewritingOfTexts } from "../engine/anonymise/anonymised-table.ts";
import { PacketAnonymiser } from "../engine/anonymise/packet-anonymiser.ts";
import { listCaptures } from "../engine/case/case-captures.ts";
import type { CaseFile } from "../engine/case/case-file.ts";
import { choosePackets } from "../engine/evidence/choose-packets.ts";
import { evidenceWords, unlistedWords } from "../engine/evidence/evidence-words.ts";
import { judgingOfCase } from "../engine/evidence/judging-of-case.ts";
import { writeEvidence } from "../engine/evidence/write-evidence.ts";
import { capturesWithoutPackets, exportCase } from "../engine/export/export-case.ts";
import { TelescopeWatch } from "../engine/export/telescope-watch.ts";
import { loadGeoTables } from "../engine/load-geo-tables.ts";
import { type LoadedPacks, loadPacks } from "../engine/load-packs.ts";
import { refusalOfOutput } from "../engine/output-file.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { PrefixPreservingMap } from "../net/prefix-preserving-map.ts";
import type { ExportArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** What names tools, and what tells where sources are. */
interface Loaded {
  readonly packs: LoadedPacks;
  readonly geoTables: readonly GeoTable[];
}

/** Writes a table of a case, or packets of it, to a file. The case is only read. */
export async function runExport(
  options: ExportArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, options.packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return EXIT.nothing;
  }
  const geography = loadGeoTables(options.geoFiles);
  if ("errors" in geography) {
    for (const error of geography.errors) say(terminal, error);
    return EXIT.nothing;
  }
  const loaded = { packs, geoTables: geography.tables };
  const { caseFile, out } = options;
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const captures = (await opened.use(listCaptures)).map(({ path }) => path);
    const inputs = [caseFile, `${opened.path}.wal`, ...captures, ...options.packFiles, ...options.geoFiles];
    const failure =
      refusalOfOutput(`--out: ${out}`, out, inputs) ?? (await writeWanted(opened, options, loaded, terminal));
    if (failure === null) return EXIT.complete;
    say(terminal, failure);
    return EXIT.nothing;
  });
  return code ?? EXIT.nothing;
}

/** Writes what is wanted; one sentence where that fails. */
async function writeWanted(
  opened: CaseFile,
  options: ExportArguments,
  loaded: Loaded,
  terminal: Terminal,
): Promise<string | null> {
  const { wanted, out } = options;
  const map = options.anonymise === null ? null : new PrefixPreservingMap(options.anonymise);
  if (wanted.kind === "evidence") return writePackets(opened, { filter: wanted.filter, out, map }, loaded, terminal);
  const known = await knownAddresses(opened);
  const anonymise = map === null ? null : rewritingOfTexts(map, known);
  const watch = new TelescopeWatch(known.telescope);
  const failure = await exportCase(opened, { ...wanted, out, anonymise, watch }, loaded);
  if (failure !== null) return failure;
  if (watch.found) say(terminal, givesAway(out));
  const unlisted = wanted.what === "packets" ? await capturesWithoutPackets(opened) : [];
  for (const name of unlisted) say(terminal, unlistedWords(name));
  return null;
}

async function writePackets(
  opened: CaseFile,
  { filter, out, map }: { readonly filter: string; readonly out: string; readonly map: PrefixPreservingMap | null },
  { packs, geoTables }: Loaded,
  terminal: Terminal,
): Promise<string | null> {
  const judging = await judgingOfCase(opened, packs, geoTables);
  const { tunnels } = judging.rules;
  const anonymiser = map === null ? null : new PacketAnonymiser(map, await knownAddresses(opened), tunnels);
  const flows = filter.trim() === "" ? ({ kind: "all" } as const) : ({ kind: "filter", text: filter } as const);
  const written = await writeEvidence(await choosePackets(opened, { ...judging, flows, isWanted: () => true }), {
    tunnels,
    anonymiser,
    out,
  });
  if (!written.ok) return written.message;
  for (const sentence of evidenceWords(out, written)) say(terminal, sentence);
  if (written.requests > 0 && map === null) {
    say(terminal, givesAway(out));
  }
  return null;
}

function givesAway(file: string): string {
  return `${file} holds addresses of the telescope; --anonymise KEY writes others in their place.`;
}
