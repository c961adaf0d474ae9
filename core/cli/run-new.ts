import type { News } from "../contract/news.ts";
import { rulesOfCase } from "../engine/case/analyse-case.ts";
import { caseLibrary } from "../engine/case/case-library.ts";
import { listEvents } from "../engine/case/events.ts";
import { judgeCase } from "../engine/case/judge-case.ts";
import { signaturesOf } from "../engine/case/own-signatures.ts";
import { whatIsNew } from "../engine/case/whats-new.ts";
import { loadPacks } from "../engine/load-packs.ts";
import { formatJson } from "../report/report-json.ts";
import { type Column, counted, formatCount, formatTable } from "../report/text-table.ts";
import { visibleText } from "../report/visible-text.ts";
import type { NewArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Sources and fingerprints in the table; JSON has all. */
const MOST_LISTED = 20;

/** Prints what the last import brought. What the case's tables lack is judged first, and kept in the case. */
export async function runNew(
  { caseFile, packFiles, format }: NewArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return EXIT.nothing;
  }
  const code = await withExistingCase(caseFile, true, terminal, async (opened) => {
    const { inUse } = signaturesOf(await opened.use(listEvents), opened.name);
    const judging = { rules: await rulesOfCase(opened), ...caseLibrary(packs, inUse) };
    await judgeCase(opened, judging, () => "all");
    const most = format === "json" ? Number.MAX_SAFE_INTEGER : MOST_LISTED;
    const news = await opened.use((connection) => whatIsNew(connection, judging, most));
    terminal.out(format === "json" ? formatJson(news) : linesOf(news).map(visibleText).join("\n").concat("\n"));
    return EXIT.complete;
  });
  return code ?? EXIT.nothing;
}

const NUMBERS: readonly Column[] = [
  { title: "Packets", align: "right" },
  { title: "Flows", align: "right" },
];

function linesOf(news: News): string[] {
  if (news.kind === "reading") throw new Error("the case was judged");
  if (news.kind === "first") return [`All ${counted(news.captures, "capture")} came at once: there is nothing before.`];
  const { names, captures, earlierCaptures, sources, tools, fingerprints } = news;
  const more = captures - names.length;
  const given = [...names, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join(", ");
  const lines = [`New with the last import (${given}), not in the ${counted(earlierCaptures, "capture")} before:`, ""];
  lines.push(tools.length === 0 ? "No new tool." : counted(tools.length, "new tool"));
  const named: Column[] = [{ title: "Tool", align: "left" }, ...NUMBERS];
  if (tools.length > 0) {
    lines.push(
      ...formatTable(
        named,
        tools.map(({ id, name, ...row }) => [`${id} ${name}`, ...numbersOf(row)]),
      ),
    );
  }
  lines.push("", fingerprints.count === 0 ? "No new fingerprint." : counted(fingerprints.count, "new fingerprint"));
  const masked: Column[] = [{ title: "Fingerprint", align: "left" }, { title: "Tool", align: "left" }, ...NUMBERS];
  if (fingerprints.count > 0) {
    const rows = fingerprints.listed.map(({ id, tool, ...row }) => [id, tool ?? "unknown", ...numbersOf(row)]);
    lines.push(...formatTable(masked, rows), ...left(fingerprints));
  }
  lines.push("", sources.count === 0 ? "No new source." : counted(sources.count, "new source"));
  const sent: Column[] = [{ title: "Source", align: "left" }, ...NUMBERS];
  if (sources.listed.length > 0) {
    lines.push(
      ...formatTable(
        sent,
        sources.listed.map(({ address, ...row }) => [address, ...numbersOf(row)]),
      ),
      ...left(sources),
    );
  }
  return lines;
}

function numbersOf({ packets, flows }: { readonly packets: number; readonly flows: number }): string[] {
  return [formatCount(packets), formatCount(flows)];
}

function left({ count, listed }: { readonly count: number; readonly listed: readonly unknown[] }): string[] {
  const more = count - listed.length;
  return more > 0 ? [`${formatCount(more)} more; --format json lists all`] : [];
}
