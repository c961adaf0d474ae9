import type { ReactNode, Ref } from "react";
import { useToolNames } from "../../bridge/overview.ts";
import chartTable from "../../ui/chart-table.module.css";
import { countOf, formatCount, formatShare } from "../../ui/numbers.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { namedTool } from "../../ui/tool-text.ts";
import styles from "./map.module.css";
import { narrowTo, showCampaignsIn } from "./narrow-to.ts";
import { type Place, type Places, placeName, type shownPlaces } from "./place-words.ts";

/** Tools named in a row; the others are counted. */
const MOST_TOOLS = 3;

/** The countries of the map and those it has no room for, and the sources of none; each leads to its flows. */
export function PlaceTable(props: {
  readonly places: Places;
  readonly shown: ReturnType<typeof shownPlaces>;
  /** Null: of all tools. */
  readonly tool: string | null;
  readonly ref: Ref<HTMLElement>;
}): ReactNode {
  const { places, shown, tool } = props;
  const sources = shown.reduce((sum, { counts }) => sum + counts.sources, 0);
  const packets = shown.reduce((sum, { counts }) => sum + counts.packets, 0);
  return (
    <section ref={props.ref} className={styles.table} aria-label="Countries as a table">
      <table className={chartTable.table}>
        <thead>
          <tr>
            <th scope="col">Country</th>
            <th scope="col">Sources</th>
            <th scope="col">Share</th>
            <th scope="col">Packets</th>
            <th scope="col">Share</th>
            <th scope="col">Flows</th>
            <th scope="col">Campaigns</th>
            <th scope="col" className={styles.tools}>
              {tool === null ? "Tools by sources" : "All its tools by sources"}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ place, counts }) => (
            <tr key={place.country ?? ""}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.link}
                  title="Only flows of its sources, in all views"
                  onClick={() => narrowTo(place.country)}
                >
                  {placeName(place.country)}
                </button>
              </th>
              <td>{formatCount(counts.sources)}</td>
              <td>{formatShare(counts.sources, sources)}</td>
              <td>{formatCount(counts.packets)}</td>
              <td>{formatShare(counts.packets, packets)}</td>
              <td>{formatCount(counts.flows)}</td>
              <td>
                <button
                  type="button"
                  className={styles.link}
                  aria-label={`Campaigns with sources in ${placeName(place.country)}`}
                  title="The campaigns with a source there; all views keep its flows"
                  onClick={() => showCampaignsIn(place.country)}
                >
                  show
                </button>
              </td>
              <td className={styles.tools}>
                <Tools place={place} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <p className={styles.note}>
          None of {countOf(places.all.sources, "source")} sent packets of this tool. Choose another one above.
        </p>
      )}
    </section>
  );
}

function Tools({ place }: { readonly place: Place }): ReactNode {
  const names = useToolNames();
  const further = place.tools.length - MOST_TOOLS;
  return (
    <span className={styles.list}>
      {place.tools.slice(0, MOST_TOOLS).map(({ tool, sources }) => (
        <span key={tool ?? ""} className={styles.one} title={namedTool(tool, names)}>
          <ToolName tool={tool} name={null} /> {formatCount(sources)}
        </span>
      ))}
      {further > 0 && <span className={styles.note}>and {further} more</span>}
    </span>
  );
}
