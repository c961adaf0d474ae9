import { type ReactNode, useMemo, useRef } from "react";
import type { DraftExample, SignatureDraft, SignatureInspection } from "../../../core/contract/signatures.ts";
import { onlyThis } from "../../../core/query/build-filter.ts";
import type { Expression } from "../../../core/query/expression.ts";
import { factsOf } from "../../../core/report/signature-words.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { type Command, runCommand, useCommands } from "../../commands/commands.ts";
import { collect, isInInspector } from "../../commands/compare.ts";
import { changeSignature, writeSignature } from "../../commands/signatures.ts";
import { changeWorkspace, useWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showCampaignsOf, showView } from "../../commands/workspace-state.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { EmptyState, FailedState } from "../../ui/states.tsx";
import { ToolName } from "../../ui/tool-glyph.tsx";
import { DrawnFields } from "./drawn-fields.tsx";
import { SignatureHistory } from "./signature-history.tsx";
import { originWords } from "./signature-words.ts";
import styles from "./signatures.module.css";

/** All that is known of the selected signature. */
export function SignatureInspector(): ReactNode {
  const selected = useWorkspace((workspace) => workspace.selectedSignature);
  if (selected !== null) return <OneSignature key={selected} signature={selected} />;
  return (
    <EmptyState title="No signature selected">
      Choose one in the list: click it, or press t, go there with the arrow keys and press Enter.
    </EmptyState>
  );
}

function OneSignature({ signature }: { readonly signature: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("signature.inspect", { signature }, revision);
  if (value !== undefined) return <Inspection inspection={value} />;
  if (error === undefined) return <Awaited title="Asking for the signature" />;
  if (error.code === "not-found") {
    return <EmptyState title="This signature is not in the case any more">Choose one in the list.</EmptyState>;
  }
  return (
    <FailedState
      title="The signature could not be inspected"
      reason={error.message}
      action={{ title: "Try again", run: retry }}
    />
  );
}

function Inspection({ inspection }: { readonly inspection: SignatureInspection }): ReactNode {
  const { row, definition, fields, history } = inspection;
  const { examples, references, notes, headerOrders, orderRequired } = definition;
  const panel = useRef<HTMLElement>(null);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "signatures.inspector",
        title: "Go to the inspector",
        group: "Inspector",
        keys: ["i"],
        run: () => panel.current?.focus(),
      },
      {
        id: "signatures.flows",
        title: "Show the flows of the tool of this signature",
        group: "Signatures",
        keys: ["f"],
        run: () => showFlows(row.tool.id),
      },
      {
        id: "signatures.campaigns",
        title: "Show the campaigns with the tool of this signature",
        group: "Signatures",
        keys: ["c"],
        run: () => showCampaigns(row.tool.id),
      },
      {
        id: "signatures.edit",
        title: "Edit this signature; a built-in one is overridden in the case",
        group: "Signatures",
        keys: ["e"],
        changes: true,
        run: () => edit(definition),
      },
      {
        id: "signatures.duplicate",
        title: "Write a new signature that begins as this one",
        group: "Signatures",
        keys: ["D"],
        changes: true,
        run: () => duplicate(definition),
      },
      {
        id: "signatures.retire",
        title: "Retire this signature: the case does without it",
        group: "Signatures",
        keys: [],
        changes: true,
        run: () => void changeSignature({ kind: "retire", id: row.id }, null),
        enabled: () => !row.retired,
      },
      {
        id: "signatures.asPacked",
        title: "Have this signature as its pack has it again",
        group: "Signatures",
        keys: [],
        changes: true,
        run: () => void changeSignature({ kind: "as-packed", id: row.id }, null),
        enabled: () => row.overrides || row.retired,
      },
      {
        id: "signatures.collectInspected",
        title: "Put the inspected signature into the compare tray",
        group: "Inspector",
        keys: ["d"],
        run: () => collect([row.id]),
        enabled: isInInspector,
      },
    ],
    [row, definition],
  );
  useCommands(commands);
  return (
    <section ref={panel} className={styles.inspector} tabIndex={-1} aria-label="Inspected signature">
      <header className={styles.head}>
        <h2>
          <SafeText text={row.id} />
        </h2>
        <ToolName tool={row.tool.id} name={row.tool.name} />
        <p className={styles.dim}>
          {originWords(row)}
          {row.pack !== null && (
            <>
              {" "}
              (<SafeText text={`${row.pack.id} ${row.pack.version}`} mono={false} />)
            </>
          )}
        </p>
        <div className={styles.buttons}>
          <Button onClick={() => showFlows(row.tool.id)} keyHint="f">
            Show its flows
          </Button>
          <Button onClick={() => showCampaigns(row.tool.id)} keyHint="c">
            Its campaigns
          </Button>
          <Button onClick={() => collect([row.id])} keyHint="d">
            Add to tray
          </Button>
          <Button onClick={() => runCommand("signatures.edit")} keyHint="e">
            {row.origin === "built-in" ? "Override…" : "Edit…"}
          </Button>
          <Button onClick={() => runCommand("signatures.duplicate")} keyHint="D">
            Duplicate…
          </Button>
          {!row.retired && <Button onClick={() => runCommand("signatures.retire")}>Retire</Button>}
          {(row.overrides || row.retired) && (
            <Button onClick={() => runCommand("signatures.asPacked")}>As the pack has it</Button>
          )}
        </div>
      </header>
      <div className={styles.content}>
        <Coverage row={row} />
        <h3>Pattern</h3>
        <DrawnFields fields={fields} />
        {headerOrders.length > 0 && (
          <>
            <h3>Header order, {orderRequired ? "required" : "known"}</h3>
            <ul className={styles.plain}>
              {headerOrders.map(({ name, keys }) => (
                <li key={name}>
                  <SafeText text={keys.join(", ")} />
                </li>
              ))}
            </ul>
          </>
        )}
        <h3>Origin</h3>
        <Facts definition={definition} />
        {notes !== "" && (
          <p>
            <SafeText text={notes} mono={false} />
          </p>
        )}
        {references.length > 0 && (
          <ul className={styles.plain}>
            {references.map((reference) => (
              <li key={reference}>
                <SafeText text={reference} mono={false} />
              </li>
            ))}
          </ul>
        )}
        <Examples title="Messages that it names" examples={examples.positive} />
        <Examples title="Messages that it must not match" examples={examples.negative} />
        <SignatureHistory history={history} />
      </div>
    </section>
  );
}

