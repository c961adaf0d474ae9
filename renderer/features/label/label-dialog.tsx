import { type FormEvent, type ReactNode, useId, useState } from "react";
import { CERTAINTIES, type LabelText } from "../../../core/contract/labels.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { setLabel, useLabelling } from "../../commands/labelling.ts";
import { useNotices } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import styles from "./label.module.css";
import { Preview } from "./preview.tsx";

/** Where a label is written, beside what it would touch. It is closed once the label is in the case. */
export function LabelDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "label");
  return (
    <Dialog opened={opened} title="Label a fingerprint" size="narrow" close={() => openDialog(null)}>
      <LabelForm />
    </Dialog>
  );
}

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

function LabelForm(): ReactNode {
  const { fingerprint, proposed } = useLabelling();
  const [tool, setTool] = useState(proposed.tool);
  const [family, setFamily] = useState(proposed.family ?? "");
  const [variant, setVariant] = useState(proposed.variant ?? "");
  const [reason, setReason] = useState(proposed.reason ?? "");
  const [certainty, setCertainty] = useState(proposed.certainty);
  const [failed, setFailed] = useState<string | null>(null);
  const isEmpty = tool.trim() === "";
  const touched = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty) return;
    const names = { tool: tool.trim(), family: orNull(family), variant: orNull(variant) };
    const label = { ...names, certainty, reason: orNull(reason) };
    if (await setLabel(fingerprint, label)) openDialog(null);
    else setFailed(useNotices.getState().failure);
  };
  // Where the tool is known already, the variant is what is missing.
  const isVariant = proposed.tool !== "" && proposed.variant === null;
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <p>
        <SafeText text={fingerprint} />
      </p>
      <Field label="Tool" value={tool} onChange={setTool} first={!isVariant} />
      <Field label="Variant" value={variant} onChange={setVariant} first={isVariant} />
      <Field label="Family" value={family} onChange={setFamily} />
      <CertaintyField value={certainty} onChange={setCertainty} />
      <Field label="Reason" value={reason} onChange={setReason} most={10_000} />
      <section className={styles.touched} aria-labelledby={touched}>
        <h3 id={touched}>What the label touches</h3>
        <Preview fingerprint={fingerprint} />
      </section>
      {failed !== null && (
        <p role="alert">
          ▲ <SafeText text={failed} mono={false} />
        </p>
      )}
      <div className={styles.buttons}>
        <span className={styles.hint}>It is kept in the case with your name, and can be undone.</span>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={isEmpty} keyHint="Enter">
          Give the label
        </Button>
      </div>
    </form>
  );
}

function Field(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Has the keyboard when the dialog opens. */
  readonly first?: boolean;
  readonly most?: number;
}): ReactNode {
  const { label, value, onChange, first = false, most = 200 } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-autofocus={first || undefined}
        value={value}
        maxLength={most}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

/** How sure the analyst is, in the words of signatures. */
function CertaintyField(props: {
  readonly value: LabelText["certainty"];
  readonly onChange: (value: LabelText["certainty"]) => void;
}): ReactNode {
  const id = useId();
  const choose = (value: string) => props.onChange(CERTAINTIES.find((certainty) => certainty === value) ?? null);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Certainty</label>
      <select id={id} value={props.value ?? ""} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">not said</option>
        {CERTAINTIES.map((certainty) => (
          <option key={certainty}>{certainty}</option>
        ))}
      </select>
    </div>
  );
}
