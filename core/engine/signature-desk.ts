import type { Done } from "../contract/engine.ts";
import {
  type DraftExample,
  MOST_TRIED,
  type RematchPreview,
  type SignatureChangeRequest,
  type SignatureCheck,
  type SignatureDraft,
  type SignatureDraftName,
  type SignatureInspection,
  type SignatureListing,
  type SignatureProposal,
  type SignatureTrial,
  type StrandListing,
} from "../contract/signatures.ts";
import type { StrandState } from "../fingerprint/strand-state.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { viewStrand } from "../fingerprint/view-strand.ts";
import type { AnalysisRules } from "../flow/rule-texts.ts";
import { parseAddress } from "../net/address.ts";
import { DocumentationAddresses, type SentMessage } from "../pack/documentation-addresses.ts";
import { payloadOfExample } from "../pack/example-payload.ts";
import { exampleRivals } from "../pack/example-rivals.ts";
import { withExamples } from "../pack/proposed-examples.ts";
import { flowIdOf } from "../report/flow-report.ts";
import { describeNoProposal, describeShortcomings } from "../report/format-proposal.ts";
import type { CoveredBySignature } from "../report/signature-coverage.ts";
import { drawSignature } from "../report/signature-view.ts";
import { Candidates } from "../signature/candidates.ts";
import { nameStrand } from "../signature/match.ts";
import { libraryWith, type OwnSignature } from "../signature/own-signatures.ts";
import { type Miss, SignatureTrying } from "../signature/proposal/preview.ts";
import type { NoProposal, Proposal } from "../signature/proposal/proposal.ts";
import { proposing } from "../signature/proposal/propose.ts";
import type { CompiledSignature, SignatureDefinition, SignatureLibrary } from "../signature/signature.ts";
import { signatureIdOf } from "../signature/signature-id.ts";
import { type AnalystActions, refused } from "./analyst-actions.ts";
import type { CaseFile } from "./case/case-file.ts";
import { strandsInPortions } from "./case/case-strands.ts";
import { type Coverage, KnownSignatures } from "./case/known-signatures.ts";
import type { CaseStrand } from "./case/listed-strands.ts";
import { hashOfOwn, rematchEvent, type SignaturesOfCase, signatureEvent } from "./case/own-signatures.ts";
import { signatureConflicts } from "./case/signature-conflicts.ts";
import { telescopeOfCase } from "./case/telescope-of-case.ts";
import { findView } from "./case/views.ts";
import { inSlices } from "./in-slices.ts";
import type { LoadedPacks } from "./load-packs.ts";
import { rematchCase } from "./rematch-threads.ts";
import { decodeDraft, doubtsAbout, notesOnExamples } from "./signature-draft.ts";

/** What the signatures of a case are worked on with. */
interface OnDesk {
  readonly opened: CaseFile;
  readonly rules: AnalysisRules;
  /** Threads that match again. */
  readonly threads: number;
  readonly rematchWorkerUrl: URL;
  /** As they were loaded: without what is the case's own. */
  readonly packs: LoadedPacks;
  readonly actions: AnalystActions;
  signatures(): SignaturesOfCase;
  /** The signatures by which the case is named now. */
  library(): SignatureLibrary;
  /** All captures are read and named: what is in the case holds still. */
  isStill(): boolean;
  isClosed(): boolean;
  /** Of what is shown: another one, and the case may hold other strands. */
  revision(): number;
}

const READING = { kind: "reading" } as const;
const OVERTAKEN = { kind: "overtaken" } as const;
const STILL_READING = "Signatures can be put to use once all captures are read.";

/** The signatures of a case: looked at, tried, changed, and put to use. */
export class SignatureDesk {
  private readonly desk: OnDesk;
  /** The latest trial of each signature: earlier ones are not wanted any more. */
  private readonly trials = new Map<string, object>();
  /** The proposal that is being worked out for somebody. */
  private proposal: object | null = null;
  private rematch: { readonly stamp: string; readonly preview: Promise<RematchPreview> } | null = null;

  constructor(desk: OnDesk) {
    this.desk = desk;
  }

  /** All signatures, and what each claims of the case. */
  async list(): Promise<SignatureListing> {
    return this.known().list(await this.coverage());
  }

