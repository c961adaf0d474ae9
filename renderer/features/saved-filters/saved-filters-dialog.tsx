import { type FormEvent, type ReactNode, useEffect, useMemo, useState } from "react";
import type { SavedFilter } from "../../../core/contract/saved-filter.ts";
import { useRole } from "../../bridge/role.ts";
import { askForFilters, keepFilters, useSavedFilters } from "../../bridge/saved-filters.ts";
import { type Command, useCommands } from "../../commands/commands.ts";
import { openDialog, useDialogs } from "../../commands/dialogs.ts";
import { sayFailed } from "../../commands/notices.ts";
import { useWorkspace } from "../../commands/workspace.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { safeString } from "../../ui/safe-string.ts";
import { SafeText } from "../../ui/safe-text.tsx";
import { chooseFilter, faultOfFilter } from "./choose-filter.ts";
import styles from "./saved-filters.module.css";
import { type Changed, deleteFilter, renameFilter, saveFilter } from "./saved-filters.ts";

/** Filters by name: to save, choose, rename and delete. The case keeps them. */
export function SavedFiltersDialog(): ReactNode {
  const opened = useDialogs((dialogs) => dialogs.open === "filters");
  const filters = useSavedFilters((store) => store.filters);
  const commands = useMemo(
    (): readonly Command[] =>
      filters.map((filter, index) => ({
        id: `filters.choose.${index}`,
        title: `Filter: ${safeString(filter.name)}`,
        group: "Everywhere",
        keys: [],
        run: () => {
          const failure = chooseFilter(filter);
          if (failure !== null) sayFailed(failure);
        },
      })),
    [filters],
  );
  useCommands(commands);
  return (
    <Dialog opened={opened} title="Saved filters" size="narrow" close={() => openDialog(null)}>
      <Content filters={filters} />
    </Dialog>
  );
}

function Content({ filters }: { readonly filters: readonly SavedFilter[] }): ReactNode {
  const readOnly = useRole((role) => role.readOnly);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => void askForFilters(), []);
  const keep = (changed: Changed): boolean => {
    if (!changed.ok) {
      setSaid(changed.message);
      return false;
    }
    setSaid(null);
    void keepFilters(changed.filters).then(setSaid);
    return true;
  };
  return (
    <div className={styles.content}>
      {!readOnly && <SaveForm onSave={(name, text) => keep(saveFilter(filters, name, text))} />}
      {filters.length === 0 ? (
        <p className={styles.hint}>No filter is saved in this case yet. Saved ones travel with the case.</p>
      ) : (
        <ul className={styles.list} aria-label="Saved filters">
          {filters.map((filter, index) => (
            <li key={filter.name}>
              <OneFilter
                filter={filter}
                first={index === 0}
                readOnly={readOnly}
                onChoose={() => {
                  const failure = chooseFilter(filter);
                  setSaid(failure);
                  if (failure === null) openDialog(null);
                }}
                onRename={(name) => keep(renameFilter(filters, filter.name, name))}
                onDelete={() => keep({ ok: true, filters: deleteFilter(filters, filter.name) })}
              />
            </li>
          ))}
        </ul>
      )}
      <p role="status" className={styles.said}>
        {said !== null && <SafeText text={said} mono={false} expandable={false} />}
      </p>
    </div>
  );
}

/** Saves what is filtered by now. */
function SaveForm({ onSave }: { readonly onSave: (name: string, text: string) => boolean }): ReactNode {
  const text = useWorkspace((workspace) => workspace.query.text);
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (onSave(name, text)) setName("");
  };
  if (text.trim() === "") {
    return <p className={styles.hint}>Nothing is filtered by text now, so there is no filter to save.</p>;
  }
  return (
    <form className={styles.save} onSubmit={submit}>
      <label>
        <span>
          Save <SafeText text={text} expandable={false} /> as
        </span>
        <input
          type="text"
          data-autofocus
          value={name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Button primary>Save filter</Button>
    </form>
  );
}

function OneFilter(props: {
  readonly filter: SavedFilter;
  readonly first: boolean;
  readonly readOnly: boolean;
  readonly onChoose: () => void;
  readonly onRename: (name: string) => boolean;
  readonly onDelete: () => void;
}): ReactNode {
  const { filter, first, readOnly, onChoose, onRename, onDelete } = props;
  const [name, setName] = useState<string | null>(null);
  const fault = faultOfFilter(filter);
  const said = safeString(filter.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== null && onRename(name)) setName(null);
  };
  return (
    <>
      {name === null ? (
        <button type="button" className={styles.choose} data-autofocus={first || undefined} onClick={onChoose}>
          <strong>
            <SafeText text={filter.name} mono={false} expandable={false} />
          </strong>
          <SafeText text={filter.text} expandable={false} />
          {fault !== null && <span className={styles.said}>▲ no filter in this version: {safeString(fault)}</span>}
        </button>
      ) : (
        <form className={styles.save} onSubmit={submit}>
          <label>
            <span>Another name for {said}</span>
            <input
              ref={(element) => element?.focus()}
              type="text"
              value={name}
              maxLength={80}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <Button primary>Rename</Button>
        </form>
      )}
      {!readOnly && name === null && (
        <>
          <button
            type="button"
            className={styles.small}
            aria-label={`Rename ${said}`}
            onClick={() => setName(filter.name)}
          >
            Rename
          </button>
          <button type="button" className={styles.small} aria-label={`Delete ${said}`} onClick={onDelete}>
            Delete
          </button>
        </>
      )}
    </>
  );
}
