import { randomUUID } from "node:crypto";
import { keyOf, newId } from "../campaign/campaign-roster.ts";
import type { CampaignDecision } from "../campaign/decide-campaigns.ts";
import { describeDecision } from "../campaign/describe-decision.ts";
import type { CampaignRequest } from "../contract/campaigns.ts";
import type { Done } from "../contract/engine.ts";
import { type Deed, type Deeds, MOST_LISTED } from "../contract/history.ts";
import type { LabelPreview, LabelRequest, ReviewRequest, SaidOfFingerprint } from "../contract/labels.ts";
import { MOST_NOTES, type Note, type NoteTarget } from "../contract/notes.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { formatAddress, parseAddress } from "../net/address.ts";
import { formatTime } from "../report/time-text.ts";
import { accountName } from "./case/account-name.ts";
import type { Annotations } from "./case/annotations.ts";
import { decisionEvent } from "./case/campaign-decisions.ts";
import type { CaseCampaigns, ShownCampaign, ShownCampaigns } from "./case/case-campaigns.ts";
import { CaseError } from "./case/case-fault.ts";
import type { CaseFile } from "./case/case-file.ts";
import { CaseResults } from "./case/case-results.ts";
import { describeEvent } from "./case/describe-event.ts";
import type { CaseEvent } from "./case/events.ts";
import { labelConflicts } from "./case/label-conflicts.ts";
import { type CaseLabel, type LabelGround, labelEvent, noFingerprint, unlabelEvent } from "./case/labels.ts";
import { type CaseNote, describePlace, type NotePlace, noteEvent, spanOf } from "./case/notes.ts";
import { type CaseReview, reviewEvent } from "./case/reviews.ts";
import type { AnswersOfResults } from "./results.ts";

/** What the actions of an analyst change, and what they are told of. */
interface OnDesk {
  readonly opened: CaseFile;
  readonly annotations: Annotations;
  results(): AnswersOfResults;
  /** Null while all is not read. */
  campaigns(): CaseCampaigns | null;
  /** Where a packet is in the case; null while all is not read, or where it is not in the packet index. */
  findPacket(capture: string, number: number): Promise<NotePlace | null>;
  /** Called once something is in the case. */
  changed(): void;
}

/** What the analyst does in a case: each thing is an event that is saved before it is said, and can be undone. */
export class AnalystActions {
  private readonly desk: OnDesk;

  constructor(desk: OnDesk) {
    this.desk = desk;
  }

  /** All notes and bookmarks, in the order they were made, and where each is found now. */
  async notes(): Promise<Note[]> {
    const { notes } = this.desk.annotations;
    const flows = await this.desk.results().flowsOfNotes(notes);
    return notes.map((note) => shownNote(note, flows.get(note.id) ?? []));
  }

  /** Puts a note on something, or a bookmark where the text is null. */
  async addNote(target: NoteTarget, text: string | null): Promise<Done> {
    if (this.desk.annotations.notes.length >= MOST_NOTES) {
      return refused(`A case holds ${MOST_NOTES} notes and bookmarks. Take one away first.`);
    }
    const on = await this.placeOf(target);
    if (on === null) return refused("This is not in the case any more. Nothing was noted.");
    return this.do(noteEvent({ id: randomUUID(), on }, undefined, text), `${kindOf(text)} on ${describePlace(on)}`);
  }

  /** Has a note say something else. */
  changeNote(id: string, text: string): Promise<Done> {
    return this.withNote(id, (note) => {
      const said = `The note on ${describePlace(note.on)} was changed`;
      return this.do(noteEvent(note, note.text, text), said);
    });
  }

  /** Takes a note or bookmark away. */
  removeNote(id: string): Promise<Done> {
    return this.withNote(id, (note) => {
      const said = `${kindOf(note.text)} on ${describePlace(note.on)} taken away`;
      return this.do(noteEvent(note, note.text, undefined), said);
    });
  }

  /** Labels the strands of a fingerprint, and all that its template covers. */
  async label(request: LabelRequest): Promise<Done> {
    const { annotations, opened } = this.desk;
    const results = this.desk.results();
    if (!(results instanceof CaseResults)) return refused("Labels can be given once all captures are read.");
    const { fingerprint, tool } = request;
    const ground = await this.groundOf(fingerprint, results);
    if (ground === null) return refused(noFingerprint(opened.name, fingerprint));
    const before = annotations.labels.find((label) => label.fingerprint === fingerprint) ?? null;
    return this.do(labelEvent(request, ground, before), `${fingerprint} is labelled ${tool}`);
  }

  /** What a label on a fingerprint would touch; null: the case holds no such fingerprint. */
  async previewLabel(fingerprint: string): Promise<LabelPreview | null> {
    const { annotations, opened } = this.desk;
    const results = this.desk.results();
    if (!(results instanceof CaseResults)) return { kind: "reading" };
    const ground = await this.groundOf(fingerprint, results);
    if (ground === null) return null;
    return results.previewLabel(fingerprint, ground, annotations.labels, opened.name);
  }

