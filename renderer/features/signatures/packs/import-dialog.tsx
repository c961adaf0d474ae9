import { type ReactNode, useEffect, useState } from "react";
import type { ImportedRow, ImportPreview } from "../../../../core/contract/packs.ts";
import { useReading } from "../../../bridge/reading.ts";
import { useRequest } from "../../../bridge/use-request.ts";
import { openDialog, useDialogs } from "../../../commands/dialogs.ts";
import { importPack, stopEngines, useImporting } from "../../../commands/packs.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { countOf } from "../../../ui/numbers.ts";
import { SafeText } from "../../../ui/safe-text.tsx";
import { FailedState, LoadingState } from "../../../ui/states.tsx";
import { ToolGlyph } from "../../../ui/tool-glyph.tsx";
import { DifferenceTable } from "../difference-table.tsx";
import { TextField } from "../form-fields.tsx";
import { byDecision, IMPORT_WORDS, importSentence, whyNotImported } from "./pack-words.ts";
import styles from "./packs.module.css";
import { Seal } from "./seal.tsx";

type Preview = Extract<ImportPreview, { kind: "preview" }>;

/** What importing a pack would do, signature by signature, before it is done. */
export function ImportDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "pack-import");
  const file = useImporting((importing) => importing.file);
  return (
    <Dialog opened={opened} title="Import a signature pack" size="wide" close={() => openDialog(null)}>
      {file !== null && <Looking key={file} file={file} />}
    </Dialog>
  );
}

function Looking({ file }: { readonly file: string }): ReactNode {
  const revision = useReading((reading) => reading.state.revision);
  const [without, setWithout] = useState<readonly string[]>([]);
  const [last, setLast] = useState<Preview | null>(null);
  // Nobody waits any more for what is still being compared.
  useEffect(() => stopEngines, []);
  const { value, error, retry } = useRequest("pack.preview", { file, without: [...without] }, revision);
  if (value?.kind === "preview" && value !== last) setLast(value);
  useEffect(() => {
    if (value?.kind === "overtaken") retry();
  }, [value, retry]);
  if (error !== undefined) {
    return (
      <FailedState
        title="The pack could not be looked at"
        reason={error.message}
        advice="The library is as it was."
        action={{ title: "Try again", run: retry }}
      />
    );
  }
  if (value?.kind === "refused") return <Refused preview={value} />;
  // While a choice is worked out what is known stays on screen.
  const current = value?.kind === "preview" ? value : null;
  const shown = current ?? last;
  if (shown === null) return <LoadingState title="Comparing the pack with the library" />;
  return (
    <div className={styles.dialog}>
      <PackFacts preview={shown} />
      <Decide file={file} preview={shown} isCurrent={current !== null} without={without} leave={setWithout} />
    </div>
  );
}

function Refused({ preview }: { readonly preview: Extract<ImportPreview, { kind: "refused" }> }): ReactNode {
  return (
    <FailedState
      title="This is no pack that can be imported"
      reason={
        <ul className={styles.faults}>
          {preview.faults.map((fault) => (
            <li key={fault}>
              <SafeText text={fault} mono={false} />
            </li>
          ))}
        </ul>
      }
      advice="Nothing was imported; the library is as it was."
      action={{ title: "Close", run: () => openDialog(null) }}
    />
  );
}

