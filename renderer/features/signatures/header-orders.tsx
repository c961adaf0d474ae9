import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { SignatureDraft } from "../../../core/contract/signatures.ts";
import { changeDraft } from "../../commands/signatures.ts";
import { Button } from "../../ui/button.tsx";
import { changeOrder, dropOrder, namesOfText, startOrder } from "./draft-state.ts";
import styles from "./editor.module.css";
import { FaultLines } from "./fault-lines.tsx";
import { Switch } from "./form-fields.tsx";
import type { DraftCheck } from "./use-draft-check.ts";

/** The orders of header names that a signature knows, each a line of names. */
export function HeaderOrders({
  draft,
  check,
}: {
  readonly draft: SignatureDraft;
  readonly check: DraftCheck;
}): ReactNode {
  const below = useRef<HTMLDivElement>(null);
  const drop = (index: number) => {
    changeDraft((old) => dropOrder(old, index));
    below.current?.querySelector("button")?.focus();
  };
  return (
    <>
      <h3>Header orders</h3>
      {draft.headerOrders.map((order, index) => (
        <Order
          // biome-ignore lint/suspicious/noArrayIndexKey: orders have no identity but their place
          key={index}
          order={order}
          index={index}
          faults={check.faultsAt(`headerOrders.${index}`)}
          onDrop={() => drop(index)}
        />
      ))}
      <div ref={below} className={styles.add}>
        <Button onClick={() => changeDraft(startOrder)}>Add a header order</Button>
        <Switch
          label="One of the known header orders is required"
          on={draft.orderRequired}
          disabled={draft.headerOrders.length === 0}
          onChange={(orderRequired) => changeDraft((old) => ({ ...old, orderRequired }))}
        />
      </div>
    </>
  );
}

function Order(props: {
  readonly order: SignatureDraft["headerOrders"][number];
  readonly index: number;
  readonly faults: readonly string[];
  readonly onDrop: () => void;
}): ReactNode {
  const { order, index, faults, onDrop } = props;
  const { name, keys } = order;
  // As it was typed, as long as it says what the signature says.
  const [typed, setTyped] = useState(keys.join(", "));
  const text = namesOfText(typed).join() === keys.join() ? typed : keys.join(", ");
  const names = useRef<HTMLTextAreaElement>(null);
  const describedBy = useId();
  const isEmptyAtFirst = useRef(keys.length === 0);
  useEffect(() => {
    if (isEmptyAtFirst.current) names.current?.focus();
  }, []);
  return (
    <div className={styles.order}>
      <input
        type="text"
        aria-label={`Name of header order ${index + 1}`}
        value={name}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          const { value } = event.currentTarget;
          changeDraft((old) => changeOrder(old, index, { name: value }));
        }}
      />
      <textarea
        ref={names}
        aria-label={`Header order ${index + 1}`}
        aria-describedby={describedBy}
        aria-invalid={faults.length > 0}
        rows={1}
        value={text}
        placeholder="via, from, to, call-id, cseq"
        spellCheck={false}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setTyped(value);
          changeDraft((old) => changeOrder(old, index, { keys: namesOfText(value) }));
        }}
      />
      <Button onClick={onDrop}>Drop</Button>
      <FaultLines id={describedBy} faults={faults} />
    </div>
  );
}
