import { type FormEvent, type ReactNode, useId, useState } from "react";
import { DEFAULT_RULES, type RuleTexts } from "../../../core/contract/rule-texts.ts";
import { readRules } from "../../../core/flow/rule-texts.ts";
import { useReading } from "../../bridge/reading.ts";
import { setRules, useRules } from "../../bridge/rules.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { sayFailed } from "../../commands/notices.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { safeString } from "../../ui/safe-string.ts";
import styles from "./rules.module.css";

/** Which packets are analysed, and how they are grouped. */
export function RulesDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "rules");
  return (
    <Dialog opened={opened} title="Rules of reading" size="narrow" close={() => openDialog(null)}>
      <RulesForm />
    </Dialog>
  );
}

function RulesForm(): ReactNode {
  const inForce = useRules();
  const [rules, setTyped] = useState(inForce);
  const isOpen = useReading((reading) => reading.state.phase !== "idle");
  const presetHint = useId();
  const read = readRules(rules);
  const faults = read.ok ? {} : read.faults;
  const change = (part: Partial<RuleTexts>) => setTyped({ ...rules, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!read.ok) return;
    openDialog(null);
    void setRules(rules).then((failure) => failure !== null && sayFailed(failure));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextRule
        label="SIP ports"
        hint="Numbers with commas, or any: then the start line tells what is SIP."
        value={rules.ports}
        first
        fault={faults.ports}
        onChange={(ports) => change({ ports })}
      />
      <TextRule
        label="Idle timeout"
        hint="A longer pause of a source begins a new flow. As 20m, 90s or 1h."
        value={rules.flowTimeout}
        fault={faults.flowTimeout}
        onChange={(flowTimeout) => change({ flowTimeout })}
      />
      <TextRule
        label="Telescope"
        hint="Monitored prefixes, as 198.51.100.0/24. Empty: inferred from the destinations."
        value={rules.telescope}
        fault={faults.telescope}
        onChange={(telescope) => change({ telescope })}
      />
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={rules.tunnels}
          onChange={(event) => change({ tunnels: event.currentTarget.checked })}
        />
        Open tunnels: a packet in IP-in-IP, 6in4, GRE or VXLAN counts as the packet inside
      </label>
      <div>
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={rules.preset === "paper"}
            aria-describedby={presetHint}
            onChange={(event) => change({ preset: event.currentTarget.checked ? "paper" : DEFAULT_RULES.preset })}
          />
          The paper's preset: one fingerprint for each whole flow
        </label>
        <p id={presetHint} className={faults.preset === undefined ? styles.hint : styles.fault}>
          {faults.preset ?? "Port 5060, 20 minutes. Two tools at once give one mixed fingerprint."}
        </p>
      </div>
      <p className={styles.hint}>
        {isOpen && "All captures of the case are read again from their files; labels, notes and bookmarks stay. "}
        The rules hold until the program ends.
      </p>
      <div className={styles.buttons}>
        <Button onClick={() => setTyped(DEFAULT_RULES)}>Usual rules</Button>
        <span className={styles.space} />
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={!read.ok}>
          {isOpen ? "Read again under these rules" : "Use these rules"}
        </Button>
      </div>
    </form>
  );
}

function TextRule(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly fault: string | undefined;
  /** Has the keyboard when the dialog opens. */
  readonly first?: boolean;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { label, hint, value, fault, first = false, onChange } = props;
  const id = useId();
  return (
    <div className={styles.rule}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-autofocus={first || undefined}
        value={value}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} className={fault === undefined ? styles.hint : styles.fault}>
        {fault === undefined ? hint : safeString(fault)}
      </p>
    </div>
  );
}
