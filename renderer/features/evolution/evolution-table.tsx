import type { ReactNode, Ref } from "react";
import type { EvolutionPart } from "../../../core/contract/evolution.ts";
import { useToolNames } from "../../bridge/overview.ts";
import { useWorkspace } from "../../commands/workspace.ts";
import chartTable from "../../ui/chart-table.module.css";
import { formatCount } from "../../ui/numbers.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { namedTool } from "../../ui/tool-text.ts";
import styles from "./evolution.module.css";
import { coverageWords, type Evolution, isSamePart, linkPart, nodePart, partWords } from "./evolution-words.ts";

/** The same as the diagram: periods, tools in them, and the ways from one to the next. Each leads to its sources. */
export function EvolutionTable(props: {
  readonly evolution: Evolution;
  readonly onChoose: (part: EvolutionPart | null) => void;
  readonly ref: Ref<HTMLElement>;
}): ReactNode {
  const { evolution, onChoose } = props;
  return (
    <section ref={props.ref} className={styles.tables} aria-label="Tools over time as a table">
      <table className={chartTable.table}>
        <caption>Tools in each {evolution.unit}, of sources seen in more than one</caption>
        <thead>
          <tr>
            <th scope="col">Tool</th>
            <th scope="col">{evolution.unit === "month" ? "Month" : "Year"}</th>
            <th scope="col">Covered</th>
            <th scope="col">Sources</th>
            <th scope="col">With further tools</th>
          </tr>
        </thead>
        <tbody>
          {evolution.nodes.map((node, index) => {
            const part = nodePart(evolution, index) as EvolutionPart;
            const covered = evolution.periods.find(({ period }) => period === node.period);
            return (
              <tr key={partWords(part)}>
                <th scope="row">
                  <Choose part={part} onChoose={onChoose}>
                    <Tool tool={node.tool} />
                  </Choose>
                </th>
                <td>{node.period}</td>
                <td>{covered === undefined ? "–" : coverageWords(covered)}</td>
                <td>{formatCount(node.sources)}</td>
                <td>{formatCount(node.severalTools)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <table className={chartTable.table}>
        <caption>From one {evolution.unit} to the next in which the source was seen</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className={styles.to}>
              To
            </th>
            <th scope="col">Sources</th>
          </tr>
        </thead>
        <tbody>
          {evolution.links.map((link, index) => {
            const part = linkPart(evolution, index) as EvolutionPart;
            return (
              <tr key={partWords(part)}>
                <th scope="row">
                  <Choose part={part} onChoose={onChoose}>
                    <span>{part.from.period}</span> <Tool tool={part.from.tool} />
                  </Choose>
                </th>
                <td className={styles.to}>
                  <span>{part.to?.period}</span> <Tool tool={part.to?.tool ?? null} />
                </td>
                <td>{formatCount(link.sources)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Choose(props: {
  readonly part: EvolutionPart;
  readonly onChoose: (part: EvolutionPart) => void;
  readonly children: ReactNode;
}): ReactNode {
  const { part, onChoose, children } = props;
  const chosen = useWorkspace(({ selectedEvolution }) => isSamePart(selectedEvolution, part));
  return (
    <button
      type="button"
      className={styles.link}
      aria-pressed={chosen}
      title="Lists its sources"
      onClick={() => onChoose(part)}
    >
      {children}
    </button>
  );
}

function Tool({ tool }: { readonly tool: string | null }): ReactNode {
  const names = useToolNames();
  return (
    <span title={namedTool(tool, names)}>
      <ToolName tool={tool} name={null} />
    </span>
  );
}
