import { type ReactNode, useEffect, useState } from "react";
import type { ValuesOf } from "../../core/query/complete-filter.ts";
import { completeFilter } from "../../core/query/complete-filter.ts";
import { LONGEST_FILTER, parseFilter } from "../../core/query/parse-filter.ts";
import { FLOWS } from "../../core/query/tables.ts";
import { useOverview } from "../bridge/overview.ts";
import { openDialog } from "../commands/dialogs.ts";
import { registerFilterField } from "../commands/filter-focus.ts";
import { changeWorkspace, useWorkspace } from "../commands/workspace.ts";
import { filterByText, showView } from "../commands/workspace-state.ts";
import { FilterField } from "../ui/filter-field/filter-field.tsx";
import styles from "./flow-filter.module.css";

const TYPING_DELAY_MS = 150;

/** The filter over flows. The list follows the typing after a moment, wherever it is a filter. */
export function FlowFilter(): ReactNode {
  const text = useWorkspace((workspace) => workspace.query.text);
  const [typed, setTyped] = useState(text);
  const parsed = parseFilter(typed, FLOWS);
  const valuesOf = useValues();
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (!parsed.ok || typed === useWorkspace.getState().query.text) return;
    const timer = setTimeout(() => changeWorkspace((workspace) => filterByText(workspace, typed)), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed, parsed.ok]);
  const submit = () => {
    if (parsed.ok) changeWorkspace((workspace) => ({ ...filterByText(workspace, typed), ...showView("flows") }));
  };
  return (
    <div className={styles.filter}>
      <FilterField
        label="Filter flows"
        placeholder="Filter flows: words, or packets > 100 and tool == …"
        text={typed}
        longest={LONGEST_FILTER}
        fault={parsed.ok ? null : parsed.fault}
        complete={(edited, cursor) => completeFilter(edited, cursor, FLOWS, valuesOf)}
        onText={setTyped}
        onSubmit={submit}
        shortcut="/"
        register={registerFilterField}
      />
      <button
        type="button"
        className={styles.saved}
        title="Saved filters (Ctrl+Shift+F)"
        onClick={() => openDialog("filters")}
      >
        Saved
      </button>
    </div>
  );
}

/** Values the captures are known to hold, for completion. */
function useValues(): ValuesOf {
  const overview = useOverview().value;
  return (field) => {
    switch (field) {
      case "tool":
        return overview?.tools.map(({ id }) => id) ?? [];
      case "tool.name":
        return overview?.tools.map(({ name }) => name) ?? [];
      case "family":
        return [...new Set(overview?.tools.map(({ family }) => family))];
      case "method":
        return overview?.methods.map(([method]) => method) ?? [];
      case "src":
        return overview?.topSources.map(({ address }) => address) ?? [];
      case "country":
        return [...new Set(overview?.topSources.flatMap(({ located }) => located.country?.code ?? []))];
      default:
        return [];
    }
  };
}