  /** One signature with its history; null: there is none of this id. */
  async inspect(id: string): Promise<SignatureInspection | null> {
    return this.known().inspect(id, await this.coverage());
  }

  /** What is wrong with a signature, and whether it agrees with its examples; the case is not looked at. */
  check(draft: SignatureDraft): SignatureCheck {
    const decoded = decodeDraft(draft);
    if (!decoded.ok) return { faults: decoded.faults, examples: null };
    return { faults: [], examples: notesOnExamples(decoded.definition, this.written()) };
  }

  /** Tries a signature beside those that are written; `fingerprints`: those it is made for, none: what it names now. */
  async try(draft: SignatureDraft, fingerprints: readonly string[]): Promise<SignatureTrial> {
    if (!this.desk.isStill()) return READING;
    const decoded = decodeDraft(draft);
    if (!decoded.ok) return { kind: "unsound", faults: decoded.faults };
    const { definition } = decoded;
    const trial = {};
    this.trials.set(definition.id, trial);
    const isWanted = () => this.trials.get(definition.id) === trial && !this.desk.isClosed();
    const library = this.written();
    const trying = new SignatureTrying(definition, library);
    const chosen = new Set(fingerprints);
    const current = library.signatures.filter((signature) => signature.definition.id === definition.id);
    const namesNow = (state: StrandState) => {
      const view = viewStrand(state);
      if (new Candidates(view, current).possible.length === 0) return false;
      return nameStrand(view, library).signatures.some(({ id }) => id === definition.id);
    };
    const isMeant = ({ fingerprint, state }: CaseStrand) =>
      chosen.size > 0 ? chosen.has(fingerprint) : namesNow(state);
    const places = new Map<string, { readonly flow: string; readonly packets: number }>();
    const tryOne = (strand: CaseStrand) => {
      places.set(strand.id, { flow: flowIdOf(strand.source, strand.flow), packets: strand.state.packets });
      trying.add(strand, isMeant(strand));
    };
    if (!(await inSlices(this.strands(isWanted), tryOne, isWanted))) return OVERTAKEN;
    const { hits, misses, nearMisses, collisions } = trying.preview();
    const listing = (strands: readonly Miss[]): StrandListing => ({
      strands: strands.length,
      packets: strands.reduce((sum, { id }) => sum + (places.get(id)?.packets ?? 0), 0),
      listed: strands.slice(0, MOST_TRIED).map(({ id, differs }) => {
        const { flow = "", packets = 0 } = places.get(id) ?? {};
        return { strand: id, flow, packets, differs: differs.map(escapeSymbols) };
      }),
    });
    return {
      kind: "tried",
      fields: drawSignature(compiledIn(libraryWith(library, new Map([[definition.id, definition]])), definition.id)),
      strands: places.size,
      hits: listing(hits.map((id) => ({ id, differs: [] }))),
      misses: listing(misses),
      nearMisses: listing(nearMisses),
      collisions: [...collisions],
      warnings: doubtsAbout(definition, library).map(({ sentence }) => sentence),
    };
  }

  /** A signature for all strands of some fingerprints, as few fields as will do. A later question gives up an earlier one. */
  async propose(fingerprints: readonly string[], name: SignatureDraftName): Promise<SignatureProposal> {
    if (!this.desk.isStill()) return READING;
    const strands: CaseStrand[] = [];
    const mine = {};
    this.proposal = mine;
    const isWanted = () => this.proposal === mine && !this.desk.isClosed();
    if (!(await inSlices(this.strands(isWanted), (strand) => strands.push(strand), isWanted))) return OVERTAKEN;
    const wanted = new Set(fingerprints);
    const chosen = strands
      .filter(({ fingerprint }) => wanted.has(fingerprint))
      .map(({ id, source, flow, state }) => ({ id, run: flowIdOf(source, flow), state }));
    const others = strands.filter(({ fingerprint }) => !wanted.has(fingerprint));
    const library = this.written();
    const rivals = [...others.map(({ id, state }) => ({ id, exampleOf: null, state })), ...exampleRivals(library)];
    const id = signatureIdOf(name);
    const found: (Proposal | NoProposal)[] = [];
    const steps = function* () {
      found.push(
        yield* proposing({
          chosen,
          rivals,
          library,
          name: { id, tool: name.tool, family: null, variant: name.variant, references: [...wanted].sort(byCodeUnits) },
        }),
      );
    };
    if (!(await inSlices(steps(), () => undefined, isWanted))) return OVERTAKEN;
    const [proposal] = found as [Proposal | NoProposal];
    if (proposal.code !== "proposed") return { kind: "none", reason: describeNoProposal(proposal) };
    return {
      kind: "proposed",
      draft: draftOf(withExamples(proposal, chosen, library, await telescopeOfCase(this.desk.opened))),
      fields: proposal.fields.map(({ expected: _, distinctValues: __, ...field }) => ({
        ...field,
        key: escapeSymbols(field.key),
      })),
      shortcomings: describeShortcomings(proposal),
      ...proposal.counts,
    };
  }