  /** All fingerprints of which something was said, ascending. */
  saidOfFingerprints(): SaidOfFingerprint[] {
    const { labels, labelHistory, reviews } = this.desk.annotations;
    const known = new Map(labels.map((label) => [label.fingerprint, label]));
    const rivals = new Map(labelConflicts(labelHistory).map(({ fingerprint, other }) => [fingerprint, other]));
    const ids = new Set([...known.keys(), ...reviews.map(({ fingerprint }) => fingerprint)]);
    return [...ids].sort(byCodeUnits).map((fingerprint) => {
      const label = known.get(fingerprint) ?? null;
      const its = reviews.filter((review) => review.fingerprint === fingerprint && isOf(review, label));
      const rival = rivals.get(fingerprint) ?? null;
      return {
        fingerprint,
        label: label && shownLabel(label),
        rival: rival && shownLabel(rival),
        reviews: its.map(shownReview),
      };
    });
  }

  /** Says what the analyst thinks of the suggestion for a fingerprint, or of its label. */
  async review(request: ReviewRequest): Promise<Done> {
    const { fingerprint, verdict } = request;
    const { author } = by();
    const own = this.desk.annotations.reviews.find(
      (review) => review.fingerprint === fingerprint && review.author === author,
    );
    const said = verdict === null ? `The review of ${fingerprint} taken back` : `${fingerprint}: ${verdict}`;
    return this.do(reviewEvent(request, own ?? null), said);
  }

  /** Takes the label of a fingerprint away. */
  async unlabel(fingerprint: string): Promise<Done> {
    const label = this.desk.annotations.labels.find((known) => known.fingerprint === fingerprint);
    if (label === undefined) return refused(`${fingerprint} has no label.`);
    return this.do(unlabelEvent(label), `The label ${label.tool} of ${fingerprint} taken away`);
  }

  /** Names, pins, merges or splits a campaign. */
  async decideCampaign(request: CampaignRequest): Promise<Done> {
    const campaigns = this.desk.campaigns();
    if (campaigns === null) return refused("Campaigns are looked for once all captures are read.");
    const shown = await campaigns.all();
    const campaign = shown.campaigns.find(({ row }) => row.id === request.campaign);
    if (campaign === undefined)
      return refused(`There is no campaign ${request.campaign} any more. Nothing was changed.`);
    const decision = decisionOf(request, campaign, shown);
    if (typeof decision === "string") return refused(decision);
    const { name, pinned, members } = campaign.decided;
    const touched = [request.campaign, ...(request.deed === "merge" ? request.others : [])];
    const found = Object.fromEntries(
      touched.flatMap((id) => {
        const known = shown.asFound.get(id);
        return known === undefined ? [] : [[id, [...known]]];
      }),
    );
    const before = { name, pinned, members: [...members] };
    const words = describeDecision(decision);
    return this.do(
      decisionEvent({ decision, reason: request.reason, before, found }),
      `${words[0]?.toUpperCase()}${words.slice(1)}`,
    );
  }

  /** Takes back what was done last, or does again what was taken back last. */
  async step(kind: "undo" | "redo"): Promise<Done> {
    return this.guarded(async () => {
      const event = await this.desk.annotations.step(kind, by());
      if (event === null) return { said: `There is nothing to ${kind}.`, fault: null };
      this.desk.changed();
      return done(`${kind === "undo" ? "Undone" : "Done again"}: ${describeEvent(event, this.desk.opened.name)}`);
    });
  }

  /** What a label of a fingerprint is given on: of one that no strand has any more, what it was given on last. */
  private async groundOf(fingerprint: string, results: CaseResults): Promise<LabelGround | null> {
    const { labelHistory } = this.desk.annotations;
    const given = labelHistory.findLast((event) => event.fingerprint === fingerprint && event.label);
    return (await results.groundOf(fingerprint)) ?? given?.label ?? null;
  }

  /** What was done in the case, the newest first. */
  deeds(): Deeds {
    const { deeds } = this.desk.annotations.history;
    const newest = deeds.slice(-MOST_LISTED).reverse();
    return {
      deeds: newest.map(({ event, holds }) => shownDeed(event, holds, this.desk.opened.name)),
      inAll: deeds.length,
    };
  }

  /** Undoes or redoes one thing after the other until this one is what was done last. */
  async goTo(event: number): Promise<Done> {
    const { annotations } = this.desk;
    const isThere = () => annotations.history.undoable?.id === event;
    const target = annotations.history.deeds.find((deed) => deed.event.id === event);
    if (target === undefined) return refused("This is not in the history of the case.");
    const kind = target.holds ? "undo" : "redo";
    return this.guarded(async () => {
      let steps = 0;
      while (!isThere() && (await annotations.step(kind, by())) !== null) steps += 1;
      this.desk.changed();
      if (!isThere()) return refused("This cannot be done again: other things were done since.");
      return done(`${steps === 1 ? "1 thing" : `${steps} things`} ${kind === "undo" ? "undone" : "done again"}`);
    });
  }

