import { type ReactNode, useEffect, useState } from "react";
import {
  type ExportChoice,
  type ExportFacts,
  type ExportSheet,
  PACK_TARGETS,
  type PackTarget,
} from "../../../../core/contract/packs.ts";
import { useReading } from "../../../bridge/reading.ts";
import { useRequest } from "../../../bridge/use-request.ts";
import { openDialog, useDialogs } from "../../../commands/dialogs.ts";
import { stopEngines, writeExport } from "../../../commands/packs.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { useSettled } from "../../../ui/filter-field/use-settled.ts";
import { countOf, formatBytes } from "../../../ui/numbers.ts";
import { safeString } from "../../../ui/safe-string.ts";
import { SafeText } from "../../../ui/safe-text.tsx";
import { FailedState, LoadingState } from "../../../ui/states.tsx";
import { ChoiceField, TextField } from "../form-fields.tsx";
import { ENGINE_WORDS, namesIn, sumOfFound, TARGET_WORDS, whatIsMissing } from "./export-words.ts";
import { FidelityTable } from "./fidelity-table.tsx";
import { useKeys } from "./keys-dialog.tsx";
import styles from "./packs.module.css";
import { ScopeField, useScope } from "./scope-field.tsx";

type Sheet = Extract<ExportSheet, { kind: "sheet" }>;

/** Leaks that are named at once; the others are folded. */
const MOST_LEAKS = 4;

/** Where signatures leave, after a look at what the file keeps of them and whether it gives the telescope away. */
export function ExportDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "pack-export");
  return (
    <Dialog opened={opened} title="Export signatures" size="wide" close={() => openDialog(null)}>
      <ChooseSignatures />
    </Dialog>
  );
}

function ChooseSignatures(): ReactNode {
  const { scope, setScope, signatures } = useScope();
  const { value, error, retry } = useRequest("export.facts", { signatures: [...signatures] }, 0);
  if (error !== undefined) {
    return (
      <FailedState title="Nothing can be exported" reason={error.message} action={{ title: "Try again", run: retry }} />
    );
  }
  return (
    <div className={styles.dialog}>
      <ScopeField label="Export" scope={scope} setScope={setScope} />
      {value === undefined ? (
        <LoadingState title="Asking what they are" />
      ) : (
        <ExportForm key={scope} signatures={signatures} suggested={value} />
      )}
    </div>
  );
}

const TARGETS = PACK_TARGETS.map((value) => ({ value, words: TARGET_WORDS[value] }));

function ExportForm(props: { readonly signatures: readonly string[]; readonly suggested: ExportFacts }): ReactNode {
  const { signatures, suggested } = props;
  const [target, setTarget] = useState<PackTarget>("ringpack");
  const [facts, setFacts] = useState(suggested);
  const [authors, setAuthors] = useState(suggested.authors.join(", "));
  const [release, setRelease] = useState("");
  const [sealedBy, setSealedBy] = useState("");
  const [failed, setFailed] = useState<string | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const choice: ExportChoice = { signatures: [...signatures], target, facts: { ...facts, authors: namesIn(authors) } };
  const missing = whatIsMissing(choice.facts);
  const set = (change: Partial<ExportFacts>) => setFacts((old) => ({ ...old, ...change }));
  const isReleased = sheet !== null && (sheet.leaks.length === 0 || release.trim() !== "");
  const submit = async () => {
    const written = `${countOf(signatures.length, "signature")} exported as ${TARGET_WORDS[target]}.`;
    const outcome = await writeExport(
      choice,
      release.trim() || null,
      (target === "ringpack" && sealedBy) || null,
      written,
    );
    if (outcome === "written") openDialog(null);
    else setFailed(outcome === "closed" ? null : outcome.fault);
  };
  return (
    <form
      className={styles.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReleased) void submit();
      }}
    >
      <div className={styles.names}>
        <ChoiceField label="As" value={target} choices={TARGETS} onChange={setTarget} />
        <TextField label="Licence" value={facts.licence} onChange={(licence) => set({ licence })} hint="as CC-BY-4.0" />
        <TextField label="Pack id" value={facts.id} onChange={(id) => set({ id })} />
        <TextField label="Version" value={facts.packVersion} onChange={(packVersion) => set({ packVersion })} />
        <TextField label="Name" value={facts.name} onChange={(name) => set({ name })} />
        <TextField label="Authors" value={authors} onChange={setAuthors} hint="separated by commas" />
        {target === "ringpack" && <SealField sealedBy={sealedBy} setSealedBy={setSealedBy} />}
      </div>
      {sheet !== null && missing === null && sheet.leaks.length > 0 && (
        <LeakGuard leaks={sheet.leaks} release={release} setRelease={setRelease} />
      )}
      {missing === null ? (
        <LookedAt choice={choice} onSheet={setSheet} />
      ) : (
        <p role="status" className={styles.warning}>
          ▲ {missing}
        </p>
      )}
      {failed !== null && (
        <p role="alert" className={styles.warning}>
          ▲ <SafeText text={failed} mono={false} />
        </p>
      )}
      <div className={styles.buttons}>
        <span className={styles.dim}>
          {target === "ringpack" ? "" : "The sheet is written beside the file, as .fidelity.json."}
        </span>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={!isReleased || missing !== null}>
          Save as…
        </Button>
      </div>
    </form>
  );
}

