import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { EvolutionPart } from "../../../core/contract/evolution.ts";
import { useOverview, useToolNames } from "../../bridge/overview.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { saveChart } from "../../commands/save-chart.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters, isFiltered } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/numbers.ts";
import { Plot } from "../../ui/plot.tsx";
import { EmptyState, FailedState, NothingMatchesState } from "../../ui/states.tsx";
import styles from "./evolution.module.css";
import { drawEvolution } from "./evolution-drawing.ts";
import { EvolutionTable } from "./evolution-table.tsx";
import { type Evolution, evolutionWords, linkPart, nodePart } from "./evolution-words.ts";
import { useEvolution } from "./use-evolution.ts";

/** Tools of sources that were seen in more than one month or year, and where the sources went. */
export function EvolutionPage(): ReactNode {
  const { value, error, retry } = useEvolution();
  const table = useRef<HTMLElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "evolution.table",
        title: "Tools over time as a table, or as a diagram",
        group: "Evolution",
        keys: ["b"],
        run: toggleTable,
      },
      {
        id: "evolution.unit",
        title: "By months or by years",
        group: "Evolution",
        keys: ["m"],
        run: () => changeUnit(value?.unit === "month" ? "year" : "month"),
        enabled: () => value !== undefined,
      },
      {
        id: "evolution.focus",
        title: "Go to the table of tools over time",
        group: "Evolution",
        keys: ["t"],
        run: () => {
          changeWorkspace(() => ({ evolutionTable: true }));
          // Behind the drawing of the table.
          requestAnimationFrame(() => table.current?.querySelector<HTMLElement>("button")?.focus());
        },
      },
    ],
    [value],
  );
  useCommands(commands);
  if (value !== undefined) return <ShownEvolution evolution={value} table={table} />;
  if (error === undefined) return <Awaited title="Asking for the tools over time" />;
  return (
    <FailedState
      title="The tools over time could not be counted"
      reason={error.message}
      advice="Everything read so far is kept."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function ShownEvolution(props: {
  readonly evolution: Evolution;
  readonly table: { readonly current: HTMLElement | null };
}): ReactNode {
  const { evolution } = props;
  const asTable = useWorkspace((workspace) => workspace.evolutionTable);
  const names = useToolNames();
  const draw = useCallback(
    (colour: (variable: string) => string) => drawEvolution(evolution, names, colour),
    [evolution, names],
  );
  if (evolution.recurring === 0) return <NoEvolution evolution={evolution} />;
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Units evolution={evolution} />
        <Button onClick={toggleTable} pressed={asTable} keyHint="b">
          Table
        </Button>
        <span className={styles.note}>
          {evolutionWords(evolution)} A source counts once a {evolution.unit}, under the tool most of its packets came
          from; what is unknown twice need not be the same software. <SetAside />
        </span>
      </div>
      <div className={styles.chart}>
        {asTable ? (
          <EvolutionTable evolution={evolution} onChoose={choose} ref={props.table} />
        ) : (
          <Plot
            label={`Diagram of tools over time. ${evolutionWords(evolution)} Press b for the same as a table.`}
            draw={draw}
            onClick={({ index, isLink }) => choose((isLink ? linkPart : nodePart)(evolution, index))}
            onSave={(image) => void saveChart("evolution", image)}
          />
        )}
      </div>
    </div>
  );
}

function NoEvolution({ evolution }: { readonly evolution: Evolution }): ReactNode {
  const filtered = useWorkspace(isFiltered);
  const other = evolution.unit === "year" ? "month" : "year";
  if (evolution.sources === 0 && filtered) {
    return (
      <NothingMatchesState title="No source matches" clear={() => changeWorkspace(clearFilters)}>
        No flow with a time passes the filter.
      </NothingMatchesState>
    );
  }
  const spans =
    evolution.periods.length > 1
      ? `the captures reach over ${evolution.periods.length} ${evolution.unit}s`
      : `the captures reach over one ${evolution.unit}`;
  return (
    <EmptyState
      title={`No source was seen in more than one ${evolution.unit}`}
      {...(evolution.unit === "year" ? { action: { title: `By ${other}s`, run: () => changeUnit(other) } } : {})}
    >
      {countOf(evolution.sources, "source")}; {spans}. Tools over time need sources that come back: add captures of
      other {evolution.unit}s.
    </EmptyState>
  );
}

function Units({ evolution }: { readonly evolution: Evolution }): ReactNode {
  return (
    <>
      <Button onClick={() => changeUnit("month")} pressed={evolution.unit === "month"} keyHint="m">
        Months
      </Button>
      <Button onClick={() => changeUnit("year")} pressed={evolution.unit === "year"} keyHint="m">
        Years
      </Button>
    </>
  );
}

/** Flows that are counted only have no tool. */
function SetAside(): ReactNode {
  const setAside = useOverview().value?.setAside;
  return setAside === undefined || setAside.flows === 0
    ? null
    : `${countOf(setAside.flows, "flow")} that were counted only are left out.`;
}

function choose(part: EvolutionPart | null): void {
  if (part !== null) changeWorkspace(() => ({ selectedEvolution: part, inspectorOpen: true }));
}

function changeUnit(unit: "month" | "year"): void {
  changeWorkspace(() => ({ evolutionUnit: unit, selectedEvolution: null }));
}

function toggleTable(): void {
  changeWorkspace(({ evolutionTable }) => ({ evolutionTable: !evolutionTable }));
}
