import type { ReadPack } from "../../engine/load-packs.ts";
import { comparePacks } from "../../pack/compare-packs.ts";
import { lintExamples, lintSignatures } from "../../pack/lint.ts";
import type { SignaturePack } from "../../pack/pack.ts";
import { counted, formatTable } from "../../report/text-table.ts";
import { visibleJson, visibleText } from "../../report/visible-text.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { say } from "../terminal.ts";
import type { PackDesk } from "./read-pack.ts";

/** What packs say of themselves. */
export function listPacks(packs: readonly ReadPack[], format: "table" | "json", { terminal }: PackDesk): ExitCode {
  const rows = packs.map(({ pack }) => ({
    id: pack.id,
    name: pack.name,
    packVersion: pack.packVersion,
    licence: pack.licence,
    tools: new Set(pack.signatures.map(({ tool }) => tool.id)).size,
    signatures: pack.signatures.length,
    sealedBy: pack.seal?.publicKey ?? null,
  }));
  if (format === "json") {
    terminal.out(`${visibleJson(JSON.stringify(rows, null, 2))}\n`);
    return EXIT.complete;
  }
  const lines = formatTable(
    [
      { title: "pack", align: "left" },
      { title: "version", align: "left" },
      { title: "tools", align: "right" },
      { title: "signatures", align: "right" },
      { title: "licence", align: "left" },
      { title: "sealed by", align: "left" },
      { title: "name", align: "left" },
    ],
    rows.map(({ id, packVersion, tools, signatures, licence, sealedBy, name }) =>
      [id, packVersion, String(tools), String(signatures), licence, sealedBy ?? "nobody", name].map(visibleText),
    ),
  );
  terminal.out(`${lines.join("\n")}\n`);
  return EXIT.complete;
}

/** Looks at a pack's signatures beside each other. */
export function validatePack({ pack, library }: ReadPack, { terminal }: PackDesk): ExitCode {
  const findings = lintSignatures(library);
  for (const { code, signature, concerns } of findings) {
    terminal.out(`${signature}: ${code}${concerns.length === 0 ? "" : ` (${concerns.join(", ")})`}\n`);
  }
  say(terminal, `${pack.id} ${pack.packVersion} is a pack of ${counted(pack.signatures.length, "signature")}.`);
  say(terminal, describeSeal(pack));
  return findings.length === 0 ? EXIT.complete : EXIT.incomplete;
}

function describeSeal({ seal }: SignaturePack): string {
  return seal === undefined ? "It has no seal." : `Its seal is intact; its key is ${seal.publicKey}.`;
}

/** Runs a pack's examples. */
export function testPack({ pack, library }: ReadPack, { terminal }: PackDesk): ExitCode {
  const findings = lintExamples(library);
  for (const { code, signature, example, claimedBy } of findings) {
    const claimed = claimedBy.length === 0 ? "" : ` (${claimedBy.join(", ")})`;
    terminal.out(`${signature}: example ${example + 1}: ${code}${claimed}\n`);
  }
  const examples = pack.signatures.flatMap(({ examples: { positive, negative } }) => [...positive, ...negative]);
  say(terminal, `${counted(examples.length, "example")}, ${counted(findings.length, "finding")}.`);
  return findings.length === 0 ? EXIT.complete : EXIT.incomplete;
}

/** Prints what differs: `+` is in the second pack only, `-` in the first only, `~` in both and not alike. */
export function diffPacks(before: ReadPack, after: ReadPack, { terminal }: PackDesk): ExitCode {
  const changes = comparePacks(before.pack.signatures, after.pack.signatures);
  const marks = { added: "+", removed: "-", changed: "~" } as const;
  for (const { signature, kind, differs } of changes) {
    if (kind === "identical") continue;
    terminal.out(
      `${visibleText(`${marks[kind]} ${signature}${differs.length === 0 ? "" : `: ${differs.join(", ")}`}`)}\n`,
    );
  }
  const count = (wanted: string) => String(changes.filter(({ kind }) => kind === wanted).length);
  say(
    terminal,
    `${count("added")} added, ${count("removed")} removed, ${count("changed")} changed, ${count("identical")} identical.`,
  );
  return EXIT.complete;
}
