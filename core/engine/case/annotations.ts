import type { DuckDBConnection } from "@duckdb/node-api";
import type { LabelCovers } from "../../fingerprint/label-cover.ts";
import type { IpAddress } from "../../net/address.ts";
import type { JudgedFlow } from "../../report/flow-report.ts";
import type { SaidOfFlows } from "../../report/said-of-flows.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import { chunksOf } from "./ask.ts";
import { BulkAppend } from "./bulk-append.ts";
import { type CaseDecision, currentDecisions } from "./campaign-decisions.ts";
import type { CaseFile } from "./case-file.ts";
import { type CaseEvent, insertEvent, listEvents, type NewEvent } from "./events.ts";
import { type History, historyOf, insertStep } from "./history.ts";
import { type CaseLabel, coversOf, currentLabels, type LabelEvent, labelEventsOf } from "./labels.ts";
import { type CaseNote, currentNotes, isOnFlow, sourceOf, writeNotes } from "./notes.ts";
import { type SignaturesOfCase, signaturesOf } from "./own-signatures.ts";
import { type CaseReview, currentReviews } from "./reviews.ts";

/** Who does something, and when. */
type By = Pick<NewEvent, "author" | "atMs">;

/** What the analyst said in a case that is open: the labels and notes that hold by its events. */
export class Annotations {
  private readonly opened: CaseFile;
  private read: Read;
  /** One thing is done at a time. */
  private doing: Promise<unknown> = Promise.resolve();

  private constructor(opened: CaseFile, read: Read) {
    this.opened = opened;
    this.read = read;
  }

  static async of(opened: CaseFile): Promise<Annotations> {
    return new Annotations(opened, readEvents(await opened.use(listEvents), opened.name));
  }

  /** What was said, at this moment. */
  get said(): SaidOfFlows {
    return this.read.said;
  }

  get notes(): readonly CaseNote[] {
    return this.read.notes;
  }

  /** The labels that hold, ascending by fingerprint. */
  get labels(): readonly CaseLabel[] {
    return this.read.labels;
  }

  get reviews(): readonly CaseReview[] {
    return this.read.reviews;
  }

  /** What was decided of campaigns, in order. */
  get decisions(): readonly CaseDecision[] {
    return this.read.decisions;
  }

  get history(): History {
    return this.read.history;
  }

  /** The signatures that are the case's own. */
  get signatures(): SignaturesOfCase {
    return this.read.signatures;
  }

  get labelHistory(): readonly LabelEvent[] {
    return this.read.labelHistory;
  }

  /** Adds an event. It is in the case for good once this resolves. */
  add(event: Pick<NewEvent, "kind" | "body">, by: By): Promise<void> {
    return this.inTurn(() => this.save((connection) => insertEvent(connection, { ...by, ...event })));
  }

  /** Takes back what was done last, or does again what was taken back last: that event, or null where there is none. */
  step(kind: "undo" | "redo", by: By): Promise<CaseEvent | null> {
    return this.inTurn(async () => {
      const { undoable, redoable } = this.read.history;
      const event = kind === "undo" ? undoable : redoable;
      if (event !== null) await this.save((connection) => insertStep(connection, kind, event, by));
      return event;
    });
  }

  /** Has the tables of the case say what the events say: other programs add events alone, and strands are judged anew. */
  refresh(): Promise<void> {
    return this.inTurn(() => this.save(async () => undefined));
  }

  /** Resolves once nothing is being done. */
  settled(): Promise<unknown> {
    return this.doing.catch(() => undefined);
  }

  /** Runs work that adds an event while no other is added: two at once would be given the same number. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.settled().then(work);
    this.doing = turn;
    return turn;
  }

  private async save(change: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    this.read = await this.opened.save(async (connection) => {
      await change(connection);
      const read = readEvents(await listEvents(connection), this.opened.name);
      await writeNotes(connection, read.notes);
      await writeLabelled(connection, read.labels, this.opened.name);
      return read;
    });
  }
}

/** What events say. */
interface Read {
  readonly history: History;
  readonly notes: readonly CaseNote[];
  readonly labels: readonly CaseLabel[];
  readonly labelHistory: readonly LabelEvent[];
  readonly reviews: readonly CaseReview[];
  readonly signatures: SignaturesOfCase;
  readonly decisions: readonly CaseDecision[];
  readonly said: SaidOfFlows;
}

function readEvents(events: readonly CaseEvent[], caseName: string): Read {
  const notes = currentNotes(events, caseName);
  const labelHistory = labelEventsOf(events, caseName);
  const labels = currentLabels(labelHistory);
  const history = historyOf(events, caseName);
  const reviews = currentReviews(events, caseName);
  const signatures = signaturesOf(events, caseName);
  const decisions = currentDecisions(events, caseName);
  const said = new Said(notes, labels, caseName);
  return { history, notes, labels, labelHistory, reviews, signatures, decisions, said };
}

/** Labels and notes, asked flow by flow. */
class Said implements SaidOfFlows {
  private readonly notes = new Map<IpAddress, CaseNote[]>();
  private readonly labels: LabelCovers<CaseLabel> | null;
  /** Labels of strands that were asked for. */
  private readonly known = new WeakMap<JudgedStrand, string | null>();

  constructor(notes: readonly CaseNote[], labels: readonly CaseLabel[], caseName: string) {
    this.labels = labels.length === 0 ? null : coversOf(labels, caseName);
    for (const note of notes) {
      const source = sourceOf(note.on);
      const others = this.notes.get(source);
      if (others === undefined) this.notes.set(source, [note]);
      else others.push(note);
    }
  }

  labelOf(strand: JudgedStrand): string | null {
    if (this.labels === null) return null;
    let label = this.known.get(strand);
    if (label === undefined) {
      label = this.labels.find(strand.fingerprint.id, strand.strand.state)?.tool ?? null;
      this.known.set(strand, label);
    }
    return label;
  }

  notesOn(flow: JudgedFlow): readonly (string | null)[] {
    const notes = this.notes.get(flow.source) ?? [];
    return notes.filter(({ on }) => isOnFlow(on, flow)).map(({ text }) => text);
  }
}

/** Writes which masks of strands the labels cover. */
async function writeLabelled(
  connection: DuckDBConnection,
  labels: readonly CaseLabel[],
  caseName: string,
): Promise<void> {
  await connection.run("DELETE FROM labelled");
  if (labels.length === 0) return;
  const covers = coversOf(labels, caseName);
  const append = await BulkAppend.to(connection, "labelled");
  for await (const chunk of chunksOf(connection, "SELECT id, fingerprint, template FROM mask")) {
    const covered = chunk.getRows().flatMap(([id, fingerprint, template]) => {
      const label = covers.findForTemplate(String(fingerprint), JSON.parse(String(template)));
      return label === null ? [] : [{ id: Number(id), label }];
    });
    append.append(
      [
        covered.map(({ id }) => id),
        covered.map(({ label }) => label.fingerprint),
        covered.map(({ label }) => label.tool),
      ],
      covered.length,
    );
  }
  append.close();
}
