import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { useOverview, useToolNames } from "../../bridge/overview.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { saveChart } from "../../commands/save-chart.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { clearFilters, isFiltered } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { describeTables } from "../../ui/geo-words.ts";
import { loadMapGeometry } from "../../ui/map-geometry.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { Plot } from "../../ui/plot.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState, LoadingState, NothingMatchesState } from "../../ui/states.tsx";
import { namedTool } from "../../ui/tool-text.ts";
import styles from "./map.module.css";
import { drawMap, drawnPlaces } from "./map-drawing.ts";
import { narrowTo } from "./narrow-to.ts";
import { PlaceTable } from "./place-table.tsx";
import { type Places, placeName, shownPlaces, UNKNOWN } from "./place-words.ts";

/** Where the sources are: a map and a table of countries, of all tools or of one. */
export function MapPage(): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const { value, error, retry } = useRequest("places.get", { flows: { text, span } }, revision);
  const table = useRef<HTMLElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "map.focus",
        title: "Go to the table of countries",
        group: "Map",
        keys: ["t"],
        run: () => table.current?.querySelector<HTMLElement>("button")?.focus(),
      },
      {
        id: "map.measure",
        title: "Count sources or packets",
        group: "Map",
        keys: ["m"],
        run: () =>
          changeWorkspace(({ mapMeasure }) => ({ mapMeasure: mapMeasure === "sources" ? "packets" : "sources" })),
      },
    ],
    [],
  );
  useCommands(commands);
  if (value !== undefined) return <ShownMap places={value} table={table} />;
  if (error === undefined) return <Awaited title="Asking where the sources are" />;
  return (
    <FailedState
      title="The countries could not be counted"
      reason={error.message}
      advice="Everything read so far is kept."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function ShownMap(props: { readonly places: Places; readonly table: { current: HTMLElement | null } }): ReactNode {
  const { places } = props;
  const filtered = useWorkspace(isFiltered);
  const measure = useWorkspace((workspace) => workspace.mapMeasure);
  const tool = useWorkspace((workspace) => workspace.mapTool);
  const shown = useMemo(() => shownPlaces(places, tool, measure), [places, tool, measure]);
  if (places.all.flows === 0) {
    return filtered ? (
      <NothingMatchesState title="No flow matches" clear={() => changeWorkspace(clearFilters)} />
    ) : (
      <EmptyState title="No sources">No SIP request was read yet, so there is no source to place.</EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <ToolChoice places={places} />
        <Button onClick={() => setMeasure("sources")} pressed={measure === "sources"} keyHint="m">
          Sources
        </Button>
        <Button onClick={() => setMeasure("packets")} pressed={measure === "packets"} keyHint="m">
          Packets
        </Button>
        <TablesInUse places={places} />
      </div>
      {places.geoTables.length === 0 ? (
        <EmptyState
          title="Where the sources are is unknown"
          action={{ title: "Use a country table…", run: () => runCommand("tables.choose") }}
        >
          No country table is used: none is bundled, because the free ones warn of wrong data. Give a MaxMind DB file
          (.mmdb) or a CSV of address ranges that you trust; its name, date and licence are shown here.
        </EmptyState>
      ) : (
        <div className={styles.map}>
          <WorldMap shown={shown} />
        </div>
      )}
      <PlaceTable places={places} shown={shown} tool={tool} ref={props.table} />
    </div>
  );
}

function WorldMap({ shown }: { readonly shown: ReturnType<typeof shownPlaces> }): ReactNode {
  const measure = useWorkspace((workspace) => workspace.mapMeasure);
  const [borders, setBorders] = useState<ReadonlySet<string> | "failed" | null>(null);
  useEffect(() => {
    let wanted = true;
    loadMapGeometry().then(
      (loaded) => wanted && setBorders(loaded),
      () => wanted && setBorders("failed"),
    );
    return () => {
      wanted = false;
    };
  }, []);
  const drawn = useMemo(
    () => (borders === null || borders === "failed" ? [] : drawnPlaces(shown, borders)),
    [shown, borders],
  );
  const draw = useCallback((colour: (variable: string) => string) => drawMap(drawn, measure, colour), [drawn, measure]);
  if (borders === "failed") {
    return <FailedState title="The map could not be drawn" reason="The table below has the same numbers." />;
  }
  if (borders === null) return <LoadingState title="Drawing the map" />;
  const missing = shown.filter(({ place }) => place.country !== null && !drawn.some((one) => one.place === place));
  return (
    <>
      <Plot
        label={`Map of countries by ${measure}; the table below has the same numbers`}
        draw={draw}
        onClick={({ index }) => narrowTo(drawn[index]?.place.country ?? null)}
        onSave={(image) => void saveChart("map", image)}
      />
      {missing.length > 0 && (
        <p className={styles.missing}>
          Not on the map, but in the table: {missing.map(({ place }) => placeName(place.country)).join(", ")}
        </p>
      )}
    </>
  );
}

function ToolChoice({ places }: { readonly places: Places }): ReactNode {
  const tool = useWorkspace((workspace) => workspace.mapTool);
  const names = useToolNames();
  const known = places.tools.some((one) => (one.tool ?? UNKNOWN) === tool);
  return (
    <label className={styles.choice}>
      Tool
      <select
        value={tool ?? ""}
        onChange={({ target }) => changeWorkspace(() => ({ mapTool: target.value === "" ? null : target.value }))}
      >
        <option value="">all tools</option>
        {tool !== null && !known && <option value={tool}>{namedTool(tool, names)}: no source</option>}
        {places.tools.map(({ tool: id, sources }) => (
          <option key={id ?? UNKNOWN} value={id ?? UNKNOWN}>
            {namedTool(id, names)}: {countOf(sources, "source")}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Which tables say so, with date and licence; and what is left out. */
function TablesInUse({ places }: { readonly places: Places }): ReactNode {
  const setAside = useOverview().value?.setAside;
  const unplaced = places.countries.find(({ country }) => country === null)?.sources ?? 0;
  return (
    <span className={styles.note}>
      {countOf(places.all.sources, "source")}, {sentenceCount(unplaced)} of them without a known country.{" "}
      {places.geoTables.length > 0 && (
        <>
          By <SafeText text={describeTables(places.geoTables)} mono={false} expandable={false} />.{" "}
        </>
      )}
      {setAside !== undefined && setAside.sources > 0 && (
        <>{countOf(setAside.sources, "source")} that were counted only are left out. </>
      )}
    </span>
  );
}

function setMeasure(measure: "sources" | "packets"): void {
  changeWorkspace(() => ({ mapMeasure: measure }));
}
