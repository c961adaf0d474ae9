import { countDistinct } from "./distinct-sketch.ts";
import { headerOrderOf } from "./fingerprint.ts";
import type { KeyState } from "./key-state.ts";
import type { StrandState } from "./strand-state.ts";
import { type Template, templateOf } from "./template.ts";
import { coversTemplate, layOut, layOutWithFirstTarget, type TemplateLayout } from "./template-cover.ts";
import { byCodeUnits, distinctValues } from "./value-state.ts";

/** A fingerprint to be grouped. */
export interface Groupable {
  /** Id of the fingerprint. */
  readonly id: string;
  /** The tool its messages were named as, or null. */
  readonly tool: string | null;
  /** Of all messages with this fingerprint and tool. */
  readonly state: StrandState;
}

/** Fingerprints of one piece of software, as far as masks can tell. */
export interface FingerprintGroup<Member extends Groupable> {
  /** The fingerprint that covers the others. */
  readonly head: Member;
  /** All of the group, its head too, ascending by id. Those beside the head joined provisionally: they rest on little. */
  readonly members: readonly Member[];
}

/** A fingerprint with this many pieces of evidence or more speaks for itself (spec section 4, step 7). */
const EVIDENCE_TO_STAND_ALONE = 20;
/** One with fewer is unreliable, and takes nothing in. */
const EVIDENCE_TO_TAKE_IN = 5;
/** From here on a key that varies shows two values (spec section 5). */
const EVIDENCE_TO_VARY = 5;
/** Fingerprints that may take others in, those with most packets: each is laid out and kept meanwhile. */
const MOST_TAKERS = 10_000;
/** Sets of constant keys, and fingerprints with the same constants, that are tried: a flood could make any number. */
const MOST_TRIED = 64;

/**
 * Puts fingerprints into groups. One with little evidence keeps constants by accident; it joins the fingerprint whose
 * templates cover its own: the one with most literal bytes, then with most packets, then the lowest id. Only one with
 * the same tool, method and header order, and with more evidence, is asked. The result is a function of the set.
 */
export function groupFingerprints<Member extends Groupable>(
  fingerprints: readonly Member[],
): FingerprintGroup<Member>[] {
  const buckets = new Map<string, Member[]>();
  for (const fingerprint of fingerprints) {
    const key = bucketOf(fingerprint);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [fingerprint]);
    else bucket.push(fingerprint);
  }
  return [...buckets.values()].flatMap(groupBucket);
}

/** Only fingerprints with the same key can be in one group. */
export function bucketOf({ tool, state }: Groupable): string {
  const order = headerOrderOf(state);
  return [tool ?? "", state.method ?? "", ...(order ?? ["\t"])].join("\n");
}

function groupBucket<Member extends Groupable>(bucket: readonly Member[]): FingerprintGroup<Member>[] {
  const takers = new Map(takersOf(bucket).map((taker) => [taker.fingerprint, taker]));
  const index = new CoverIndex([...takers.values()]);
  const above = new Map<Member, Member>();
  for (const fingerprint of takers.size === 0 ? [] : bucket) {
    if (evidenceOf(fingerprint) >= EVIDENCE_TO_STAND_ALONE) continue;
    const cover = index.findCover(takers.get(fingerprint) ?? new Candidate(fingerprint));
    if (cover !== null) above.set(fingerprint, cover.fingerprint);
  }
  const members = new Map<Member, Member[]>();
  for (const fingerprint of bucket) {
    let head = fingerprint;
    // Evidence grows with each step, so this ends.
    for (let next = above.get(head); next !== undefined; next = above.get(head)) head = next;
    const group = members.get(head);
    if (group === undefined) members.set(head, [fingerprint]);
    else group.push(fingerprint);
  }
  return Array.from(members, ([head, group]) => ({ head, members: group.sort((a, b) => byCodeUnits(a.id, b.id)) }));
}

/** Those that may take others in. */
function takersOf<Member extends Groupable>(bucket: readonly Member[]): Candidate<Member>[] {
  if (bucket.length === 1) return [];
  return bucket
    .filter((fingerprint) => evidenceOf(fingerprint) >= EVIDENCE_TO_TAKE_IN)
    .sort(compareSize)
    .slice(0, MOST_TAKERS)
    .map((fingerprint) => new Candidate(fingerprint))
    .filter(({ varies }) => varies);
}

function evidenceOf({ state }: Groupable): number {
  return countDistinct(state.evidence);
}

/** Most packets first. */
function compareSize(a: Groupable, b: Groupable): number {
  return b.state.packets - a.state.packets || byCodeUnits(a.id, b.id);
}

/** One key of a fingerprint. */
class KeyCover {
  readonly layout: TemplateLayout;
  /** More than eight distinct values. */
  readonly many: boolean;
  readonly single: boolean;
  private readonly template: Template;

  constructor(state: KeyState) {
    this.template = templateOf(state);
    this.layout = layOut(this.template);
    const distinct = distinctValues(state.tokenised);
    this.many = distinct === Number.POSITIVE_INFINITY;
    this.single = distinct === 1;
  }

  covers(other: KeyCover): boolean {
    const { namesFirstTarget } = this.layout;
    return coversTemplate(this.layout, namesFirstTarget ? layOutWithFirstTarget(other.template) : other.layout);
  }

  /** The value all messages share, where it is one of every run. */
  get constant(): string | null {
    return this.layout.hasGap || this.layout.namesFirstTarget ? null : this.layout.head;
  }
}

