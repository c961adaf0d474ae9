import type { ReactNode } from "react";
import type { PreviewedBlock, PreviewedTable, ReportPreview } from "../../../core/contract/reader-report.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./report.module.css";
import { furtherRows } from "./report-words.ts";

type Section = Extract<ReportPreview, { kind: "made" }>["sections"][number];

const CLASSES: Readonly<Record<string, string | undefined>> = {
  number: styles.number,
  date: styles.date,
  captured: styles.long,
  digest: styles.long,
  name: styles.long,
};

/** Columns whose texts are shown as they were sent. */
const MONO: ReadonlySet<string> = new Set(["captured", "digest"]);

/** A section of the report: its sentences, what its figures show, and the first rows of its tables. */
export function PreviewedSection({ section }: { readonly section: Section }): ReactNode {
  const { id, title, blocks } = section;
  return (
    <section className={styles.section} data-section={id} tabIndex={-1} aria-label={title}>
      <h3>{title}</h3>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a section stay in their places
        <PreviewedPart key={index} block={block} />
      ))}
    </section>
  );
}

function PreviewedPart({ block }: { readonly block: PreviewedBlock }): ReactNode {
  switch (block.kind) {
    case "sentences":
      return <p>{block.sentences.join(" ")}</p>;
    case "table":
      return <FirstRows table={block.table} />;
    case "figure":
      return (
        <div className={styles.figure}>
          <h4>{block.caption}</h4>
          <p className={styles.note}>
            {block.drawn ? "Drawn in the file: " : ""}
            {block.description}
          </p>
          {block.table.inAll > 0 && <FirstRows table={block.table} />}
        </div>
      );
  }
}

function FirstRows({ table }: { readonly table: PreviewedTable }): ReactNode {
  const { caption, columns, rows } = table;
  const further = furtherRows(table);
  return (
    <div className={styles.table}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, kind }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places, and two may have one title
              <th key={at} scope="col" className={CLASSES[kind]}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows stay in their places, and may be equal
            <tr key={index}>
              {columns.map(({ kind }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as those of its columns
                <td key={at} className={CLASSES[kind]}>
                  <SafeText text={row[at] ?? ""} mono={MONO.has(kind)} expandable={false} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {further !== null && <p className={styles.note}>{further}</p>}
    </div>
  );
}
