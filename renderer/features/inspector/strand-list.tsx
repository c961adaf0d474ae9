import { type ReactNode, useMemo, useRef, useState } from "react";
import type { StrandRow } from "../../../core/contract/inspection.ts";
import { completeFilter } from "../../../core/query/complete-filter.ts";
import { LONGEST_FILTER } from "../../../core/query/parse-filter.ts";
import { STRANDS } from "../../../core/query/tables.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { Button } from "../../ui/button.tsx";
import { FilterField } from "../../ui/filter-field/filter-field.tsx";
import { LabelName } from "../../ui/label-name.tsx";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { ChoiceList } from "./choice-list.tsx";
import styles from "./inspector.module.css";
import { filteredStrands, strandFilter, valuesOfStrands } from "./strand-filter.ts";
import { orderStrands } from "./strand-order.ts";

/** As many are seen at once. */
const FEW = 5;

interface StrandListProps {
  readonly strands: readonly StrandRow[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The strands of a flow, most packets first; many of them with a filter. */
export function StrandList(props: StrandListProps): ReactNode {
  return props.strands.length > FEW ? <FilteredStrands {...props} /> : <Strands {...props} />;
}

function FilteredStrands({ strands, selected, onSelect }: StrandListProps): ReactNode {
  const [text, setText] = useState("");
  /** The latest text that is a whole filter: half a one keeps its strands. */
  const [whole, setWhole] = useState("");
  const field = useRef<HTMLInputElement | null>(null);
  const filter = useMemo(() => strandFilter(text), [text]);
  const shown = useMemo(() => filteredStrands(strands, whole), [strands, whole]);
  const write = (written: string) => {
    setText(written);
    if (strandFilter(written).ok) setWhole(written);
  };
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "strands.filter",
        title: "Filter the strands of the flow",
        group: "Inspector",
        keys: ["F"],
        run: () => field.current?.focus(),
      },
    ],
    [],
  );
  useCommands(commands);
  return (
    <>
      <div className={styles.strandBar}>
        <FilterField
          label="Filter strands"
          placeholder="Filter strands, as packets > 100"
          text={text}
          longest={LONGEST_FILTER}
          fault={filter.ok ? null : filter.fault}
          complete={(typed, cursor) => completeFilter(typed, cursor, STRANDS, (name) => valuesOfStrands(strands, name))}
          onText={write}
          onSubmit={() => undefined}
          shortcut="F"
          register={(element) => {
            field.current = element;
          }}
        />
        <span role="status">
          {shown.length === strands.length
            ? countOf(strands.length, "strand")
            : `${sentenceCount(shown.length)} of ${countOf(strands.length, "strand")}`}
        </span>
        {shown.length === 0 && <Button onClick={() => write("")}>Clear filter</Button>}
      </div>
      {shown.length > 0 && <Strands strands={shown} selected={selected} onSelect={onSelect} />}
    </>
  );
}

function Strands({ strands, selected, onSelect }: StrandListProps): ReactNode {
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