/** A fingerprint with its templates laid out. */
class Candidate<Member extends Groupable> {
  readonly fingerprint: Member;
  readonly evidence: number;
  readonly mandatory = new Map<string, KeyCover>();
  readonly optional = new Map<string, KeyCover>();
  readonly literalBytes: number;
  /** The mandatory keys that are not constant. */
  readonly varying: readonly (readonly [string, KeyCover])[];

  constructor(fingerprint: Member) {
    this.fingerprint = fingerprint;
    const { state } = fingerprint;
    this.evidence = evidenceOf(fingerprint);
    let literalBytes = 0;
    for (const [key, keyState] of state.keys) {
      const cover = new KeyCover(keyState);
      const mandatory = keyState.packets === state.packets;
      (mandatory ? this.mandatory : this.optional).set(key, cover);
      if (mandatory) literalBytes += cover.layout.literalBytes;
    }
    this.literalBytes = literalBytes;
    this.varying = [...this.mandatory].filter(([, { constant }]) => constant === null);
  }

  /** Without a gap it could cover nothing but itself. */
  get varies(): boolean {
    return this.optional.size > 0 || this.varying.length > 0;
  }

  /**
   * Whether its templates cover those of another, which has the same constants in the keys without a gap. A key that is
   * missing in some messages may be missing in all.
   */
  covers(other: Candidate<Member>): boolean {
    for (const [key, own] of this.varying) {
      const special = other.mandatory.get(key);
      if (special === undefined || !this.coversKey(own, special, other)) return false;
    }
    if (other.mandatory.size > this.mandatory.size) {
      for (const [key, special] of other.mandatory) {
        if (!this.mandatory.has(key) && this.optional.get(key)?.covers(special) !== true) return false;
      }
    }
    for (const [key, special] of other.optional) if (this.optional.get(key)?.covers(special) !== true) return false;
    return true;
  }

  /** A constant where this one shows ever new values is no accident from five pieces of evidence on. */
  private coversKey(own: KeyCover, special: KeyCover, other: Candidate<Member>): boolean {
    if (own.many && special.single && other.evidence >= EVIDENCE_TO_VARY) return false;
    return own.covers(special);
  }

  /** Below 0 when this one is to be joined rather than the other. */
  compare(other: Candidate<Member>): number {
    return other.literalBytes - this.literalBytes || compareSize(this.fingerprint, other.fingerprint);
  }
}

/** Fingerprints that are constant in the same keys, by what they have there. */
interface Shelf<Member extends Groupable> {
  readonly keys: readonly string[];
  readonly cells: Map<string, Candidate<Member>[]>;
  packets: number;
}

/**
 * Finds what covers a fingerprint without asking all: what covers it has the same constants, but for the keys in which
 * it has gaps. Those keys are mostly the same few.
 */
class CoverIndex<Member extends Groupable> {
  private readonly shelves: readonly Shelf<Member>[];

  constructor(covers: readonly Candidate<Member>[]) {
    const shelves = new Map<string, Shelf<Member>>();
    for (const cover of covers) {
      const keys = [...cover.mandatory]
        .filter(([, { constant }]) => constant !== null)
        .map(([key]) => key)
        .sort(byCodeUnits);
      const name = keys.join("\n");
      const shelf = shelves.get(name) ?? { keys, cells: new Map(), packets: 0 };
      shelves.set(name, shelf);
      shelf.packets += cover.fingerprint.state.packets;
      const cell = constantsOf(cover, keys) as string;
      const known = shelf.cells.get(cell);
      if (known === undefined) shelf.cells.set(cell, [cover]);
      else known.push(cover);
    }
    for (const { cells } of shelves.values()) {
      for (const [cell, inCell] of cells) cells.set(cell, mostTried(inCell));
    }
    this.shelves = [...shelves]
      .sort(([a, x], [b, y]) => y.packets - x.packets || byCodeUnits(a, b))
      .slice(0, MOST_TRIED)
      .map(([, shelf]) => shelf);
  }

  /** What the fingerprint joins; null where it stands alone. */
  findCover(candidate: Candidate<Member>): Candidate<Member> | null {
    let best: Candidate<Member> | null = null;
    for (const { keys, cells } of this.shelves) {
      const cell = constantsOf(candidate, keys);
      for (const cover of (cell === null ? undefined : cells.get(cell)) ?? []) {
        if (best !== null && cover.compare(best) >= 0) break;
        if (cover.evidence <= candidate.evidence || !cover.covers(candidate)) continue;
        best = cover;
        break;
      }
    }
    return best;
  }
}

/** Of many the largest, those to be joined first at the front. */
function mostTried<Member extends Groupable>(covers: readonly Candidate<Member>[]): Candidate<Member>[] {
  const largest = [...covers].sort((a, b) => compareSize(a.fingerprint, b.fingerprint)).slice(0, MOST_TRIED);
  return largest.sort((a, b) => a.compare(b));
}

/** The values of these keys, as one text; null where one of them is not constant. */
function constantsOf<Member extends Groupable>(
  { mandatory }: Candidate<Member>,
  keys: readonly string[],
): string | null {
  let text = "";
  for (const key of keys) {
    const constant = mandatory.get(key)?.constant ?? null;
    if (constant === null) return null;
    text += `${constant}\n`;
  }
  return text;
}
