import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isFault } from "../../../core/engine/case/case-fault.ts";
import { openCase } from "../../../core/engine/case/case-file.ts";
import { packsOfCase } from "../../../core/engine/case/case-library.ts";
import { type CaseEvent, eventKey, insertEvent, listEvents } from "../../../core/engine/case/events.ts";
import {
  describeSignatureEvent,
  hashOfOwn,
  rematchEvent,
  signatureEvent,
  signaturesOf,
} from "../../../core/engine/case/own-signatures.ts";
import { loadPacks } from "../../../core/engine/load-packs.ts";
import type { OwnSignature } from "../../../core/signature/own-signatures.ts";
import type { SignatureDefinition } from "../../../core/signature/signature.ts";
import { caseIn, mergeAll, openedCase } from "../../builders/case.ts";
import { builtinPack } from "../../builders/library.ts";
import { ROOT, temporaryFolder } from "../../builders/program.ts";

const [base] = builtinPack.signatures as [SignatureDefinition];
const signature = (id: string, notes = ""): SignatureDefinition => ({ ...base, id, notes });

/** What an analyst does with signatures, in the order it is done: an undo takes back the last thing that holds. */
class Played {
  readonly events: CaseEvent[] = [];
  done: CaseEvent[] = [];
  holding = 0;

  act({ kind, body }: Pick<CaseEvent, "kind" | "body">): void {
    this.done = [...this.done.slice(0, this.holding), this.add(kind, body)];
    this.holding += 1;
  }

  step(kind: "undo" | "redo"): void {
    const stepped = this.done[kind === "undo" ? this.holding - 1 : this.holding];
    if (stepped === undefined) return;
    this.add(kind, JSON.stringify({ event: eventKey(stepped) }));
    this.holding += kind === "undo" ? -1 : 1;
  }

  /** What the things that hold leave of each id, up to one of them. */
  leftBy(last: number): Map<string, OwnSignature> {
    const own = new Map<string, OwnSignature>();
    for (const { kind, body } of this.done.slice(0, last)) {
      if (kind !== "signatures") continue;
      const [change] = (JSON.parse(body) as { changes: { id: string; after: OwnSignature | null }[] }).changes;
      if (change?.after == null) own.delete(change?.id ?? "");
      else own.set(change.id, change.after);
    }
    return own;
  }

  private add(kind: string, body: string): CaseEvent {
    const id = this.events.length + 1;
    const event = { id, atMs: 1000 + id, author: "a", kind, body };
    this.events.push(event);
    return event;
  }
}

const id = fc.constantFrom("own/a", "own/b", "paper/1");
const action = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), id, notes: fc.string({ maxLength: 4 }) }),
  fc.record({ kind: fc.constant("retire" as const), id }),
  fc.record({ kind: fc.constant("restore" as const), id }),
  fc.record({ kind: fc.constantFrom("rematch" as const, "undo" as const, "redo" as const, "rematch" as const) }),
);

test("what is in use is what was written when the case was last re-matched, whatever was undone and done again", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const played = new Played();
      for (const one of actions) {
        if (!("id" in one)) {
          if (one.kind === "rematch") played.act(rematchEvent(1, 1));
          else played.step(one.kind);
        } else {
          const after = one.kind === "write" ? signature(one.id, one.notes) : one.kind === "retire" ? "retired" : null;
          played.act(signatureEvent([{ id: one.id, before: null, after }], null, null));
        }
      }
      const { written, inUse, revisions } = signaturesOf(played.events, "test");
      const held = played.done.slice(0, played.holding);
      expect(hashOfOwn(written)).toBe(hashOfOwn(played.leftBy(played.holding)));
      const last = held.findLastIndex(({ kind }) => kind === "rematch");
      expect(hashOfOwn(inUse)).toBe(hashOfOwn(played.leftBy(Math.max(last, 0))));
      expect(revisions.filter(({ undone }) => !undone).map(({ event }) => event)).toEqual(
        held.filter(({ kind }) => kind === "signatures").map((event) => event.id),
      );
    }),
  );
});

test("an event that holds no sound signature is damage, and is said", () => {
  const event = (after: unknown): CaseEvent => ({
    id: 1,
    atMs: 1,
    author: "a",
    kind: "signatures",
    body: JSON.stringify({ reason: null, pack: null, changes: [{ id: "own/a", before: null, after }] }),
  });
  const wrong = [
    { ...signature("own/a"), required: ["nothing-of-it"] },
    { ...signature("own/a"), fields: { from: "{12:nothing}" }, required: ["from"] },
    signature("own/b"),
    "gone",
  ];
  for (const after of wrong) expect(() => signaturesOf([event(after)], "x.ringcase")).toThrow(/x\.ringcase/);
  expect(signaturesOf([event(signature("own/a"))], "x.ringcase").written.size).toBe(1);
});

test("events say in words what they were about", () => {
  const words = (before: OwnSignature | null, after: OwnSignature | null) =>
    describeSignatureEvent(signatureEvent([{ id: "own/a", before, after }], null, null).body, "test");
  expect(words(null, signature("own/a"))).toBe("the new signature own/a");
  expect(words(signature("own/a"), signature("own/a", "more"))).toBe("changing the signature own/a");
  expect(words(null, "retired")).toBe("retiring the signature own/a");
  expect(words("retired", null)).toBe("having the signature own/a as packs have it");
});

test("signatures of two analysts are all there when their cases are merged, whichever is given first", async () => {
  const folder = temporaryFolder();
  const origin = caseIn(folder, "origin.ringcase");
  await (await openedCase(origin, true)).close();
  const files = await Promise.all(
    ["a", "b"].map(async (name, index) => {
      const file = caseIn(folder, `${name}.ringcase`);
      fs.copyFileSync(origin, file);
      const opened = await openedCase(file, false);
      const own = signature(`own/${name}`);
      const by = { author: name, atMs: 1000 + index };
      const event = signatureEvent([{ id: own.id, before: null, after: own }], null, null);
      await opened.save(async (connection) => {
        await insertEvent(connection, { ...by, ...event });
        await insertEvent(connection, { ...by, atMs: by.atMs + 10, ...rematchEvent(0, 0) });
      });
      await opened.close();
      return file;
    }),
  );
  const packs = loadPacks(path.join(ROOT, "resources"), []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  const mergedFrom = async (order: readonly string[], merged: string) => {
    const result = await mergeAll(order, merged);
    if (isFault(result)) throw new Error(result.message);
    const opened = await openCase(merged, false);
    if (isFault(opened)) throw new Error(opened.message);
    const { written, inUse } = signaturesOf(await opened.use(listEvents), "merged");
    const { library, packs: used } = await packsOfCase(opened, packs);
    await opened.close();
    const ids = library.signatures.map(({ definition }) => definition.id).filter((one) => one.startsWith("own/"));
    return { written: [...written.keys()].sort(), hash: hashOfOwn(inUse), ids, used: used.map((pack) => pack.id) };
  };
  const found = await mergedFrom(files, caseIn(folder, "one.ringcase"));
  expect(await mergedFrom([...files].reverse(), caseIn(folder, "other.ringcase"))).toEqual(found);
  expect(found).toMatchObject({ written: ["own/a", "own/b"], ids: ["own/a", "own/b"], used: ["builtin", "case"] });
});