function Decide(props: {
  readonly file: string;
  readonly preview: Preview;
  readonly isCurrent: boolean;
  readonly without: readonly string[];
  readonly leave: (without: readonly string[]) => void;
}): ReactNode {
  const { file, preview, isCurrent, without, leave } = props;
  const [stood] = useState(() => byDecision(preview.signatures, []).map(({ signature }) => signature));
  const [reason, setReason] = useState("");
  const [failed, setFailed] = useState<string | null>(null);
  const rows = byDecision(preview.signatures, stood);
  const why = whyNotImported(rows);
  const conflicting = rows.filter(({ kind }) => kind === "conflicting").map(({ signature }) => signature);
  const submit = async () => {
    const fault = await importPack(file, preview.sha256, without, reason.trim() || null);
    if (fault === null) openDialog(null);
    else setFailed(fault);
  };
  return (
    <form
      className={styles.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null && isCurrent) void submit();
      }}
    >
      <div className={styles.line}>
        <p role="status">
          <b>{importSentence(rows)}</b> {!isCurrent && "Comparing again…"}
        </p>
        {conflicting.length > 0 && (
          <Button onClick={() => leave([...without, ...conflicting])}>Leave out what conflicts</Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard has to reach it */}
      <section className={styles.scroll} tabIndex={0} aria-label="Signatures of the pack">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Take</th>
              <th scope="col">Signature</th>
              <th scope="col">Tool</th>
              <th scope="col">In this case</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.signature}
                row={row}
                toggle={() =>
                  leave(
                    without.includes(row.signature)
                      ? without.filter((id) => id !== row.signature)
                      : [...without, row.signature],
                  )
                }
              />
            ))}
          </tbody>
        </table>
      </section>
      <TextField label="Reason" value={reason} onChange={setReason} />
      {(failed ?? why) !== null && (
        <p role="alert" className={styles.warning}>
          ▲ <SafeText text={failed ?? why ?? ""} mono={false} />
        </p>
      )}
      <div className={styles.buttons}>
        <span className={styles.dim}>
          One step in the history, which can be undone. Names change at a re-match only.
        </span>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
        <Button primary disabled={why !== null || !isCurrent} keyHint="Enter">
          Import
        </Button>
      </div>
    </form>
  );
}

function PackFacts({ preview }: { readonly preview: Preview }): ReactNode {
  const { name, pack, changelog, sealedBy } = preview;
  const facts: readonly (readonly [string, string])[] = [
    ["File", name],
    ["Pack", `${pack.name} (${pack.id} ${pack.packVersion})`],
    ["Licence", pack.licence],
    ["Authors", pack.authors.join(", ")],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([what, text]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <SafeText text={text} mono={false} />
            </dd>
          </div>
        ))}
        <div>
          <dt>Seal</dt>
          <dd>{sealedBy === null ? "none: nothing proves who made it" : <Seal publicKey={sealedBy} />}</dd>
        </div>
      </dl>
      {changelog.length > 0 && (
        <details className={styles.more}>
          <summary>Changelog: {countOf(changelog.length, "entry", "entries")}</summary>
          <ul className={styles.plain}>
            {changelog.map(({ packVersion, note }) => (
              <li key={`${packVersion} ${note}`}>
                <SafeText text={packVersion} mono={false} />: <SafeText text={note} mono={false} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Row({ row, toggle }: { readonly row: ImportedRow; readonly toggle: () => void }): ReactNode {
  const { signature, tool, kind, because, retired, changes } = row;
  return (
    <tr className={kind === "left" || kind === "identical" ? styles.quiet : undefined}>
      <td>
        {kind !== "identical" && (
          <input type="checkbox" aria-label={`Take ${signature}`} checked={kind !== "left"} onChange={toggle} />
        )}
      </td>
      <th scope="row">
        <SafeText text={signature} expandable={false} />
      </th>
      <td>
        <span className={styles.tool}>
          <ToolGlyph tool={tool.id} />
          <SafeText text={tool.name} mono={false} expandable={false} />
        </span>
      </td>
      <td>
        <span className={kind === "conflicting" ? styles.warning : undefined}>
          {kind === "conflicting" && "▲ "}
          {IMPORT_WORDS[kind]}
          {retired && ", retired here"}
        </span>
        {because !== "" && (
          <>
            : <SafeText text={because} mono={false} />
          </>
        )}
        {changes.length > 0 && (
          <details>
            <summary>{countOf(changes.length, "difference")}</summary>
            <DifferenceTable changes={changes} />
          </details>
        )}
      </td>
    </tr>
  );
}
