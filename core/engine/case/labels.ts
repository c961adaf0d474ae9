import { z } from "zod";
import { type LabelRequest, labelRequestSchema } from "../../contract/labels.ts";
import { type CoveringLabel, LabelCovers, type LabelTemplate, labelTemplateOf } from "../../fingerprint/label-cover.ts";
import { copyStrandState, mergeStrandStates, type StrandState } from "../../fingerprint/strand-state.ts";
import { byCodeUnits } from "../../fingerprint/value-state.ts";
import type { IpAddress } from "../../net/address.ts";
import { flowIdOf } from "../../report/flow-report.ts";
import { CaseError, damagedCase } from "./case-fault.ts";
import type { CaseFile } from "./case-file.ts";
import { forStrandsOfCase } from "./case-strands.ts";
import { type CaseEvent, insertEvent, listEvents, type NewEvent } from "./events.ts";
import { decodeBody, historyOf } from "./history.ts";
import type { CaseStrand } from "./listed-strands.ts";

const LABEL = "label";
const UNLABEL = "unlabel";
/** Of what a clock can show, in milliseconds from 1970. */
const MOST_MS = 8.64e15;

const templates = z.array(z.tuple([z.string(), z.string()]));

/** What was said of the fingerprint before; null: nothing. Events of the first version do not tell. */
const saidBefore = labelRequestSchema.nullable().optional();

/** A label as its event keeps it: with the template it was given on. */
const labelSchema = labelRequestSchema.extend({
  text: z.string(),
  template: z.object({
    method: z.string().nullable(),
    order: z.array(z.string()).nullable(),
    mandatory: templates,
    optional: templates,
  }),
  before: saidBefore,
});

/** Of a label that was taken away. */
const unlabelSchema = z.object({ fingerprint: labelRequestSchema.shape.fingerprint, before: saidBefore });

/** What a label is given on. */
export interface LabelGround {
  /** The text of the fingerprint that is hashed. */
  readonly text: string;
  readonly template: LabelTemplate;
}

/** When something was said, by whom, and in which event. */
interface Said {
  readonly event: number;
  readonly atMs: number;
  readonly author: string;
}

/** A label of a case, and the event that gave it. */
export interface CaseLabel extends LabelRequest, LabelGround, Said {}

/** A label that was given or taken away, and whether that was undone since. */
export interface LabelEvent extends Said {
  readonly fingerprint: string;
  /** Null: it was taken away. */
  readonly label: CaseLabel | null;
  /** What the analyst found there; null: nothing. Undefined where the event does not tell. */
  readonly before: LabelRequest | null | undefined;
  readonly undone: boolean;
}

/** What a label covers. */
export interface LabelExtent {
  readonly label: CaseLabel;
  readonly strands: number;
  readonly flows: number;
  readonly sources: number;
  readonly packets: number;
}

/** All labels that were ever given or taken away, in the order of time. Throws `CaseError` for an event that is none of ours. */
export async function labelHistory(opened: CaseFile): Promise<LabelEvent[]> {
  return labelEventsOf(await opened.use(listEvents), opened.name);
}

/** The same of events that were read. */
export function labelEventsOf(events: readonly CaseEvent[], caseName: string): LabelEvent[] {
  const holding = new Set(historyOf(events, caseName).holding);
  return events
    .filter(({ kind }) => kind === LABEL || kind === UNLABEL)
    .map((event) => {
      const { id, atMs, author, kind, body } = event;
      if (Math.abs(atMs) > MOST_MS) throw new CaseError(damagedCase(caseName));
      const said = { event: id, atMs, author, undone: !holding.has(event) };
      if (kind === UNLABEL) {
        const { fingerprint, before } = decodeBody(body, unlabelSchema, caseName);
        return { ...said, fingerprint, label: null, before };
      }
      const { before, ...given } = decodeBody(body, labelSchema, caseName);
      return { ...said, fingerprint: given.fingerprint, label: { ...given, event: id, atMs, author }, before };
    });
}

/** The labels that hold: of each fingerprint the last one; ascending by fingerprint. */
export function currentLabels(history: readonly LabelEvent[]): CaseLabel[] {
  const holding = history.filter(({ undone }) => !undone);
  const current = new Map(holding.map(({ fingerprint, label }) => [fingerprint, label]));
  return [...current.values()]
    .filter((label) => label !== null)
    .sort((a, b) => byCodeUnits(a.fingerprint, b.fingerprint));
}

/**
 * What each label covers, counted strand by strand. A strand has one label: of those that cover it the one with most
 * literal bytes.
 */
export class LabelExtents {
  private readonly covers: LabelCovers<CaseLabel>;
  private readonly counts: ReadonlyMap<CaseLabel, GrowingExtent>;

  constructor(labels: readonly CaseLabel[], caseName: string) {
    this.covers = coversOf(labels, caseName);
    this.counts = new Map(
      labels.map((label) => [label, { strands: 0, flows: new Set(), sources: new Set(), packets: 0 }]),
    );
  }

  /** Counts a strand; each strand once. */
  add({ fingerprint, source, flow, state }: CaseStrand): void {
    const label = this.covers.find(fingerprint, state);
    const extent = label === null ? undefined : this.counts.get(label);
    if (extent === undefined) return;
    extent.strands += 1;
    extent.flows.add(flowIdOf(source, flow));
    extent.sources.add(source);
    extent.packets += state.packets;
  }