function Coverage({ row: { coverage, retired } }: { readonly row: SignatureInspection["row"] }): ReactNode {
  if (coverage === null) return <p className={styles.dim}>What it claims is known once all captures are read.</p>;
  const { strands, flows, sources, packets, shared } = coverage;
  return (
    <>
      <h3>In this case</h3>
      <p>
        {strands === 0
          ? `It names nothing${retired ? ": the case does without it" : ""}.`
          : `It names ${countOf(strands, "strand")} in ${countOf(flows, "flow")} of ${countOf(sources, "source")}: ${countOf(packets, "packet")}.`}
      </p>
      {shared.length > 0 && (
        <>
          <p className={styles.warning}>▲ Others claim some of these with the same right:</p>
          <ul className={styles.plain}>
            {shared.map(([other, count]) => (
              <li key={other}>
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => changeWorkspace(() => ({ selectedSignature: other }))}
                >
                  <SafeText text={other} expandable={false} />
                </button>
                , {countOf(count, "strand")}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Facts({ definition }: { readonly definition: SignatureInspection["definition"] }): ReactNode {
  return (
    <dl className={styles.facts}>
      {factsOf(definition).map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <SafeText text={fact} mono={false} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Examples, each folded to its first line. */
function Examples(props: { readonly title: string; readonly examples: readonly DraftExample[] }): ReactNode {
  const { title, examples } = props;
  if (examples.length === 0) return null;
  return (
    <>
      <h3>
        {title}: {sentenceCount(examples.length)}
      </h3>
      {examples.map((example, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: examples have no identity but their place
        <details key={index}>
          <summary>
            <SafeText text={example.message[0] ?? ""} expandable={false} />
          </summary>
          <ExampleText example={example} />
        </details>
      ))}
    </>
  );
}

/** The lines of an example, and the packet it came in. */
function ExampleText({ example }: { readonly example: DraftExample }): ReactNode {
  const { source, sourcePort, destination, destinationPort, message } = example;
  return (
    <>
      <p className={styles.dim}>
        <SafeText text={`${source}, port ${sourcePort}, to ${destination}, port ${destinationPort}`} mono={false} />
      </p>
      <ul className={styles.message}>
        {message.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <li key={index}>
            <SafeText text={line} />
          </li>
        ))}
      </ul>
    </>
  );
}

function edit(draft: SignatureDraft): void {
  writeSignature({ draft, isNew: false, fingerprints: [], weighed: [], shortcomings: [] });
}

function duplicate(draft: SignatureDraft): void {
  const copy = { ...draft, id: `${draft.id}-copy` };
  writeSignature({ draft: copy, isNew: true, fingerprints: [], weighed: [], shortcomings: [] });
}

function showFlows(tool: string): void {
  changeWorkspace((workspace) => ({ ...narrowFlows(workspace, flowsOfTool(tool)), ...showView("flows") }));
}

function showCampaigns(tool: string): void {
  changeWorkspace((workspace) => showCampaignsOf(workspace, flowsOfTool(tool)));
}

function flowsOfTool(tool: string): Expression {
  return onlyThis("tool", { kind: "text", value: tool });
}