  /** Nobody waits for a proposal any more. */
  stopProposing(): null {
    this.proposal = null;
    return null;
  }

  /** A message of a strand as an example; null: the strand is not in the case, or none of its messages makes one. */
  async exampleOf(strand: string, draft: SignatureDraft): Promise<DraftExample | null> {
    let found: CaseStrand | null = null;
    const isWanted = () => found === null && !this.desk.isClosed();
    const look = (held: CaseStrand) => {
      if (held.id === strand) found = held;
    };
    await inSlices(this.strands(isWanted), look, isWanted);
    const exemplars = (found as CaseStrand | null)?.state.exemplars ?? [];
    const message = exemplars.find(({ missingBytes }) => missingBytes === 0);
    if (message === undefined) return null;
    return this.withDocumentationAddresses(message, draft);
  }

  /** An example that was written by hand, with documentation addresses; null: it is between no IP addresses. */
  async rewriteExample(example: DraftExample, draft: SignatureDraft): Promise<DraftExample | null> {
    const { sourcePort, destinationPort } = example;
    const source = parseAddress(example.source);
    const destination = parseAddress(example.destination);
    if (source === undefined || destination === undefined) return null;
    const endpoints = { source, destination, sourcePort, destinationPort };
    return this.withDocumentationAddresses({ payload: payloadOfExample(example), endpoints }, draft);
  }

  private async withDocumentationAddresses(message: SentMessage, draft: SignatureDraft): Promise<DraftExample> {
    const telescope = await telescopeOfCase(this.desk.opened);
    const patterns = Object.values(draft.fields).filter((text) => text !== null);
    return { ...new DocumentationAddresses([message], patterns, telescope).example(message) } as DraftExample;
  }

  /** Writes, retires or restores a signature: one event. Strands keep their names until the case is re-matched. */
  async change(request: SignatureChangeRequest, reason: string | null): Promise<Done> {
    const id = request.kind === "write" ? request.draft.id : request.id;
    const before = this.desk.signatures().written.get(id) ?? null;
    const isPacked = this.desk.packs.packOf.has(id);
    const to = (after: OwnSignature | null, said: string) => {
      if (JSON.stringify(after) === JSON.stringify(before))
        return Promise.resolve(refused(`${id} is as it was already.`));
      return this.desk.actions.do(signatureEvent([{ id, before, after }], reason, null), said);
    };
    switch (request.kind) {
      case "retire":
        if (this.known().find(id) === null || before === "retired")
          return refused(`There is no signature ${id} to retire.`);
        return to(isPacked ? "retired" : null, `The signature ${id} is retired; re-match the case to have it named so`);
      case "as-packed":
        if (!isPacked || before === null) return refused(`${id} is as packs have it already.`);
        return to(null, `The signature ${id} is again as packs have it; re-match the case to have it named so`);
      case "decide": {
        const conflict = signatureConflicts(this.desk.signatures().revisions).find((one) => one.id === id);
        if (conflict === undefined) return refused(`There is nothing to decide about ${id} any more.`);
        const event = signatureEvent(
          [{ id, before: conflict.holds.stand, after: conflict[request.keep].stand }],
          reason,
          null,
        );
        const whose = conflict[request.keep].author;
        return this.desk.actions.do(
          event,
          `The signature ${id} is that of ${whose}; re-match the case to have it named so`,
        );
      }
      case "write": {
        const decoded = decodeDraft(request.draft);
        if (!decoded.ok) return refused(decoded.faults.map(({ place, message }) => `${place}: ${message}.`).join(" "));
        if (request.isNew && (isPacked || before !== null)) {
          return refused(`There is a signature ${id} already. Choose another id.`);
        }
        const [doubt] = doubtsAbout(decoded.definition, this.written()).filter(({ blocks }) => blocks);
        if (doubt !== undefined) return refused(doubt.sentence);
        return to(decoded.definition, `The signature ${id} is saved; re-match the case to have it named so`);
      }
    }
  }

