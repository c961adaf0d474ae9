import { type ReactNode, useMemo, useRef } from "react";
import type { FingerprintInspection, FingerprintRow, NearSignature } from "../../../core/contract/fingerprint-table.ts";
import { copyText } from "../../bridge/clipboard.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { collect, isInInspector } from "../../commands/compare.ts";
import { compare } from "../../commands/compare-state.ts";
import { writeLabel, writeVariant } from "../../commands/labelling.ts";
import { proposeSignature } from "../../commands/signatures.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showCampaignsOf, showView } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FingerprintKeys } from "../../ui/fingerprint/fingerprint-keys.tsx";
import { describeRank, nearSentence } from "../../ui/near-words.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { formatFullTime } from "../../ui/times.ts";
import { ToolName } from "../../ui/tool-glyph.tsx";
import styles from "./fingerprints.module.css";
import { flowsOfGroup } from "./group-id.ts";

/** All that is known of the selected group of fingerprints. */
export function FingerprintInspector(): ReactNode {
  const fingerprint = useWorkspace((workspace) => workspace.selectedFingerprint);
  if (fingerprint !== null) return <OneGroup key={fingerprint} fingerprint={fingerprint} />;
  return (
    <EmptyState title="No fingerprint selected">
      Choose one in the list: click it, or press t, go there with the arrow keys and press Enter.
    </EmptyState>
  );
}

function OneGroup({ fingerprint }: { readonly fingerprint: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("fingerprint.inspect", { fingerprint }, revision);
  if (value !== undefined) return <Inspection inspection={value} />;
  if (error === undefined) return <Awaited title="Asking for the fingerprint" />;
  if (error.code === "not-found") {
    return <EmptyState title="This fingerprint is not among the results">Choose one in the list.</EmptyState>;
  }
  return (
    <FailedState
      title="The fingerprint could not be inspected"
      reason={error.message}
      advice="The list and everything read so far is kept."
      action={{ title: "Try again", run: retry }}
    />
  );
}

function Inspection({ inspection }: { readonly inspection: FingerprintInspection }): ReactNode {
  const { row, keys, packets, strands, strandsInAll } = inspection;
  const panel = useRef<HTMLElement>(null);
  const [nearest] = row.near;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "fingerprints.inspector",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
      {
        id: "fingerprints.flows",
        title: "Show the flows of this fingerprint",
        group: "Fingerprints",
        keys: ["f"],
        run: () => showFlows(row),
      },
      {
        id: "fingerprints.campaigns",
        title: "Show the campaigns that have this fingerprint",
        group: "Fingerprints",
        keys: ["c"],
        run: () => showCampaigns(row),
      },
      {
        id: "fingerprints.diffNearest",
        title: "Compare this fingerprint with what it is nearest to",
        group: "Fingerprints",
        keys: ["n"],
        run: () => compareWithNearest(row),
        enabled: () => row.near.length > 0,
      },
      {
        id: "fingerprints.label",
        title: "Label this fingerprint…",
        group: "Fingerprints",
        keys: ["l"],
        changes: true,
        run: () => (row.tool === null ? writeVariant(row.fingerprint, row.near[0]) : writeLabel(row.fingerprint)),
      },
      {
        id: "fingerprints.signature",
        title: "Make a signature of this fingerprint…",
        group: "Fingerprints",
        keys: ["g"],
        changes: true,
        run: () => proposeSignature(row.members, row.labels[0]?.[0] ?? null),
      },
      {
        id: "fingerprints.collectInspected",
        title: "Put the inspected fingerprint into the compare tray",
        group: "Inspector",
        keys: ["d"],
        run: () => collect([row.fingerprint]),
        enabled: isInInspector,
      },
    ],
    [row],
  );
  useCommands(commands);
  return (
    <section ref={panel} className={styles.inspector} tabIndex={-1} aria-label="Inspected fingerprint">
      <header className={styles.head}>
        <div className={styles.line}>
          <SafeText text={row.fingerprint} />
          <CopyButton title="Copy" copy={() => copyText(safeString(row.fingerprint))} />
        </div>
        <ToolName tool={row.tool?.id ?? null} name={row.tool?.name ?? null} />
        {row.labels.length > 0 && (
          <p>
            Labelled <SafeText text={row.labels.map(([label]) => label).join(", ")} mono={false} />
          </p>
        )}
        {row.rank !== null && <p className={styles.note}>{describeRank(row)}</p>}
        <div className={styles.bar}>
          <Button onClick={() => showFlows(row)} keyHint="f">
            Show its flows
          </Button>
          <Button onClick={() => showCampaigns(row)} keyHint="c">
            Its campaigns
          </Button>
          {nearest !== undefined && (
            <Button onClick={() => compareWithNearest(row)} keyHint="n" primary>
              Compare with nearest
            </Button>
          )}
          <Button onClick={() => runCommand("fingerprints.label")} keyHint="l">
            Label…
          </Button>
          <Button onClick={() => runCommand("fingerprints.signature")} keyHint="g">
            Signature…
          </Button>
          <Button onClick={() => collect([row.fingerprint])} keyHint="d">
            Add to tray
          </Button>
        </div>
      </header>
      <div className={styles.content}>
        {row.tool === null && <Near near={row.near} row={row} />}
        <h3>Fingerprint</h3>
        <p className={styles.note}>
          {row.grade}. Folded from {countOf(packets, "packet")} in{" "}
          {strands === strandsInAll
            ? countOf(strands, "strand")
            : `the ${sentenceCount(strands)} largest of ${countOf(strandsInAll, "strand")}`}
          . Hover a gap, or go there with the Tab and arrow keys, to see what it holds.
        </p>
        <FingerprintKeys keys={keys} packets={packets} />
        <Extent row={row} />
        <Members row={row} />
      </div>
    </section>
  );
}

