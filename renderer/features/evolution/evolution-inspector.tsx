import { type ReactNode, useMemo, useRef } from "react";
import type { EvolutionPart, EvolutionSources } from "../../../core/contract/evolution.ts";
import { parseAddress } from "../../../core/net/address.ts";
import { onlySources } from "../../../core/query/build-filter.ts";
import { LONGEST_FILTER } from "../../../core/query/parse-filter.ts";
import { printFilter } from "../../../core/query/print-filter.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { filterByText, showSource, showView } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import styles from "./evolution.module.css";
import { partWords } from "./evolution-words.ts";
import { useEvolutionQuery } from "./use-evolution.ts";

/** Sources that are listed; all are counted. */
const MOST_LISTED = 300;

/** The sources of the tool, or of the way, that is chosen: what each was seen as in all periods. */
export function EvolutionInspector(): ReactNode {
  const part = useWorkspace((workspace) => workspace.selectedEvolution);
  if (part === null) {
    return (
      <EmptyState title="Nothing chosen">
        Click a bar or a ribbon to list its sources, or press t and choose in the table.
      </EmptyState>
    );
  }
  return <OnePart key={partWords(part)} part={part} />;
}

function OnePart({ part }: { readonly part: EvolutionPart }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const query = useEvolutionQuery();
  const { value, error, retry } = useRequest(
    "evolution.sources",
    { query, part, offset: 0, limit: MOST_LISTED },
    revision,
  );
  const panel = useRef<HTMLElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "evolution.inspector",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
    ],
    [],
  );
  useCommands(commands);
  return (
    <section ref={panel} className={styles.inspector} tabIndex={-1} aria-label="Sources of the chosen part">
      <h2>
        <SafeText text={partWords(part)} mono={false} />
      </h2>
      {value !== undefined && <Sources found={value} />}
      {value === undefined && error === undefined && <Awaited title="Asking for the sources" />}
      {value === undefined && error !== undefined && (
        <FailedState
          title="The sources are not known"
          reason={error.message}
          action={{ title: "Try again", run: retry }}
        />
      )}
    </section>
  );
}

function Sources({ found }: { readonly found: EvolutionSources }): ReactNode {
  const { total, sources } = found;
  const further = total - sources.length;
  if (total === 0) {
    return <EmptyState title="No source">None that the filter leaves was seen so.</EmptyState>;
  }
  return (
    <>
      <div className={styles.line}>
        <span>{countOf(total, "source")}</span>
        <OnlyThese found={found} />
      </div>
      <table className={styles.sources}>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Seen as</th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ address, seen }) => (
            <tr key={address}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.link}
                  title="Shows the source in the list of sources"
                  onClick={() => changeWorkspace(() => showSource(address))}
                >
                  <SafeText text={address} expandable={false} />
                </button>
              </th>
              <td>
                {seen.map(({ period, tool, tools, packets }) => (
                  <div key={period} className={styles.seen}>
                    <span>{period}</span> <ToolName tool={tool} name={null} />
                    {tools > 1 && <span className={styles.note}>and {countOf(tools - 1, "further tool")}</span>}
                    <span className={styles.note}>
                      {formatCount(packets)} {packets === 1 ? "packet" : "packets"}
                    </span>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {further > 0 && <p className={styles.note}>{countOf(further, "further source")}.</p>}
    </>
  );
}

/** Filters by the addresses, as long as that makes a filter. */
function OnlyThese({ found: { total, sources } }: { readonly found: EvolutionSources }): ReactNode {
  const filter = printFilter(onlySources(sources.flatMap(({ address }) => parseAddress(address) ?? [])));
  if (total > sources.length || filter.length > LONGEST_FILTER) {
    return <span className={styles.note}>too many for a filter of their addresses</span>;
  }
  return (
    <>
      <Button onClick={() => changeWorkspace((workspace) => filterByText(workspace, filter))}>Only these</Button>
      <Button
        onClick={() =>
          changeWorkspace((workspace) => ({ ...filterByText(workspace, filter), ...showView("campaigns") }))
        }
      >
        Their campaigns
      </Button>
    </>
  );
}
