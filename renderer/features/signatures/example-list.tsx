import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { DraftExample, ExampleNote, SignatureDraft } from "../../../core/contract/signatures.ts";
import { changeDraft, rewriteExample } from "../../commands/signatures.ts";
import { Button } from "../../ui/button.tsx";
import { SafeText } from "../../ui/safe-text.tsx";
import { changeExample, dropExample, type ExampleKind, startExample } from "./draft-state.ts";
import styles from "./editor.module.css";
import { hasEmptyLine, messageOfText, portOfText, textOfMessage } from "./example-text.ts";
import { FaultLines } from "./fault-lines.tsx";
import { ChoiceField, TextField } from "./form-fields.tsx";
import type { DraftCheck } from "./use-draft-check.ts";

const WORDS: Readonly<Record<ExampleKind, { readonly title: string; readonly add: string }>> = {
  positive: { title: "Messages that it must name", add: "Add a positive example" },
  negative: { title: "Messages that it must not match", add: "Add a negative example" },
};

/** The examples of one kind: what each is, whether the signature agrees, and one at a time to be changed. */
export function ExampleList(props: {
  readonly draft: SignatureDraft;
  readonly kind: ExampleKind;
  readonly check: DraftCheck;
}): ReactNode {
  const { draft, kind, check } = props;
  const examples: readonly DraftExample[] = draft.examples[kind];
  const [opened, setOpened] = useState<number | null>(null);
  const below = useRef<HTMLDivElement>(null);
  const add = () => {
    changeDraft((old) => startExample(old, kind));
    setOpened(examples.length);
  };
  const drop = (index: number) => {
    changeDraft((old) => dropExample(old, kind, index));
    setOpened(null);
    below.current?.querySelector("button")?.focus();
  };
  return (
    <>
      <h3>
        {WORDS[kind].title}: {examples.length}
      </h3>
      {examples.map((example, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: examples have no identity but their place
        <div key={index} className={styles.example}>
          <details
            open={opened === index}
            onToggle={(event) => {
              const { open } = event.currentTarget;
              setOpened((old) => (open ? index : old === index ? null : old));
            }}
          >
            <summary>
              {example.message[0] === "" ? (
                "(no message yet)"
              ) : (
                <SafeText text={example.message[0] ?? ""} expandable={false} />
              )}
            </summary>
            {opened === index && <ExampleFields example={example} kind={kind} index={index} check={check} />}
          </details>
          <Button onClick={() => drop(index)}>Take away</Button>
          <Note note={check.noteOn(kind, index)} />
        </div>
      ))}
      <div ref={below} className={styles.add}>
        <Button onClick={add}>{WORDS[kind].add}</Button>
      </div>
    </>
  );
}

function Note({ note }: { readonly note: ExampleNote | null }): ReactNode {
  if (note === null) return null;
  return (
    <p className={note.agrees ? styles.dim : styles.warning}>
      {note.agrees ? "✓" : "▲"} <SafeText text={note.sentence} mono={false} />
    </p>
  );
}

const LINE_ENDS: readonly { readonly value: DraftExample["lineEnd"]; readonly words: string }[] = [
  { value: "crlf", words: "CR LF" },
  { value: "lf", words: "LF" },
];

function ExampleFields(props: {
  readonly example: DraftExample;
  readonly kind: ExampleKind;
  readonly index: number;
  readonly check: DraftCheck;
}): ReactNode {
  const { example, kind, index, check } = props;
  const set = (change: Partial<DraftExample>) => changeDraft((old) => changeExample(old, kind, index, change));
  const rewrite = async () => {
    const rewritten = await rewriteExample(example);
    // What was typed meanwhile stays.
    if (rewritten !== null)
      changeDraft((old) => (old.examples[kind][index] === example ? changeExample(old, kind, index, rewritten) : old));
  };
  // As it was typed, as long as it says what the example says.
  const [typed, setTyped] = useState(() => textOfMessage(example));
  const isAsTyped = messageOfText(typed).join("\n") === example.message.join("\n");
  const message = useRef<HTMLTextAreaElement>(null);
  const describedBy = useId();
  const isEmptyAtFirst = useRef(example.message.join("") === "");
  useEffect(() => {
    if (isEmptyAtFirst.current) message.current?.focus();
  }, []);
  return (
    <div className={styles.exampleFields}>
      <textarea
        ref={message}
        aria-label={`Message of ${kind} example ${index + 1}`}
        aria-describedby={describedBy}
        rows={4}
        value={isAsTyped ? typed : textOfMessage(example)}
        placeholder="OPTIONS sip:100@198.51.100.1 SIP/2.0"
        spellCheck={false}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setTyped(value);
          set({ message: messageOfText(value) });
        }}
      />
      <FaultLines id={describedBy} faults={check.faultsAt(`examples.${kind}.${index}`)} />
      <p className={styles.dim}>
        {hasEmptyLine(example) ? "" : "It has no empty line at its end. "}
        {"A byte that is no text is written \\xNN."}
      </p>
      <div className={styles.ends}>
        <TextField label="Source" value={example.source} onChange={(source) => set({ source })} />
        <PortField label="Its port" port={example.sourcePort} onChange={(sourcePort) => set({ sourcePort })} />
        <TextField label="Destination" value={example.destination} onChange={(destination) => set({ destination })} />
        <PortField
          label="Its port"
          port={example.destinationPort}
          onChange={(destinationPort) => set({ destinationPort })}
        />
        <ChoiceField
          label="Line ends"
          value={example.lineEnd}
          choices={LINE_ENDS}
          onChange={(lineEnd) => set({ lineEnd })}
        />
      </div>
      <div className={styles.add}>
        <Button onClick={() => void rewrite()}>Use documentation addresses</Button>
        <span className={styles.dim}>Packs with addresses of the telescope are held back.</span>
      </div>
    </div>
  );
}

function PortField(props: {
  readonly label: string;
  readonly port: number;
  readonly onChange: (port: number) => void;
}): ReactNode {
  const { label, port, onChange } = props;
  const [typed, setTyped] = useState(String(port));
  return (
    <TextField
      label={label}
      value={portOfText(typed) === port ? typed : String(port)}
      onChange={(text) => {
        setTyped(text);
        onChange(portOfText(text));
      }}
    />
  );
}
