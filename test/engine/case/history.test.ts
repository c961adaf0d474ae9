import fc from "fast-check";
import { expect, test } from "vitest";
import type { CaseEvent, NewEvent } from "../../../core/engine/case/events.ts";
import { eventKey } from "../../../core/engine/case/events.ts";
import { historyOf } from "../../../core/engine/case/history.ts";

/** Events of a case in which things are done, undone and redone, as an editor does it. */
class Played {
  readonly events: CaseEvent[] = [];
  /** What was done, and how much of it holds. */
  done: CaseEvent[] = [];
  holding = 0;

  add(kind: string, body: string): CaseEvent {
    const id = this.events.length + 1;
    const event = { id, atMs: 1000 + id, author: "a", kind, body };
    this.events.push(event);
    return event;
  }

  act(): void {
    this.done = [...this.done.slice(0, this.holding), this.add("note", `${this.events.length}`)];
    this.holding += 1;
  }

  step(kind: "undo" | "redo"): void {
    const stepped = this.done[kind === "undo" ? this.holding - 1 : this.holding];
    if (stepped === undefined) return;
    this.add(kind, JSON.stringify({ event: eventKey(stepped) }));
    this.holding += kind === "undo" ? -1 : 1;
  }
}

const actions = fc.array(fc.constantFrom("act", "undo", "redo", "act"), { maxLength: 40 });

function played(sequence: readonly string[]): Played {
  const model = new Played();
  for (const action of sequence) {
    if (action === "act") model.act();
    else model.step(action as "undo" | "redo");
  }
  return model;
}

test("undo and redo walk the events as an editor walks what was typed", () => {
  fc.assert(
    fc.property(actions, (sequence) => {
      const { events, done, holding } = played(sequence);
      const history = historyOf(events, "test");
      const kept = history.holding.filter(({ kind }) => kind === "note");
      expect(kept).toEqual(done.slice(0, holding));
      expect(history.undoable).toEqual(done[holding - 1] ?? null);
      expect(history.redoable).toEqual(done[holding] ?? null);
    }),
  );
});

test("in a merged case holds what held in each, whatever numbers the events have there", () => {
  fc.assert(
    fc.property(actions, actions, (first, second) => {
      const one = played(first);
      const other = played(second);
      const byOther = (event: NewEvent) => ({ ...event, author: "b" });
      // The steps of the other name the events as its author did them.
      const others = other.events.map(byOther).map((event) => ({
        ...event,
        body:
          event.kind === "note" ? event.body : JSON.stringify({ event: eventKey(byOther(steppedOf(other, event))) }),
      }));
      const merged = [...one.events, ...others]
        .sort((a, b) => a.atMs - b.atMs || (a.author < b.author ? -1 : 1))
        .map((event, index) => ({ ...event, id: index + 1 }));
      const kept = new Set(
        historyOf(merged, "test")
          .holding.filter(({ kind }) => kind === "note")
          .map(eventKey),
      );
      const held = [...one.done.slice(0, one.holding), ...other.done.slice(0, other.holding).map(byOther)].map(
        eventKey,
      );
      for (const key of held) expect(kept).toContain(key);
    }),
  );
});

function steppedOf({ events }: Played, { body }: NewEvent): NewEvent {
  const { event: key } = JSON.parse(body) as { event: string };
  return events.find((event) => eventKey(event) === key) as CaseEvent;
}

test("an event that is none of ours is damage of the case", () => {
  const undo = { id: 1, atMs: 0, author: "a", kind: "undo", body: "no JSON" };
  expect(() => historyOf([undo], "test")).toThrow("test is damaged");
});