/** What an unknown group is like; each compares with one key press or click. */
function Near({ near, row }: { readonly near: readonly NearSignature[]; readonly row: FingerprintRow }): ReactNode {
  return (
    <>
      <h3>Nearest known</h3>
      {near.length === 0 ? (
        <p className={styles.note}>
          {row.novelty === null ? "It was not compared, or was cut." : "Like no signature of the loaded packs."}
        </p>
      ) : (
        <>
          <ul className={styles.near}>
            {near.map((one) => (
              <li key={one.signature}>
                <SafeText text={nearSentence(one)} mono={false} />
                <Button onClick={() => changeWorkspace(() => compare([row.fingerprint, one.signature]))}>
                  Compare
                </Button>
              </li>
            ))}
          </ul>
          <p className={styles.note}>Being like a tool is no identification.</p>
        </>
      )}
    </>
  );
}

function Extent({ row }: { readonly row: FingerprintRow }): ReactNode {
  return (
    <>
      <h3>How much there is of it</h3>
      <dl className={styles.facts}>
        <dt>Packets</dt>
        <dd>{sentenceCount(row.packets)}</dd>
        <dt>Sources</dt>
        <dd>{sentenceCount(row.sources)}</dd>
        <dt>Flows</dt>
        <dd>{sentenceCount(row.flows)}</dd>
        <dt>Destinations</dt>
        <dd>{sentenceCount(row.destinations)}</dd>
        <dt>Days</dt>
        <dd>{sentenceCount(row.days)}</dd>
        <dt>First seen</dt>
        <dd>{formatFullTime(row.firstPacketAt)}</dd>
        <dt>Last seen</dt>
        <dd>{formatFullTime(row.lastPacketAt)}</dd>
      </dl>
    </>
  );
}

function Members({ row: { members, fingerprints } }: { readonly row: FingerprintRow }): ReactNode {
  if (fingerprints === 1) return null;
  const left = fingerprints - members.length;
  return (
    <>
      <h3>{countOf(fingerprints, "fingerprint")} in the group</h3>
      <p className={styles.note}>
        The first covers the others: few packets keep constants by accident.
        {left > 0 && ` ${countOf(left, "further one")} not listed.`}
      </p>
      <ul className={styles.members}>
        {members.map((member) => (
          <li key={member}>
            <SafeText text={member} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The campaigns with a source that sent it: all views keep its flows only. */
function showCampaigns(row: FingerprintRow): void {
  changeWorkspace((workspace) => showCampaignsOf(workspace, flowsOfGroup(row)));
}

function showFlows(row: FingerprintRow): void {
  changeWorkspace((workspace) => ({ ...narrowFlows(workspace, flowsOfGroup(row)), ...showView("flows") }));
}

function compareWithNearest({ fingerprint, near: [nearest] }: FingerprintRow): void {
  if (nearest !== undefined) changeWorkspace(() => compare([fingerprint, nearest.signature]));
}
