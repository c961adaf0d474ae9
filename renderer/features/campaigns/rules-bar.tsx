import { type ReactNode, useEffect, useId, useState } from "react";
import type { CampaignList, CampaignRuleSet } from "../../../core/contract/campaigns.ts";
import { useRole } from "../../bridge/role.ts";
import { setCampaignRules } from "../../commands/campaigns.ts";
import { Button } from "../../ui/button.tsx";
import { dateOf, dayOf } from "./campaign-words.ts";
import styles from "./rules-bar.module.css";

type Found = Extract<CampaignList, { kind: "found" }>;

/** How campaigns are found. Each change is kept in the case and looked for at once. */
export function RulesBar({ found, asking }: { readonly found: Found; readonly asking: boolean }): ReactNode {
  const { presetRules, extent } = found;
  const readOnly = useRole((role) => role.readOnly);
  const [asked, setAsked] = useState<CampaignRuleSet | null>(null);
  // A change is made to what was asked for last: what was found before it may still be on its way.
  const rules = asked ?? found.rules;
  const isFound = asked === null || isSame(asked, found.rules);
  useEffect(() => {
    if (isFound) setAsked(null);
  }, [isFound]);
  const ask = async (wanted: CampaignRuleSet | null) => {
    setAsked(wanted ?? presetRules);
    if (!(await setCampaignRules(wanted))) setAsked(null);
  };
  const change = (part: Partial<CampaignRuleSet>) => void ask({ ...rules, ...part });
  const isUsual = isSame(rules, presetRules);
  const presetId = useId();
  return (
    <fieldset className={styles.bar} disabled={readOnly}>
      <legend className={styles.legend}>Parameters</legend>
      <span className={styles.part}>
        <label htmlFor={presetId}>Preset</label>
        <select
          id={presetId}
          value={rules.preset}
          onChange={(event) => {
            const preset = event.currentTarget.value === "paper" ? "paper" : "default";
            change({ preset, chanceGuard: preset === "default" });
          }}
        >
          <option value="default">within each tool</option>
          <option value="paper">the paper's: all sources</option>
        </select>
      </span>
      <NumberRule
        label="Least sources"
        value={rules.minClusterSize}
        least={2}
        most={10_000}
        onChange={(minClusterSize) => change({ minClusterSize })}
      />
      <NumberRule
        label="Sources in a core"
        value={rules.minSamples}
        least={1}
        most={1000}
        onChange={(minSamples) => change({ minSamples })}
      />
      <Switch
        label="counts itself"
        on={rules.countsItself}
        onChange={(countsItself) => change({ countsItself })}
        about="Whether a source is one of the sources in its own core, as in scikit-learn and R"
      />
      <Switch
        label="chance guard"
        on={rules.chanceGuard}
        onChange={(chanceGuard) => change({ chanceGuard })}
        about="Sources of one day count only where five of one tool started within one hour; else they are marked"
      />
      {extent !== null && <Period extent={extent} period={rules.period} onChange={(period) => change({ period })} />}
      <Button onClick={() => void ask(null)} disabled={isUsual}>
        Back to preset
      </Button>
      <span className={styles.state} role="status">
        {asking || !isFound ? "Looking for campaigns…" : isUsual ? "" : "Not the case's preset"}
      </span>
    </fieldset>
  );
}

function isSame(one: CampaignRuleSet, other: CampaignRuleSet): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function NumberRule(props: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}): ReactNode {
  const { label, value, least, most, onChange } = props;
  const id = useId();
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
  return (
    <span className={styles.part}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={least}
        max={most}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          const number = Number(event.currentTarget.value);
          if (Number.isInteger(number) && number >= least && number <= most && number !== value) onChange(number);
        }}
        onBlur={() => setTyped(String(value))}
      />
    </span>
  );
}

function Switch(props: {
  readonly label: string;
  readonly about: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}): ReactNode {
  return (
    <label className={styles.part} title={props.about}>
      <input type="checkbox" checked={props.on} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}

/** First and last day that count, within the days the captures cover. */
function Period(props: {
  readonly extent: readonly [number, number];
  readonly period: readonly [number, number] | null;
  readonly onChange: (period: [number, number] | null) => void;
}): ReactNode {
  const { extent, period, onChange } = props;
  const [first, last] = period ?? extent;
  const fromId = useId();
  const toId = useId();
  const set = (from: number | null, to: number | null) => {
    if (from === null || to === null || from > to) return;
    onChange(from <= extent[0] && to >= extent[1] ? null : [from, to]);
  };
  const bounds = { min: dateOf(extent[0]), max: dateOf(extent[1]) };
  return (
    <span className={styles.part}>
      <label htmlFor={fromId}>Days from</label>
      <input
        id={fromId}
        type="date"
        {...bounds}
        value={dateOf(first)}
        onChange={(event) => set(dayOf(event.currentTarget.value), last)}
      />
      <label htmlFor={toId}>to</label>
      <input
        id={toId}
        type="date"
        {...bounds}
        value={dateOf(last)}
        onChange={(event) => set(first, dayOf(event.currentTarget.value))}
      />
    </span>
  );
}
