import { type ReactNode, useMemo, useRef } from "react";
import type { NumberInspection, NumberRow } from "../../../core/contract/numbers.ts";
import { onlyDialled } from "../../../core/query/build-filter.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showCampaignsOf, showSource, showView } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { countOf, formatCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { numberCountry } from "./number-words.ts";
import styles from "./numbers.module.css";

/** The selected number: how it is dialled, and by whom. */
export function NumberInspector(): ReactNode {
  const number = useWorkspace((workspace) => workspace.selectedNumber);
  if (number === null) {
    return (
      <EmptyState title="No number chosen">Choose one in the list to see its prefixes and who dials it.</EmptyState>
    );
  }
  return <OneNumber key={number} number={number} />;
}

function OneNumber({ number }: { readonly number: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const { value, error, retry } = useRequest("number.inspect", { flows: { text, span }, number }, revision);
  const panel = useRef<HTMLElement>(null);
  const row = value?.row;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "number.focus",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
      {
        id: "number.only",
        title: "Only flows that name this number",
        group: "Inspector",
        keys: [],
        run: () => row !== undefined && onlyThese(row),
        enabled: () => row !== undefined,
      },
      {
        id: "number.campaigns",
        title: "Show the campaigns that dial this number",
        group: "Numbers",
        keys: ["c"],
        run: () => row !== undefined && showCampaigns(row),
        enabled: () => row !== undefined,
      },
    ],
    [row],
  );
  useCommands(commands);
  if (value === undefined) {
    if (error === undefined) return <Awaited title="Asking for the number" />;
    if (error.code === "not-found") {
      return (
        <EmptyState title="The filtered flows do not name this number">Choose another one in the list.</EmptyState>
      );
    }
    return (
      <FailedState
        title="The number could not be inspected"
        reason={error.message}
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  return (
    <section ref={panel} className={styles.inspector} tabIndex={-1} aria-label="Inspected number">
      <h2>
        <SafeText text={value.row.number} />
      </h2>
      <p className={styles.note}>
        {numberCountry(value.row)}. {countOf(value.row.packets, "INVITE")} name it, {formatCount(value.row.called)} of
        them call it; {countOf(value.row.sources, "source")}, {countOf(value.row.flows, "flow")}.
      </p>
      <div className={styles.line}>
        <Button onClick={() => onlyThese(value.row)}>Only these flows</Button>
        <Button onClick={() => showFlowsOf(value.row)}>Show its flows</Button>
        <Button onClick={() => showCampaigns(value.row)} keyHint="c">
          Its campaigns
        </Button>
      </div>
      <Forms row={value.row} />
      <Senders inspected={value} />
    </section>
  );
}

function Forms({ row }: { readonly row: NumberRow }): ReactNode {
  return (
    <section>
      <h3>As dialled</h3>
      <table className={styles.facts}>
        <thead>
          <tr>
            <th scope="col">Prefix</th>
            <th scope="col">As sent</th>
            <th scope="col" className={styles.number}>
              Packets
            </th>
          </tr>
        </thead>
        <tbody>
          {row.forms.map(({ form, prefix, packets }) => (
            <tr key={form}>
              <td>{prefix === null ? "not understood" : prefix === "" ? "none" : <SafeText text={prefix} />}</td>
              <td>
                <SafeText text={form} />
              </td>
              <td className={styles.number}>{formatCount(packets)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {row.forms.length === MOST_FORMS && <p className={styles.note}>The {MOST_FORMS} forms with most packets.</p>}
    </section>
  );
}

/** Forms told of a number at most. */
const MOST_FORMS = 8;

function Senders({ inspected: { row, senders } }: { readonly inspected: NumberInspection }): ReactNode {
  const further = row.sources - senders.length;
  return (
    <section>
      <h3>Sources</h3>
      <table className={styles.facts}>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" className={styles.number}>
              Packets
            </th>
            <th scope="col" className={styles.number}>
              Calling it
            </th>
            <th scope="col" className={styles.number}>
              Flows
            </th>
          </tr>
        </thead>
        <tbody>
          {senders.map(({ address, packets, called, flows }) => (
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
              <td className={styles.number}>{formatCount(packets)}</td>
              <td className={styles.number}>{formatCount(called)}</td>
              <td className={styles.number}>{formatCount(flows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {further > 0 && <p className={styles.note}>{countOf(further, "further source")}.</p>}
    </section>
  );
}

function onlyThese({ tails }: NumberRow): void {
  changeWorkspace((workspace) => narrowFlows(workspace, onlyDialled(tails)));
}

function showCampaigns({ tails }: NumberRow): void {
  changeWorkspace((workspace) => showCampaignsOf(workspace, onlyDialled(tails)));
}

function showFlowsOf({ tails }: NumberRow): void {
  changeWorkspace((workspace) => ({
    ...narrowFlows(workspace, onlyDialled(tails)),
    ...showView("flows"),
    listing: "flows",
  }));
}