/** Which of the analyst's own keys seals the pack. */
function SealField(props: { readonly sealedBy: string; readonly setSealedBy: (publicKey: string) => void }): ReactNode {
  const { value = [] } = useKeys();
  const own = value.filter(({ kind }) => kind === "own");
  const choices = [
    { value: "", words: own.length === 0 ? "no seal: you have no key yet" : "no seal" },
    ...own.map(({ publicKey, name }) => ({
      value: publicKey,
      words: `${safeString(name)} (${publicKey.slice(0, 8)}…)`,
    })),
  ];
  return <ChoiceField label="Seal" value={props.sealedBy} choices={choices} onChange={props.setSealedBy} />;
}

/** What the export would be; `onSheet` is told what is known of the choice as it stands, and null while nothing is. */
function LookedAt(props: {
  readonly choice: ExportChoice;
  readonly onSheet: (sheet: Sheet | null) => void;
}): ReactNode {
  const { onSheet } = props;
  const wanted = JSON.stringify(props.choice);
  const isSettled = useSettled(wanted);
  const [choice, setChoice] = useState(props.choice);
  useEffect(() => {
    if (isSettled) setChoice(JSON.parse(wanted) as ExportChoice);
  }, [isSettled, wanted]);
  // An engine that was asked for it is not waited for any more.
  useEffect(() => stopEngines, []);
  const revision = useReading((reading) => reading.state.revision);
  const { value, error, retry } = useRequest("export.look", { choice }, revision);
  const isCurrent = JSON.stringify(choice) === wanted;
  useEffect(() => {
    if (value?.kind === "overtaken") retry();
    onSheet(isCurrent && value?.kind === "sheet" ? value : null);
  }, [value, retry, isCurrent, onSheet]);
  if (error !== undefined) {
    return (
      <FailedState
        title="The export could not be worked out"
        reason={error.message}
        advice="Nothing was written."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value?.kind === "reading") return <p role="status">Signatures can be exported once all captures are read.</p>;
  if (value?.kind === "refused") {
    return (
      <div role="alert" className={styles.warning}>
        ▲ This makes no sound pack:
        <ul className={styles.plain}>
          {value.faults.map((fault) => (
            <li key={fault}>
              <SafeText text={fault} mono={false} />
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (value?.kind !== "sheet" || !isCurrent) return <LoadingState title="Writing it, and measuring what it finds" />;
  return <SheetView sheet={value} target={choice.target} />;
}

function SheetView({ sheet, target }: { readonly sheet: Sheet; readonly target: PackTarget }): ReactNode {
  const { rules, bytes, remarks, engine } = sheet;
  const inCase = rules.flatMap((rule) => (rule.inCase === null ? [] : [rule.inCase]));
  const program = ENGINE_WORDS[target];
  return (
    <>
      <p role="status">
        <b>
          {countOf(rules.length, "signature")}, {formatBytes(bytes)}.
        </b>{" "}
        Among the examples: {sumOfFound(rules.map(({ examples }) => examples))}.
        {inCase.length > 0 && ` Among the messages kept in this case: ${sumOfFound(inCase)}.`}
      </p>
      {program !== undefined && engine === null && (
        <p className={styles.dim}>{program} is not installed, so only our own evaluation stands here.</p>
      )}
      {engine !== null && engine.complaints.length > 0 && (
        <p className={styles.warning}>
          ▲ {engine.name} complains: <SafeText text={engine.complaints[0] ?? ""} mono={false} />
        </p>
      )}
      <FidelityTable sheet={sheet} />
      <details className={styles.more}>
        <summary>What is true of every rule</summary>
        <ul className={styles.plain}>
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function LeakGuard(props: {
  readonly leaks: readonly string[];
  readonly release: string;
  readonly setRelease: (text: string) => void;
}): ReactNode {
  const { leaks, release, setRelease } = props;
  const folded = leaks.slice(MOST_LEAKS);
  return (
    <section className={styles.guard} aria-label="Leak guard">
      <p className={styles.warning}>
        ▲ It would give the telescope away, and is not written unless you say why it may leave:
      </p>
      <Leaks leaks={leaks.slice(0, MOST_LEAKS)} />
      {folded.length > 0 && (
        <details>
          <summary>{countOf(folded.length, "further place")}</summary>
          <Leaks leaks={folded} />
        </details>
      )}
      <TextField label="Release" value={release} onChange={setRelease} hint="why it may leave all the same" />
    </section>
  );
}

function Leaks({ leaks }: { readonly leaks: readonly string[] }): ReactNode {
  return (
    <ul className={styles.plain}>
      {leaks.map((leak) => (
        <li key={leak}>
          <SafeText text={leak} mono={false} />
        </li>
      ))}
    </ul>
  );
}