  /** Adds an event to the case; `said` is what was done, once it is there. */
  do(event: Pick<CaseEvent, "kind" | "body">, said: string): Promise<Done> {
    return this.guarded(async () => {
      await this.desk.annotations.add(event, by());
      this.desk.changed();
      return done(said);
    });
  }

  private async withNote(id: string, work: (note: CaseNote) => Promise<Done>): Promise<Done> {
    const note = this.desk.annotations.notes.find((known) => known.id === id);
    return note === undefined ? refused("This note was taken away already.") : work(note);
  }

  /** A case that cannot be written is said, and nothing is done. */
  private async guarded(work: () => Promise<Done>): Promise<Done> {
    try {
      return await work();
    } catch (error) {
      const meant = this.desk.opened.errorOf(error);
      if (meant instanceof CaseError) return refused(meant.fault.message);
      throw meant;
    }
  }

  private async placeOf(target: NoteTarget): Promise<NotePlace | null> {
    switch (target.kind) {
      case "packet":
        return this.desk.findPacket(target.capture, target.number);
      case "source": {
        const source = parseAddress(target.source);
        return source === undefined ? null : { kind: "source", source: formatAddress(source) };
      }
      case "flow": {
        const flow = await this.desk.results().spanOfFlow(target.flow);
        if (flow === null) return null;
        const { source, firstNs, lastNs } = flow;
        const text = (ns: bigint | null) => (ns === null ? null : String(ns));
        return { kind: "flow", source: formatAddress(source), firstNs: text(firstNs), lastNs: text(lastNs) };
      }
    }
  }
}

/** What a request means for the campaigns as they are; a sentence where it cannot be done. */
function decisionOf(
  request: CampaignRequest,
  { decided }: ShownCampaign,
  { campaigns, used }: ShownCampaigns,
): CampaignDecision | string {
  const { campaign } = request;
  switch (request.deed) {
    case "name":
      return { deed: "name", campaign, name: request.name };
    case "pin":
      return { deed: "pin", campaign, members: [...decided.members].sort() };
    case "unpin":
      return decided.pinned ? { deed: "pin", campaign, members: null } : `Campaign ${campaign} is not pinned.`;
    case "merge": {
      const others = [...new Set(request.others)].filter((id) => id !== campaign).sort();
      const known = new Set(campaigns.map(({ row }) => row.id));
      if (others.length === 0 || !others.every((id) => known.has(id))) {
        return "Two campaigns are needed to merge them, and one is not there any more. Nothing was changed.";
      }
      return { deed: "merge", campaign, others };
    }
    case "split": {
      const own = new Set(decided.members);
      const members = [...new Set(request.members)].sort();
      if (!members.every((member) => own.has(member))) {
        return `Not all of these sources are in campaign ${campaign} any more. Nothing was changed.`;
      }
      if (members.length === own.size) return "A split leaves at least one source in the campaign.";
      return { deed: "split", campaign, members, into: newId(keyOf(members), used) };
    }
  }
}

/** Who does something now, and when. */
export function by(): Pick<CaseEvent, "author" | "atMs"> {
  return { author: accountName(), atMs: Date.now() };
}

function done(sentence: string): Done {
  return { said: `${sentence}.`, fault: null };
}

/** Something that was not done, and why. */
export function refused(fault: string): Done {
  return { said: null, fault };
}

function kindOf(text: string | null): string {
  return text === null ? "Bookmark" : "Note";
}

function shownNote({ id, on, text, author, atMs }: CaseNote, flows: readonly string[]): Note {
  const place: Note["on"] =
    on.kind === "packet"
      ? { kind: "packet", capture: on.capture, captureName: on.captureName, number: on.number }
      : { kind: on.kind };
  return {
    id,
    on: place,
    source: on.source,
    time: formatTime(spanOf(on)?.[0] ?? null),
    text,
    flows: [...flows],
    author,
    at: new Date(atMs).toISOString(),
  };
}

/** A suggestion is rejected or flagged; a label is agreed with or not, by what was said after it was given. */
function isOf({ verdict, event }: CaseReview, label: CaseLabel | null): boolean {
  const isOfSuggestion = verdict === "rejected" || verdict === "flagged";
  return label === null ? isOfSuggestion : !isOfSuggestion && event > label.event;
}

function shownLabel({ tool, family, variant, certainty, reason, author, atMs }: CaseLabel) {
  return { tool, family, variant, certainty, reason, author, at: new Date(atMs).toISOString() };
}

function shownReview({ verdict, reason, author, atMs }: CaseReview): SaidOfFingerprint["reviews"][number] {
  return { verdict, reason, author, at: new Date(atMs).toISOString() };
}

function shownDeed(event: CaseEvent, holds: boolean, caseName: string): Deed {
  const at = new Date(event.atMs).toISOString();
  return { event: event.id, at, author: event.author, words: describeEvent(event, caseName), holds };
}
