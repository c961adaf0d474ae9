import { z } from "zod";
import { LabelCovers, type LabelTemplate, labelTemplateOf } from "../../fingerprint/label-cover.ts";
import { copyStrandState, mergeStrandStates } from "../../fingerprint/strand-state.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { CaseError, damagedCase } from "./case-fault.ts";
import type { CaseFile } from "./case-file.ts";
import { type CaseStrand, strandsOfCase } from "./case-strands.ts";
import { insertEvent, listEvents } from "./events.ts";

/** Longest name and reason, in characters. */
const MOST_NAME = 200;
const MOST_REASON = 10_000;
const KIND = "label";
/** Of what a clock can show, in milliseconds from 1970. */
const MOST_MS = 8.64e15;

const name = z.string().trim().min(1).max(MOST_NAME);

/** What an analyst says of a fingerprint. What is not said is null. */
export const labelRequestSchema = z.object({
  fingerprint: name,
  tool: name,
  family: name.nullable().default(null),
  variant: name.nullable().default(null),
  reason: z.string().max(MOST_REASON).nullable().default(null),
});

export type LabelRequest = z.infer<typeof labelRequestSchema>;

const templates = z.array(z.tuple([z.string(), z.string()]));

/** A label as its event keeps it: with the template it was given on. */
const labelSchema = labelRequestSchema.extend({
  text: z.string(),
  template: z.object({
    method: z.string().nullable(),
    order: z.array(z.string()).nullable(),
    mandatory: templates,
    optional: templates,
  }),
});

/** A label of a case, and the event that gave it. */
export interface CaseLabel extends z.infer<typeof labelSchema> {
  readonly event: number;
  readonly atMs: number;
  readonly author: string;
}

/** What a label covers. */
export interface LabelExtent {
  readonly label: CaseLabel;
  readonly strands: number;
  readonly flows: number;
  readonly sources: number;
  readonly packets: number;
}

/** All labels that were ever given, in the order of time. Throws `CaseError` for an event that is no label of ours. */
export async function labelHistory(opened: CaseFile): Promise<CaseLabel[]> {
  const events = await opened.use(listEvents);
  return events
    .filter(({ kind }) => kind === KIND)
    .map(({ id, atMs, author, body }) => {
      if (Math.abs(atMs) > MOST_MS) throw new CaseError(damagedCase(opened.name));
      return { ...decodeLabel(body, opened.name), event: id, atMs, author };
    });
}

/** The labels that hold: of each fingerprint the last one; ascending by fingerprint. */
export function currentLabels(history: readonly CaseLabel[]): CaseLabel[] {
  const current = new Map(history.map((label) => [label.fingerprint, label]));
  return [...current.values()].sort((a, b) => byCodeUnits(a.fingerprint, b.fingerprint));
}

/** What each label covers. A strand has one label: of those that cover it the one with most literal bytes. */
export function extentsOf(
  labels: readonly CaseLabel[],
  strands: readonly CaseStrand[],
  caseName: string,
): LabelExtent[] {
  const covered = new Map<CaseLabel, CaseStrand[]>(labels.map((label) => [label, []]));
  const covers = coversOf(labels, caseName);
  for (const strand of strands) {
    const label = covers.find(strand.fingerprint, strand.state);
    if (label !== null) covered.get(label)?.push(strand);
  }
  return Array.from(covered, ([label, its]) => ({
    label,
    strands: its.length,
    flows: new Set(its.map(({ flow }) => flow)).size,
    sources: new Set(its.map(({ source }) => source)).size,
    packets: its.reduce((sum, { state }) => sum + state.packets, 0),
  }));
}

/** Gives labels to fingerprints of a case. */
export class Labeller {
  private readonly opened: CaseFile;
  private readonly strands: ReadonlyMap<string, readonly CaseStrand[]>;
  /** Labels of fingerprints that no strand has any more keep their template. */
  private readonly labelled: Map<string, { readonly text: string; readonly template: LabelTemplate }>;

  private constructor(opened: CaseFile, strands: readonly CaseStrand[], history: readonly CaseLabel[]) {
    this.opened = opened;
    const byFingerprint = new Map<string, CaseStrand[]>();
    for (const strand of strands) {
      const known = byFingerprint.get(strand.fingerprint);
      if (known === undefined) byFingerprint.set(strand.fingerprint, [strand]);
      else known.push(strand);
    }
    this.strands = byFingerprint;
    this.labelled = new Map(history.map((label) => [label.fingerprint, label]));
  }

  /** Reads the fingerprints of a case that is open for writing. */
  static async of(opened: CaseFile): Promise<Labeller> {
    return new Labeller(opened, await strandsOfCase(opened), await labelHistory(opened));
  }

  /** Gives a label. It is in the case for good once this resolves to null; else to the sentence why it is not. */
  async add(request: LabelRequest, author: string, atMs: number): Promise<string | null> {
    const given = this.templateOf(request.fingerprint);
    if (given === null) {
      return `${this.opened.name} holds no fingerprint ${request.fingerprint}. "ringprint export" lists those it holds.`;
    }
    const body = JSON.stringify({ ...request, ...given });
    await this.opened.save((connection) => insertEvent(connection, { atMs, author, kind: KIND, body }));
    return null;
  }

  private templateOf(fingerprint: string): { readonly text: string; readonly template: LabelTemplate } | null {
    const [first, ...others] = this.strands.get(fingerprint) ?? [];
    if (first === undefined) {
      const known = this.labelled.get(fingerprint);
      return known === undefined ? null : { text: known.text, template: known.template };
    }
    const merged = copyStrandState(first.state);
    for (const { state } of others) mergeStrandStates(merged, copyStrandState(state));
    return { text: first.text, template: labelTemplateOf(merged) };
  }
}

function decodeLabel(body: string, caseName: string): z.infer<typeof labelSchema> {
  try {
    return labelSchema.parse(JSON.parse(body));
  } catch {
    throw new CaseError(damagedCase(caseName));
  }
}

function coversOf(labels: readonly CaseLabel[], caseName: string): LabelCovers<CaseLabel> {
  try {
    return new LabelCovers(labels);
  } catch (error) {
    throw error instanceof RangeError ? new CaseError(damagedCase(caseName)) : error;
  }
}
