import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlockCache, type BlockTicket, type RowPage } from "../../../renderer/ui/data-table/block-cache.ts";

/** The rows of a question: what was asked, at which revision, and where. */
function answer(ticket: BlockTicket, question: string, revision = ticket.revision, matching = 1000): RowPage<string> {
  const length = Math.max(0, Math.min(ticket.limit, matching - ticket.offset));
  const rows = Array.from({ length }, (_, i) => `${question} r${revision} #${ticket.offset + i}`);
  return { revision, rows, matching, total: 1000 };
}

function only(tickets: BlockTicket[]): BlockTicket {
  expect(tickets).toHaveLength(1);
  return tickets[0] as BlockTicket;
}

describe("block cache", () => {
  test("asks for the first block to learn how many rows there are", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    expect(cache.counts).toBeNull();
    const ticket = only(cache.take(0, 0, 4));
    expect(ticket).toMatchObject({ offset: 0, limit: 100 });
    expect(cache.accept(ticket, answer(ticket, "all"))).toBe(true);
    expect(cache.counts).toMatchObject({ matching: 1000, total: 1000 });
    expect(cache.row(7)).toBe("all r1 #7");
    expect(cache.row(100)).toBeUndefined();
  });

  test("asks for each block of a range once", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    expect(cache.take(150, 320, 9).map(({ offset }) => offset)).toEqual([100, 200, 300]);
    expect(cache.take(150, 320, 9)).toEqual([]);
  });

  test("keeps few blocks under way at once", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    expect(cache.take(0, 900, 2)).toHaveLength(2);
    expect(cache.take(0, 900, 2)).toHaveLength(0);
  });

  test("rows of an older revision stay until newer ones are there", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    const first = only(cache.take(0, 50, 4));
    cache.accept(first, answer(first, "all"));
    cache.ask("all", 2);
    expect(cache.row(3)).toBe("all r1 #3");
    const second = only(cache.take(0, 50, 4));
    cache.accept(second, answer(second, "all"));
    expect(cache.row(3)).toBe("all r2 #3");
  });

  test("a source slower than the revisions rise still delivers", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    const ticket = only(cache.take(0, 50, 4));
    cache.ask("all", 2);
    expect(cache.take(0, 50, 4)).toEqual([]);
    expect(cache.accept(ticket, answer(ticket, "all"))).toBe(true);
    expect(cache.row(0)).toBe("all r1 #0");
    expect(cache.take(0, 50, 4)).toHaveLength(1);
  });

  test("an answer newer than asked is fresh", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    const ticket = only(cache.take(0, 50, 4));
    cache.accept(ticket, answer(ticket, "all", 5));
    cache.ask("all", 5);
    expect(cache.take(0, 50, 4)).toEqual([]);
  });

  test("an older answer never replaces newer rows", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 3);
    const first = only(cache.take(0, 50, 4));
    cache.accept(first, answer(first, "all", 3));
    cache.ask("all", 4);
    const second = only(cache.take(0, 50, 4));
    expect(cache.accept(second, answer(second, "all", 2))).toBe(false);
    expect(cache.row(0)).toBe("all r3 #0");
  });

  test("rows of the question before stay until the first answer to this one, then all of them go", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("all", 1);
    for (const ticket of cache.take(0, 200, 4)) cache.accept(ticket, answer(ticket, "all"));
    cache.ask("tool paper/1", 1);
    expect(cache.answers("tool paper/1")).toBe(false);
    expect(cache.row(150)).toBe("all r1 #150");
    const ticket = only(cache.take(0, 50, 4));
    cache.accept(ticket, answer(ticket, "tool paper/1", 1, 12));
    expect(cache.answers("tool paper/1")).toBe(true);
    expect(cache.counts).toMatchObject({ matching: 12, total: 1000 });
    expect(cache.row(0)).toBe("tool paper/1 r1 #0");
    expect(cache.row(150)).toBeUndefined();
  });

  test("an answer to a question no longer asked is dropped", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("a", 1);
    const late = only(cache.take(0, 50, 4));
    cache.ask("b", 1);
    const ticket = only(cache.take(0, 50, 4));
    cache.accept(ticket, answer(ticket, "b"));
    expect(cache.accept(late, answer(late, "a"))).toBe(false);
    expect(cache.row(0)).toBe("b r1 #0");
  });

  test("a block that failed can be asked for again", () => {
    const cache = new BlockCache<string>(100);
    cache.ask("a", 1);
    const ticket = only(cache.take(0, 50, 4));
    expect(cache.end(ticket)).toBe(true);
    expect(cache.take(0, 50, 4)).toHaveLength(1);
  });

  test("holds a bounded number of blocks and never drops those in use", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_999_900), { minLength: 1, maxLength: 60 }), (places) => {
        const cache = new BlockCache<string>(100, 4);
        cache.ask("all", 1);
        for (const first of places) {
          const end = first + 90;
          cache.touch(first, end);
          for (const ticket of cache.take(first, end, 9)) cache.accept(ticket, answer(ticket, "all", 1, 5_000_000));
          expect(cache.held).toBeLessThanOrEqual(4);
          expect(cache.row(first)).toBe(`all r1 #${first}`);
          expect(cache.row(end - 1)).toBe(`all r1 #${end - 1}`);
        }
      }),
    );
  });

  test("never shows a row at another row's place, in whatever order answers come", () => {
    const step = fc.record({ question: fc.constantFrom("a", "b"), at: fc.nat(900), answers: fc.array(fc.nat(9)) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const cache = new BlockCache<string>(100, 5);
        const open: { ticket: BlockTicket; question: string }[] = [];
        for (const [revision, { question, at, answers }] of steps.entries()) {
          cache.ask(question, revision);
          for (const ticket of cache.take(at, at + 60, 3)) open.push({ ticket, question });
          for (const choice of answers) {
            const [asked] = open.splice(choice % Math.max(1, open.length), 1);
            if (asked !== undefined) cache.accept(asked.ticket, answer(asked.ticket, asked.question));
          }
          for (let row = 0; row < 1000; row += 50) {
            const shown = cache.row(row);
            if (shown === undefined) continue;
            expect(shown.endsWith(` #${row}`)).toBe(true);
            if (cache.answers(question)) expect(shown.startsWith(question)).toBe(true);
          }
        }
      }),
    );
  });
});
