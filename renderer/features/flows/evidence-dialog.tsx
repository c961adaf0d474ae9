import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { EvidenceWriting } from "../../../core/contract/evidence.ts";
import type { MarkedRows } from "../../../core/contract/flow-table.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { cancelEvidence, useEvidence, writeEvidence } from "../../commands/evidence.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./evidence-dialog.module.css";

type Ended = Exclude<EvidenceWriting, { kind: "closed" }>;

/** How the packets of flows are written as evidence, and what came of it. */
export function EvidenceDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "evidence");
  const [busy, setBusy] = useState(false);
  const close = () => {
    if (busy) void cancelEvidence();
    openDialog(null);
  };
  return (
    <Dialog opened={opened} title="Export packets as evidence" size="narrow" close={close}>
      <Evidence busy={busy} setBusy={setBusy} />
    </Dialog>
  );
}

function Evidence(props: { readonly busy: boolean; readonly setBusy: (busy: boolean) => void }): ReactNode {
  const { busy, setBusy } = props;
  const marked = useEvidence((evidence) => evidence.marked);
  const [anonymise, setAnonymise] = useState(false);
  const [key, setKey] = useState("");
  const [ended, setEnded] = useState<Ended | null>(null);
  const keyHint = useId();
  const keyField = useId();
  const write = async () => {
    setBusy(true);
    setEnded(null);
    const written = await writeEvidence(anonymise ? key : null);
    setBusy(false);
    if (written.kind !== "closed") setEnded(written);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void write();
  };
  if (ended?.kind === "written") return <Written said={ended.said} />;
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>
        Writes the packets of {whichFlows(marked)} as pcapng: each as its capture holds it, with tool, signature,
        fingerprint and label as its comment. Every capture is read again from its place.
      </p>
      <fieldset className={styles.addresses} disabled={busy}>
        <legend>Addresses of sources and telescope</legend>
        <label>
          <input
            type="radio"
            name="addresses"
            data-autofocus
            checked={!anonymise}
            onChange={() => setAnonymise(false)}
          />
          As captured: the file gives your telescope away
        </label>
        <label>
          <input type="radio" name="addresses" checked={anonymise} onChange={() => setAnonymise(true)} />
          Others in their place, made from a key
        </label>
        {anonymise && (
          <div className={styles.key}>
            <label htmlFor={keyField}>Key</label>
            <input
              id={keyField}
              type="text"
              value={key}
              maxLength={1000}
              spellCheck={false}
              autoComplete="off"
              aria-describedby={keyHint}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
            <p id={keyHint}>
              The same key gives the same addresses everywhere, also on the command line. Keep it to yourself. What
              would not be the same message is left out and counted.
            </p>
          </div>
        )}
      </fieldset>
      {ended !== null && <Failure ended={ended} />}
      {busy && <p role="status">Writing. Other views answer meanwhile.</p>}
      <div className={styles.buttons}>
        {busy ? (
          <Button onClick={() => void cancelEvidence()}>Cancel writing</Button>
        ) : (
          <Button onClick={() => openDialog(null)}>Close</Button>
        )}
        <Button primary disabled={busy || (anonymise && key === "")}>
          Choose a place and write…
        </Button>
      </div>
    </form>
  );
}

function Written({ said }: { readonly said: readonly string[] }): ReactNode {
  return (
    <div className={styles.form}>
      <div role="status">
        {said.map((sentence) => (
          <p key={sentence}>
            <SafeText text={sentence} mono={false} />
          </p>
        ))}
      </div>
      <div className={styles.buttons}>
        <Button primary onClick={() => openDialog(null)}>
          Close
        </Button>
      </div>
    </div>
  );
}

function Failure({ ended }: { readonly ended: Exclude<Ended, { kind: "written" }> }): ReactNode {
  if (ended.kind === "cancelled") return <p role="status">Cancelled. No file was written.</p>;
  return (
    <p role="alert">
      ▲ <SafeText text={ended.message} mono={false} />
    </p>
  );
}

function whichFlows(marked: MarkedRows | null): string {
  if (marked === null) return "all flows of the list";
  const flows = marked.ranges.reduce((sum, { first, end }) => sum + end - first, 0);
  return countOf(flows, "marked flow");
}
