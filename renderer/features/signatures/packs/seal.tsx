import { type ReactNode, useState } from "react";
import { useRole } from "../../../bridge/role.ts";
import { trustKey } from "../../../commands/packs.ts";
import { Button } from "../../../ui/button.tsx";
import { SafeText } from "../../../ui/safe-text.tsx";
import { TextField } from "../form-fields.tsx";
import { useKeys } from "./keys-dialog.tsx";
import { keyText } from "./pack-words.ts";
import styles from "./packs.module.css";

/** Whose seal a pack has: that of a key that is known, or of one that nobody vouches for until it is trusted. */
export function Seal({ publicKey }: { readonly publicKey: string }): ReactNode {
  const { value, error } = useKeys();
  const readOnly = useRole((role) => role.readOnly);
  const known = value?.find((key) => key.publicKey === publicKey);
  return (
    <>
      {known !== undefined && (
        <>
          intact, by <SafeText text={known.name} mono={false} />
          {known.kind === "trusted" ? ", whose key you trust" : ": your own key"}.{" "}
        </>
      )}
      {known === undefined &&
        value !== undefined &&
        "intact, by a key you do not know: compare it with what its owner says. "}
      {error !== undefined && (
        <>
          intact; whether its key is known cannot be told: <SafeText text={error.message} mono={false} />{" "}
        </>
      )}
      <span className={styles.key}>{keyText(publicKey)}</span>
      {known === undefined && value !== undefined && !readOnly && <Trust publicKey={publicKey} />}
    </>
  );
}

function Trust({ publicKey }: { readonly publicKey: string }): ReactNode {
  const [name, setName] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const trust = async () => {
    const deed = await trustKey(publicKey, name.trim());
    if (typeof deed !== "string") setFault(deed.fault);
  };
  return (
    <div className={styles.seal}>
      <TextField label="Whose it is" value={name} onChange={setName} />
      <Button disabled={name.trim() === ""} onClick={() => void trust()}>
        Trust this key
      </Button>
      {fault !== null && (
        <span role="alert" className={styles.warning}>
          ▲ <SafeText text={fault} mono={false} />
        </span>
      )}
    </div>
  );
}
