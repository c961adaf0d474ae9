import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { askForProposal, stopProposing, toolIdOf, useProposing } from "../../commands/signatures.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/numbers.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./editor.module.css";
import { TextField } from "./form-fields.tsx";

/** Asks what a signature of fingerprints is to be called, and has it worked out. */
export function ProposeDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "signature");
  useEffect(() => (opened ? stopProposing : undefined), [opened]);
  return (
    <Dialog opened={opened} title="From fingerprint to signature" size="narrow" close={() => openDialog(null)}>
      <ProposeForm />
    </Dialog>
  );
}

function ProposeForm(): ReactNode {
  const { fingerprints, name } = useProposing();
  const [tool, setTool] = useState(name.tool.name);
  const [toolId, setToolId] = useState(name.tool.id);
  const [variant, setVariant] = useState(name.variant);
  const [working, setWorking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const isEmpty = tool.trim() === "" || toolId.trim() === "";
  const rename = (text: string) => {
    if (toolId === toolIdOf(tool)) setToolId(toolIdOf(text));
    setTool(text);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty || working) return;
    setWorking(true);
    setFailed(null);
    const why = await askForProposal(fingerprints, {
      tool: { id: toolId.trim(), name: tool.trim() },
      variant: variant.trim(),
    });
    setWorking(false);
    if (why === null) openDialog(null);
    else setFailed(why);
  };
  return (
    <form className={styles.propose} onSubmit={(event) => void submit(event)}>
      <p>
        The fewest fields are looked for that tell all strands of {countOf(fingerprints.length, "fingerprint")} from
        everything else in the case and from the examples of all known signatures.
      </p>
      <ul className={styles.plain}>
        {fingerprints.map((fingerprint) => (
          <li key={fingerprint}>
            <SafeText text={fingerprint} />
          </li>
        ))}
      </ul>
      <TextField label="Tool" value={tool} onChange={rename} />
      <TextField label="Tool id" value={toolId} onChange={setToolId} hint="as own/voip-probe" />
      <TextField label="Variant" value={variant} onChange={setVariant} />
      {failed !== null && (
        <p role="alert" className={styles.warning}>
          ▲ <SafeText text={failed} mono={false} />
        </p>
      )}
      <div className={styles.save}>
        <span className={styles.dim}>Nothing is changed yet: it opens in the editor.</span>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={isEmpty || working}>
          {working ? "Working it out…" : "Propose"}
        </Button>
      </div>
    </form>
  );
}
