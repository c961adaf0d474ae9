import { headerOrderOf } from "./fingerprint.ts";
import { parseShownTemplate } from "./shown-template.ts";
import type { StrandState } from "./strand-state.ts";
import { formatShownTemplate, type Template, templateOf } from "./template.ts";
import { coversTemplate, layOut, layOutWithFirstTarget, type TemplateLayout } from "./template-cover.ts";
import { byCodeUnits } from "./value-state.ts";

/** The template a label was given on, in the notation of fingerprints: it stays as it is, whatever is read later. */
export interface LabelTemplate {
  readonly method: string | null;
  /** Names of header fields; null where their order varies. */
  readonly order: readonly string[] | null;
  /** Templates by key, of keys in all messages and in some; ascending by key. */
  readonly mandatory: readonly (readonly [key: string, template: string])[];
  readonly optional: readonly (readonly [key: string, template: string])[];
}

/** A label as far as it decides what it covers. */
export interface CoveringLabel {
  /** Id of the fingerprint it was given on. */
  readonly fingerprint: string;
  readonly template: LabelTemplate;
}

/** The template of messages that get a label. */
export function labelTemplateOf(state: StrandState): LabelTemplate {
  const shown = (isWanted: (packets: number) => boolean) =>
    [...state.keys]
      .filter(([, key]) => isWanted(key.packets))
      .sort(([a], [b]) => byCodeUnits(a, b))
      .map(([key, keyState]) => [key, formatShownTemplate(templateOf(keyState))] as const);
  return {
    method: state.method,
    order: headerOrderOf(state),
    mandatory: shown((packets) => packets === state.packets),
    optional: shown((packets) => packets < state.packets),
  };
}

/** A template with its layout. */
interface LaidOut {
  readonly template: Template;
  readonly layout: TemplateLayout;
}

/** Templates of a label, or of a strand, laid out. */
interface Masks {
  readonly mandatory: ReadonlyMap<string, LaidOut>;
  readonly optional: ReadonlyMap<string, LaidOut>;
}

interface Candidate<Label> extends Masks {
  readonly label: Label;
  readonly literalBytes: number;
}

/** Tells which label covers a strand. Labels are few, so all with the strand's method and header order are asked. */
export class LabelCovers<Label extends CoveringLabel> {
  private readonly candidates = new Map<string, Candidate<Label>[]>();

  /** Throws a `RangeError` where a template is none. */
  constructor(labels: readonly Label[]) {
    for (const label of labels) {
      const { method, order, mandatory, optional } = label.template;
      const masks = { mandatory: readTemplates(mandatory), optional: readTemplates(optional) };
      const literalBytes = [...masks.mandatory.values()].reduce((sum, { layout }) => sum + layout.literalBytes, 0);
      const key = bucketOf(method, order);
      this.candidates.set(key, [...(this.candidates.get(key) ?? []), { label, literalBytes, ...masks }]);
    }
    for (const bucket of this.candidates.values()) bucket.sort(compareCandidates);
  }

  /** The label of a strand: of those that cover it the one with most literal bytes, then with the lowest id. */
  find(fingerprint: string, state: StrandState): Label | null {
    return this.findIn(fingerprint, state.method, headerOrderOf(state), () => masksOf(state));
  }

  /** The same of a strand of which only the template is at hand. Throws a `RangeError` where it is none. */
  findForTemplate(fingerprint: string, { method, order, mandatory, optional }: LabelTemplate): Label | null {
    const masks = () => ({ mandatory: readTemplates(mandatory), optional: readTemplates(optional) });
    return this.findIn(fingerprint, method, order, masks);
  }

  private findIn(
    fingerprint: string,
    method: string | null,
    order: readonly string[] | null,
    masksOfStrand: () => Masks,
  ): Label | null {
    const bucket = this.candidates.get(bucketOf(method, order));
    if (bucket === undefined) return null;
    const masks = masksOfStrand();
    // Fingerprints of one id may differ in the lengths of gaps; they are one fingerprint all the same.
    const found = bucket.find(({ label, ...own }) => label.fingerprint === fingerprint || covers(own, masks));
    return found?.label ?? null;
  }
}

function compareCandidates<Label extends CoveringLabel>(a: Candidate<Label>, b: Candidate<Label>): number {
  return b.literalBytes - a.literalBytes || byCodeUnits(a.label.fingerprint, b.label.fingerprint);
}

function bucketOf(method: string | null, order: readonly string[] | null): string {
  return [method ?? "", ...(order ?? ["\t"])].join("\n");
}

function readTemplates(texts: LabelTemplate["mandatory"]): Map<string, LaidOut> {
  return new Map(
    texts.map(([key, text]) => {
      const template = parseShownTemplate(text);
      if (template === undefined) throw new RangeError("the text is no template");
      return [key, { template, layout: layOut(template) }];
    }),
  );
}

function masksOf(state: StrandState): Masks {
  const mandatory = new Map<string, LaidOut>();
  const optional = new Map<string, LaidOut>();
  for (const [key, keyState] of state.keys) {
    const template = templateOf(keyState);
    (keyState.packets === state.packets ? mandatory : optional).set(key, { template, layout: layOut(template) });
  }
  return { mandatory, optional };
}

/** A key that is missing in some messages of the label may be missing in all of the strand. */
function covers(label: Masks, strand: Masks): boolean {
  for (const [key, own] of label.mandatory) if (!coversKey(own, strand.mandatory.get(key))) return false;
  for (const [key, special] of strand.mandatory) {
    if (!label.mandatory.has(key) && !coversKey(label.optional.get(key), special)) return false;
  }
  for (const [key, special] of strand.optional) if (!coversKey(label.optional.get(key), special)) return false;
  return true;
}

function coversKey(own: LaidOut | undefined, special: LaidOut | undefined): boolean {
  if (own === undefined || special === undefined) return false;
  const { namesFirstTarget } = own.layout;
  return coversTemplate(own.layout, namesFirstTarget ? layOutWithFirstTarget(special.template) : special.layout);
}
