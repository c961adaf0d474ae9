import type { SignatureColumn, SignatureRow } from "../../../core/contract/signatures.ts";
import type { TableColumn } from "../../ui/data-table/table-layout.ts";
import { formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolGlyph } from "../../ui/tool-glyph.tsx";
import { originWords } from "./signature-words.ts";
import styles from "./signatures.module.css";

/** The columns of the list of signatures, in order. */
export const SIGNATURE_TABLE_COLUMNS: readonly TableColumn<SignatureRow, SignatureColumn>[] = [
  {
    ...left("id", "Signature", "Its id, unique in the case", 200),
    cell: ({ id, retired }) => (
      <span className={retired ? styles.retired : undefined}>
        <SafeText text={id} expandable={false} />
      </span>
    ),
    value: ({ id }) => id,
  },
  {
    ...left("tool", "Tool", "The tool it names", 190),
    grows: true,
    cell: ({ tool }) => (
      <span className={styles.tool}>
        <ToolGlyph tool={tool.id} />
        <SafeText text={tool.name} mono={false} expandable={false} />
      </span>
    ),
    value: ({ tool }) => tool.name,
  },
  counted("strands", "Strands", "Strands of this case that it names"),
  counted("flows", "Flows", "Flows with such a strand"),
  counted("sources", "Sources", "Sources of these flows"),
  counted("packets", "Packets", "SIP requests of these strands"),
  {
    ...right("shared", "Shared", "Strands that others claim with the same right", 74),
    cell: ({ coverage }) => sharedOf(coverage),
    value: ({ coverage }) => sharedOf(coverage),
  },
  {
    ...left("origin", "Origin", "Built-in, the case's own, or imported; and how it stands", 150),
    cell: (row) => originWords(row),
    value: (row) => originWords(row),
  },
  {
    ...right("examples", "Examples", "Messages that it names, and after the slash those it must not match", 84),
    cell: ({ positive, negative }) => `${formatCount(positive)} / ${formatCount(negative)}`,
    value: ({ positive, negative }) => `${positive} / ${negative}`,
  },
  {
    ...left("family", "Family", "Tools of one lineage", 120),
    cell: ({ family }) => <SafeText text={family} mono={false} expandable={false} />,
    value: ({ family }) => family,
  },
  {
    ...left("variant", "Variant", "What tells it from others of the tool", 120),
    cell: ({ variant }) => <SafeText text={variant} mono={false} expandable={false} />,
    value: ({ variant }) => variant,
  },
  {
    ...left("pack", "Pack", "The pack it came with, and its version", 130),
    cell: ({ pack }) => pack && <SafeText text={`${pack.id} ${pack.version}`} mono={false} expandable={false} />,
    value: ({ pack }) => pack && `${pack.id} ${pack.version}`,
  },
];

function counted(
  name: "strands" | "flows" | "sources" | "packets",
  title: string,
  about: string,
): TableColumn<SignatureRow, SignatureColumn> {
  return {
    ...right(name, title, about, 78),
    cell: ({ coverage }) => (coverage === null ? "…" : formatCount(coverage[name])),
    value: ({ coverage }) => coverage?.[name] ?? null,
  };
}

function sharedOf(coverage: SignatureRow["coverage"]): string {
  if (coverage === null) return "…";
  return formatCount(coverage.shared.reduce((sum, [, strands]) => sum + strands, 0));
}

function left(name: SignatureColumn, title: string, about: string, width: number) {
  return { name, title, about, width, align: "left" as const };
}

function right(name: SignatureColumn, title: string, about: string, width: number) {
  return { name, title, about, width, align: "right" as const };
}
