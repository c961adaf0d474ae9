import { type FormEvent, type ReactNode, useState } from "react";
import type { CaptureRemoval } from "../../../core/contract/capture-table.ts";
import { call } from "../../bridge/bridge.ts";
import { useReading } from "../../bridge/reading.ts";
import { useRequest } from "../../bridge/use-request.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { sayDone } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./captures.module.css";
import { useInspected } from "./use-inspected.ts";

/** Says what goes with the inspected capture, and takes it out of the case when the analyst says so. */
export function RemoveDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "remove");
  return (
    <Dialog opened={opened} title="Remove a capture from the case" size="narrow" close={() => openDialog(null)}>
      <Removal />
    </Dialog>
  );
}

function Removal(): ReactNode {
  const { capture } = useInspected();
  if (capture === null) return <p>Choose a capture in the list first.</p>;
  return <RemovalOf capture={capture} />;
}

function RemovalOf({ capture }: { readonly capture: string }): ReactNode {
  const revision = useReading((reading) => reading.state.fileRevision);
  const { value, error } = useRequest("capture.removal", { capture }, revision);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (error !== undefined) {
    return (
      <p>
        {error.code === "not-found"
          ? "Nothing of this file is in the case: there is nothing to remove."
          : error.message}
      </p>
    );
  }
  const remove = async () => {
    setBusy(true);
    const reply = await call("capture.remove", { capture });
    setBusy(false);
    if (!reply.ok) setFailed(reply.error.message);
    else {
      openDialog(null);
      if (reply.value.said !== null) sayDone(reply.value.said);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void remove();
  };
  return (
    <form className={styles.removal} onSubmit={submit}>
      {value === undefined ? <p role="status">Asking what goes with it</p> : <WhatGoes removal={value} />}
      <p>
        <strong>The file itself stays where it is</strong>, and can be added again. Labels and notes stay.
      </p>
      {failed !== null && (
        <p role="alert">
          ▲ <SafeText text={failed} mono={false} />
        </p>
      )}
      <div className={styles.removalButtons}>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={value === undefined || busy}>
          {busy ? "Removing…" : "Remove it"}
        </Button>
      </div>
    </form>
  );
}

function WhatGoes({ removal }: { readonly removal: CaptureRemoval }): ReactNode {
  const { name, packets, requests, sources, flows, sharedSources, notes } = removal;
  return (
    <>
      <p>
        With <SafeText text={name} mono={false} /> go {countOf(packets, "packet")}, of these{" "}
        {countOf(requests, "SIP request")}:
      </p>
      <ul className={styles.removalList}>
        <li>
          {countOf(sources, "source")} with {countOf(flows, "flow")} that no other capture of the case holds
        </li>
        {sharedSources > 0 && <li>a part of what {countOf(sharedSources, "further source")} sent</li>}
        {notes > 0 && (
          <li>
            {countOf(notes, "note or bookmark", "notes and bookmarks")} on its packets stay in the list, and find them
            again when the file is added again
          </li>
        )}
      </ul>
    </>
  );
}