  /** What was counted, in the order of the labels. */
  extents(): LabelExtent[] {
    return Array.from(this.counts, ([label, { strands, flows, sources, packets }]) => ({
      label,
      strands,
      flows: flows.size,
      sources: sources.size,
      packets,
    }));
  }
}

interface GrowingExtent {
  strands: number;
  /** Ids. */
  readonly flows: Set<string>;
  readonly sources: Set<IpAddress>;
  packets: number;
}

/** The event that gives a label. `before`: the one the fingerprint has. */
export function labelEvent(request: LabelRequest, ground: LabelGround, before: CaseLabel | null): LabelChange {
  const { text, template } = ground;
  return { kind: LABEL, body: JSON.stringify({ ...request, text, template, before: before && saidOf(before) }) };
}

/** The event that takes a label away. */
export function unlabelEvent(label: CaseLabel): LabelChange {
  return { kind: UNLABEL, body: JSON.stringify({ fingerprint: label.fingerprint, before: saidOf(label) }) };
}

/** What the event of a label was about, in words. */
export function describeLabelEvent({ kind, body }: Pick<CaseEvent, "kind" | "body">, caseName: string): string {
  if (kind === LABEL) {
    const { fingerprint, tool } = decodeBody(body, labelSchema, caseName);
    return `the label ${tool} of ${fingerprint}`;
  }
  return `taking away the label of ${decodeBody(body, unlabelSchema, caseName).fingerprint}`;
}

type LabelChange = Pick<NewEvent, "kind" | "body">;

function saidOf({ fingerprint, tool, family, variant, certainty, reason }: CaseLabel): LabelRequest {
  return { fingerprint, tool, family, variant, certainty, reason };
}

/** What labels can be given on: the template of all strands of each fingerprint, merged one by one. */
export class LabelGrounds {
  private readonly byFingerprint = new Map<string, { readonly text: string; state: StrandState; isOwn: boolean }>();

  /** Adds a strand, which stays as it is. */
  add({ fingerprint, text, state }: Pick<CaseStrand, "fingerprint" | "text" | "state">): void {
    const known = this.byFingerprint.get(fingerprint);
    if (known === undefined) {
      this.byFingerprint.set(fingerprint, { text, state, isOwn: false });
      return;
    }
    // Merging uses its operands up.
    if (!known.isOwn) known.state = copyStrandState(known.state);
    known.isOwn = true;
    mergeStrandStates(known.state, copyStrandState(state));
  }

  /** What a label of this fingerprint is given on; null where no strand has it. */
  of(fingerprint: string): LabelGround | null {
    const known = this.byFingerprint.get(fingerprint);
    return known === undefined ? null : { text: known.text, template: labelTemplateOf(known.state) };
  }
}

/** Gives labels to fingerprints of a case that stands still. */
export class Labeller {
  private readonly opened: CaseFile;
  private readonly grounds: LabelGrounds;
  /** The last label of each fingerprint: of those that no strand has any more, it keeps the template. */
  private readonly given = new Map<string, CaseLabel>();
  private readonly current: Map<string, CaseLabel>;

  private constructor(opened: CaseFile, grounds: LabelGrounds, history: readonly LabelEvent[]) {
    this.opened = opened;
    this.grounds = grounds;
    for (const { fingerprint, label } of history) if (label !== null) this.given.set(fingerprint, label);
    this.current = new Map(currentLabels(history).map((label) => [label.fingerprint, label]));
  }

  /** Reads the fingerprints of a case that is open for writing. */
  static async of(opened: CaseFile): Promise<Labeller> {
    const grounds = new LabelGrounds();
    await forStrandsOfCase(opened, (strand) => grounds.add(strand));
    return new Labeller(opened, grounds, await labelHistory(opened));
  }

  /** Gives a label. It is in the case for good once this resolves to null; else to the sentence why it is not. */
  async add(request: LabelRequest, author: string, atMs: number): Promise<string | null> {
    const { fingerprint } = request;
    const ground = this.grounds.of(fingerprint) ?? this.given.get(fingerprint) ?? null;
    if (ground === null) return noFingerprint(this.opened.name, fingerprint);
    const event = labelEvent(request, ground, this.current.get(fingerprint) ?? null);
    await this.opened.save((connection) => insertEvent(connection, { atMs, author, ...event }));
    const { text, template } = ground;
    this.current.set(fingerprint, { ...request, text, template, event: 0, atMs, author });
    return null;
  }
}

/** Why a label was not given. */
export function noFingerprint(caseName: string, fingerprint: string): string {
  return `${caseName} holds no fingerprint ${fingerprint}. "ringprint export" lists those it holds.`;
}

/** Tells which of these labels covers a strand. Throws `CaseError` where one is none of ours. */
export function coversOf<Label extends CoveringLabel>(labels: readonly Label[], caseName: string): LabelCovers<Label> {
  try {
    return new LabelCovers(labels);
  } catch (error) {
    throw error instanceof RangeError ? new CaseError(damagedCase(caseName)) : error;
  }
}