  /** What the signatures that are written would change of the names in the case; nothing is changed. */
  previewRematch(): Promise<RematchPreview> {
    if (!this.desk.isStill()) return Promise.resolve(READING);
    const stamp = this.stamp();
    if (this.rematch?.stamp === stamp) return this.rematch.preview;
    const known = { stamp, preview: this.rematchNow(stamp) };
    this.rematch = known;
    const forget = () => {
      if (this.rematch === known) this.rematch = null;
    };
    // What was given up half-way is no answer to the next who asks.
    known.preview.then((preview) => preview.kind !== "summary" && forget(), forget);
    return known.preview;
  }

  private async rematchNow(stamp: string): Promise<RematchPreview> {
    const isWanted = () => this.stamp() === stamp && !this.desk.isClosed();
    const { opened, rules, threads, rematchWorkerUrl: workerUrl } = this.desk;
    const libraries = { before: this.desk.library(), after: this.written() };
    const summary = await rematchCase(opened, rules, libraries, { threads, workerUrl, isWanted });
    if (summary === null) return OVERTAKEN;
    const changed = summary.changes.reduce((sum, { strands }) => sum + strands, 0);
    return {
      kind: "summary",
      stamp,
      strands: changed + summary.unchanged,
      changed,
      changes: summary.changes.slice(0, MOST_TRIED).map((change) => ({
        ...change,
        before: { ...change.before, signatures: [...change.before.signatures], tools: [...change.before.tools] },
        after: { ...change.after, signatures: [...change.after.signatures], tools: [...change.after.tools] },
      })),
      changesInAll: summary.changes.length,
    };
  }

  /** Has the case named by the signatures that are written: one event. `stamp`: of the summary that was looked at. */
  async applyRematch(stamp: string): Promise<Done> {
    const preview = await this.previewRematch();
    if (preview.kind !== "summary") return refused(STILL_READING);
    if (preview.stamp !== stamp) {
      return refused("The case or its signatures have changed since: look at what would change now.");
    }
    const { written, inUse } = this.desk.signatures();
    if (hashOfOwn(written) === hashOfOwn(inUse)) return refused("The case is named by these signatures already.");
    const { strands, changed } = preview;
    return this.desk.actions.do(
      rematchEvent(strands, changed),
      `Re-matched: ${changed} of ${strands} strands are named otherwise`,
    );
  }

  private stamp(): string {
    const { written, inUse } = this.desk.signatures();
    return JSON.stringify([this.desk.revision(), hashOfOwn(written), hashOfOwn(inUse)]);
  }

  private strands(isWanted: () => boolean): AsyncGenerator<CaseStrand> {
    return strandsInPortions(this.desk.opened, this.desk.rules, isWanted);
  }

  /** The library as it is written. */
  private written(): SignatureLibrary {
    return libraryWith(this.desk.packs.library, this.desk.signatures().written);
  }

  private known(): KnownSignatures {
    return new KnownSignatures(this.desk.packs, this.desk.signatures());
  }

  /** What each signature claims, as the case was named last; null while captures are read. */
  private async coverage(): Promise<Coverage | null> {
    if (!this.desk.isStill()) return null;
    const text = await this.desk.opened.use((connection) => findView(connection, "signatures"));
    if (text === null) return null;
    const counts = JSON.parse(text) as CoveredBySignature[];
    return new Map(counts.map((covered) => [covered.signature, covered]));
  }
}

function compiledIn(library: SignatureLibrary, id: string): CompiledSignature {
  return library.signatures.find(({ definition }) => definition.id === id) as CompiledSignature;
}

/** A signature as the window writes it. */
function draftOf(definition: SignatureDefinition): SignatureDraft {
  return structuredClone(definition) as SignatureDraft;
}
