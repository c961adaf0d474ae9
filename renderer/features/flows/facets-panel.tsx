import type { ReactNode } from "react";
import type { FacetField, FlowFacet } from "../../../core/contract/flow-table.ts";
import { notThis, onlyThis } from "../../../core/query/build-filter.ts";
import type { PointValue } from "../../../core/query/expression.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { narrowFlows } from "../../commands/workspace-state.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { FailedState } from "../../ui/states.tsx";
import styles from "./facets-panel.module.css";

const TITLES: Readonly<Record<FacetField, string>> = {
  tool: "Tool",
  family: "Family",
  strategy: "Strategy",
  method: "Method",
  sport: "Source port",
  ipid: "IP identification",
  grade: "Fingerprint grade",
  country: "Country",
};

/** The values of the flows in the list, with how many flows have each: one click keeps only these, or all but these. */
export function FacetsPanel(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  // Whatever they are sorted by: another order counts nothing anew.
  const { value, error, retry } = useRequest("flows.facets", { condition: { text, span } }, revision);
  if (error !== undefined) {
    return (
      <nav className={styles.panel} aria-label="Values of the flows">
        <FailedState
          title="The values could not be counted"
          reason={error.message}
          action={{ title: "Try again", run: retry }}
        />
      </nav>
    );
  }
  const shown = value?.filter(
    ({ field, values }) => field !== "country" || values.some(([country]) => country !== null),
  );
  return (
    <nav className={styles.panel} aria-label="Values of the flows" aria-busy={value === undefined}>
      {shown?.map((facet) => (
        <Facet key={facet.field} facet={facet} />
      ))}
    </nav>
  );
}

function Facet({ facet: { field, values, more } }: { readonly facet: FlowFacet }): ReactNode {
  const title = TITLES[field];
  return (
    <section className={styles.facet} aria-label={title}>
      <h2>{title}</h2>
      {values.length === 0 && <p className={styles.none}>none</p>}
      <ul>
        {values.map(([value, flows]) => (
          <li key={value ?? ""}>
            <FacetValue field={field} value={value} flows={flows} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.none}>{countOf(more, "further value")}</p>}
    </section>
  );
}

function FacetValue(props: {
  readonly field: FacetField;
  readonly value: string | null;
  readonly flows: number;
}): ReactNode {
  const { field, value, flows } = props;
  const names = useToolNames();
  const words = value ?? "not known";
  const name = field === "tool" && value !== null ? names.get(value) : undefined;
  const asked: PointValue | null = value === null ? null : { kind: "text", value };
  const say = safeString(`${TITLES[field]} ${words}`);
  return (
    <>
      <button
        type="button"
        className={styles.value}
        title={`Only this: ${say}${name === undefined ? "" : ` (${safeString(name)})`}`}
        onClick={() => changeWorkspace((workspace) => narrowFlows(workspace, onlyThis(field, asked)))}
      >
        <span className={styles.words}>
          <SafeText text={words} expandable={false} />
          {name !== undefined && (
            <span className={styles.name}>
              {" "}
              <SafeText text={name} mono={false} expandable={false} />
            </span>
          )}
        </span>
        <span className={styles.count}>{formatCount(flows)}</span>
      </button>
      <button
        type="button"
        className={styles.not}
        aria-label={`Not this: ${say}`}
        title={`Not this: ${say}`}
        onClick={() => changeWorkspace((workspace) => narrowFlows(workspace, notThis(field, asked)))}
      >
        ≠
      </button>
    </>
  );
}
