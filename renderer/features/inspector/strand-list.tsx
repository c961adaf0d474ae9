import type { ReactNode } from "react";
import type { StrandRow } from "../../../core/contract/inspection.ts";
import { LabelName } from "../../ui/label-name.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { ChoiceList } from "./choice-list.tsx";
import styles from "./inspector.module.css";
import { orderStrands } from "./strand-order.ts";

interface StrandListProps {
  readonly strands: readonly StrandRow[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The strands of a flow, most packets first. */
export function StrandList({ strands, selected, onSelect }: StrandListProps): ReactNode {
  const byPort = strands.some(({ sourcePort }) => sourcePort !== null);
  const choices = orderStrands(strands).map((strand) => ({
    id: strand.id,
    content: (
      <span className={byPort ? styles.strandOfPort : styles.strand}>
        <SafeText text={strand.method ?? "several methods"} mono={strand.method !== null} expandable={false} />
        {byPort && <span>{strand.sourcePort === null ? "all ports" : `port ${strand.sourcePort}`}</span>}
        {strand.label === null || strand.tool !== null ? (
          <ToolName tool={strand.tool?.id ?? null} name={strand.tool?.name ?? null} />
        ) : (
          <LabelName label={strand.label} />
        )}
        <span>{strand.grade}</span>
        <span className={styles.count}>{countOf(strand.packets, "packet")}</span>
      </span>
    ),
  }));
  return <ChoiceList label="Strands" choices={choices} selected={selected} onSelect={onSelect} />;
}
