import { type ReactNode, useState } from "react";
import type { SignatureDraft, WeighedField } from "../../../core/contract/signatures.ts";
import { useRole } from "../../bridge/role.ts";
import {
  changeDraft,
  leaveWriting,
  saveSignature,
  useSignatureWriting,
  type Writing,
} from "../../commands/signatures.ts";
import { Button } from "../../ui/button.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { type Asked, ask, askedOf, dropKey, keysOf, setPattern, setVaries } from "./draft-state.ts";
import styles from "./editor.module.css";
import { ExampleList } from "./example-list.tsx";
import { ChoiceField, Switch, TextField } from "./form-fields.tsx";
import { HeaderOrders } from "./header-orders.tsx";
import { weightWords } from "./signature-words.ts";
import { TrialPanel } from "./trial-panel.tsx";
import { useDraftCheck } from "./use-draft-check.ts";

/** Where a signature is written, beside what it would do in the whole case. */
export function SignatureEditor(): ReactNode {
  const writing = useSignatureWriting((store) => store.writing);
  if (writing === null) return null;
  return (
    <div className={styles.editor}>
      <section className={styles.form} aria-label="Signature editor">
        <EditorForm writing={writing} />
      </section>
      <section className={styles.trial} aria-label="What it would do" aria-live="polite">
        <TrialPanel draft={writing.draft} fingerprints={writing.fingerprints} />
      </section>
    </div>
  );
}

const CERTAINTIES: readonly { readonly value: SignatureDraft["certainty"]; readonly words: string }[] = [
  { value: "high", words: "high: code or capture" },
  { value: "medium", words: "medium: published" },
  { value: "low", words: "low: damaged" },
];

function EditorForm({ writing }: { readonly writing: Writing }): ReactNode {
  const { draft, isNew, weighed, shortcomings } = writing;
  const readOnly = useRole((role) => role.readOnly);
  const [reason, setReason] = useState("");
  const check = useDraftCheck(draft);
  const set = (change: Partial<SignatureDraft>) => changeDraft((old) => ({ ...old, ...change }));
  return (
    <>
      <header className={styles.head}>
        <h2>{isNew ? "New signature" : <SafeText text={draft.id} />}</h2>
        <div className={styles.save}>
          <TextField label="Reason" value={reason} onChange={setReason} />
          <Button primary disabled={readOnly} onClick={() => void saveSignature(writing, reason.trim() || null)}>
            Save in the case
          </Button>
          <Button onClick={leaveWriting}>Discard</Button>
        </div>
      </header>
      {shortcomings.map((sentence) => (
        <p key={sentence} className={styles.warning}>
          ▲ <SafeText text={sentence} mono={false} />
        </p>
      ))}
      <div className={styles.names}>
        <TextField label="Id" value={draft.id} onChange={(id) => set({ id })} fixed={!isNew} />
        <TextField label="Tool id" value={draft.tool.id} onChange={(id) => set({ tool: { ...draft.tool, id } })} />
        <TextField label="Tool" value={draft.tool.name} onChange={(name) => set({ tool: { ...draft.tool, name } })} />
        <TextField label="Family" value={draft.family} onChange={(family) => set({ family })} />
        <TextField label="Variant" value={draft.variant} onChange={(variant) => set({ variant })} />
        <TextField label="Derived from" value={draft.parent ?? ""} onChange={(text) => set({ parent: text || null })} />
        <TextField
          label="Methods"
          value={draft.methods?.join(", ") ?? ""}
          hint="any"
          onChange={(text) => set({ methods: wordsOf(text) })}
        />
        <ChoiceField
          label="Certainty"
          value={draft.certainty}
          choices={CERTAINTIES}
          onChange={(certainty) => set({ certainty })}
        />
      </div>
      <Fields draft={draft} weighed={weighed} />
      <HeaderOrders draft={draft} check={check} />
      <div className={styles.switches}>
        <Switch
          label="One-letter header names are required"
          on={draft.compactNames}
          onChange={(compactNames) => set({ compactNames })}
        />
      </div>
      <TextField label="Notes" value={draft.notes} onChange={(notes) => set({ notes })} />
      <TextField
        label="References"
        hint="separated by |"
        value={draft.references.join(" | ")}
        onChange={(text) => set({ references: text === "" ? [] : text.split(" | ") })}
      />
      <ExampleList draft={draft} kind="positive" check={check} />
      <ExampleList draft={draft} kind="negative" check={check} />
    </>
  );
}

function wordsOf(text: string): string[] | null {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  return words.length === 0 ? null : words;
}

const ASKED: readonly { readonly value: Asked; readonly words: string }[] = [
  { value: "required", words: "required" },
  { value: "known", words: "known" },
  { value: "absent", words: "absent" },
];

function Fields({
  draft,
  weighed,
}: {
  readonly draft: SignatureDraft;
  readonly weighed: readonly WeighedField[];
}): ReactNode {
  const [added, setAdded] = useState("");
  const key = added.trim().toLowerCase();
  const add = () => {
    changeDraft((old) => ask(old, key, "known"));
    setAdded("");
  };
  return (
    <>
      <h3>What it asks of the keys of a message</h3>
      <table className={styles.fields}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Asked for</th>
            <th scope="col">Varies</th>
            <th scope="col">Pattern</th>
            <th scope="col">
              <span className="visually-hidden">Leave out</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keysOf(draft).map((of) => (
            <FieldRow key={of} draft={draft} of={of} weight={weighed.find(({ key: other }) => other === of)} />
          ))}
        </tbody>
      </table>
      <div className={styles.add}>
        <TextField label="Further key" value={added} onChange={setAdded} hint="as user-agent" />
        <Button disabled={key === "" || keysOf(draft).includes(key)} onClick={add}>
          Add the key
        </Button>
      </div>
    </>
  );
}

function FieldRow(props: {
  readonly draft: SignatureDraft;
  readonly of: string;
  readonly weight: WeighedField | undefined;
}): ReactNode {
  const { draft, of, weight } = props;
  const asked = askedOf(draft, of);
  return (
    <tr>
      <th scope="row">
        <SafeText text={of} expandable={false} />
      </th>
      <td>
        <select
          aria-label={`${of} is`}
          value={asked}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Asked;
            changeDraft((old) => ask(old, of, chosen));
          }}
        >
          {ASKED.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={`${of} must vary`}
          checked={draft.varies.includes(of)}
          disabled={asked === "absent"}
          onChange={(event) => {
            const varies = event.currentTarget.checked;
            changeDraft((old) => setVaries(old, of, varies));
          }}
        />
      </td>
      <td className={styles.pattern}>
        {asked === "absent" ? (
          <span className={styles.dim}>must not be there</span>
        ) : (
          // It grows with the pattern, which has no lines.
          <textarea
            rows={1}
            aria-label={`Pattern of ${of}`}
            value={draft.fields[of] ?? ""}
            placeholder="any value"
            spellCheck={false}
            onChange={(event) => {
              const text = event.currentTarget.value.replace(/[\r\n]/g, "");
              changeDraft((old) => setPattern(old, of, text));
            }}
          />
        )}
        {weight !== undefined && <span className={styles.weight}>{weightWords(weight)}</span>}
      </td>
      <td>
        <Button onClick={() => changeDraft((old) => dropKey(old, of))}>Drop</Button>
      </td>
    </tr>
  );
}
