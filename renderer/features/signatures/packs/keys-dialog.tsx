import { type ReactNode, useState } from "react";
import type { KnownKey } from "../../../../core/contract/keys.ts";
import { useRole } from "../../../bridge/role.ts";
import { useRequest } from "../../../bridge/use-request.ts";
import { openDialog, useDialogs } from "../../../commands/dialogs.ts";
import { forgetKey, importKey, type KeyDeed, makeKey, trustKey, useKeyRevision } from "../../../commands/packs.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { SafeText } from "../../../ui/safe-text.tsx";
import { FailedState, LoadingState } from "../../../ui/states.tsx";
import { TextField } from "../form-fields.tsx";
import { KEY_WORDS, keyIn, keyText } from "./pack-words.ts";
import styles from "./packs.module.css";

/** The keys the analyst knows: own ones, which seal packs, and those of others that are trusted. */
export function KeysDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "keys");
  return (
    <Dialog opened={opened} title="Keys that seal packs" size="wide" close={() => openDialog(null)}>
      <AllKeys />
    </Dialog>
  );
}

/** The keys, asked for again whenever they have changed. */
export function useKeys() {
  const revision = useKeyRevision((keys) => keys.revision);
  return useRequest("keys.list", {}, revision);
}

function AllKeys(): ReactNode {
  const { value, error, retry } = useKeys();
  const readOnly = useRole((role) => role.readOnly);
  const [fault, setFault] = useState<string | null>(null);
  if (error !== undefined) {
    return (
      <FailedState
        title="The keys cannot be listed"
        reason={error.message}
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value === undefined) return <LoadingState title="Asking for the keys" />;
  const tell = (deed: KeyDeed) => setFault(typeof deed === "string" ? null : deed.fault);
  return (
    <div className={styles.dialog}>
      {value.length === 0 ? (
        <p>No key is known. Make one to seal packs with, or keep the key of somebody whose packs you trust.</p>
      ) : (
        <KeyTable keys={value} forget={(publicKey) => void forgetKey(publicKey).then(tell)} readOnly={readOnly} />
      )}
      {!readOnly && <NewKey tell={tell} />}
      {fault !== null && (
        <p role="alert" className={styles.warning}>
          ▲ <SafeText text={fault} mono={false} />
        </p>
      )}
      <div className={styles.buttons}>
        <span className={styles.dim}>
          A key&#39;s secret half stays in the file it was made in, and is never shown.
        </span>
        <Button onClick={() => openDialog(null)}>Close</Button>
      </div>
    </div>
  );
}

function KeyTable(props: {
  readonly keys: readonly KnownKey[];
  readonly forget: (publicKey: string) => void;
  readonly readOnly: boolean;
}): ReactNode {
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it */
    <section className={styles.scroll} tabIndex={0} aria-label="Known keys">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Whose</th>
            <th scope="col">Public key</th>
            <th scope="col">
              <span className="visually-hidden">Forget</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.keys.map(({ publicKey, name, kind }) => (
            <tr key={publicKey}>
              <th scope="row">
                <SafeText text={name} mono={false} expandable={false} />
              </th>
              <td className={kind === "missing" ? styles.warning : undefined}>{KEY_WORDS[kind]}</td>
              <td className={styles.key}>{keyText(publicKey)}</td>
              <td>{!props.readOnly && <Button onClick={() => props.forget(publicKey)}>Forget</Button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NewKey({ tell }: { readonly tell: (deed: KeyDeed) => void }): ReactNode {
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const publicKey = keyIn(text);
  const called = name.trim();
  const done = (deed: KeyDeed) => {
    tell(deed);
    if (deed !== "done") return;
    setName("");
    setText("");
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (called !== "" && publicKey !== null) void trustKey(publicKey, called).then(done);
      }}
    >
      <TextField label="Name" value={name} onChange={setName} hint="whose key it is" />
      <div className={styles.seal}>
        <Button disabled={called === ""} onClick={() => void makeKey(called).then(done)}>
          Make a key…
        </Button>
        <Button disabled={called === ""} onClick={() => void importKey(called).then(done)}>
          Import from a file or a sealed pack…
        </Button>
      </div>
      <TextField
        label="Public key"
        value={text}
        onChange={setText}
        hint="64 hexadecimal digits, as its owner gives them"
      />
      <div className={styles.seal}>
        <Button disabled={called === "" || publicKey === null}>Trust this public key</Button>
      </div>
    </form>
  );
}
