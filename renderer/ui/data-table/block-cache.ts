import type { RowRange } from "./scroll-map.ts";

/** A stretch of rows that answers a question, and how many rows answer it in all. */
export interface RowPage<Row> {
  /** State of the data the rows are of; rises as data arrive. */
  readonly revision: number;
  readonly rows: readonly Row[];
  /** Rows that match the question. */
  readonly matching: number;
  /** Rows there are without any filter. */
  readonly total: number;
}

/** Permission to load one block; its answer is judged by what was asked when it was given. */
export interface BlockTicket {
  readonly block: number;
  readonly offset: number;
  readonly limit: number;
  /** Which question, counted. */
  readonly question: number;
  readonly revision: number;
}

interface Block<Row> {
  readonly rows: readonly Row[];
  readonly revision: number;
  usedAt: number;
}

interface Answered<Row> {
  readonly blocks: Map<number, Block<Row>>;
  matching: number;
  total: number;
  /** Newest revision an answer had. */
  revision: number;
}

/**
 * The rows of a table that are held, in blocks of equal size and a bounded number.
 *
 * Rows stay until newer ones are there: those of an older revision until their block is loaded again, those of the
 * question before until the first answer to this one. An answer to a question no longer asked is dropped. A block is
 * under way at most once, so a source slower than the revisions rise still delivers.
 */
export class BlockCache<Row> {
  private readonly blockSize: number;
  private readonly mostBlocks: number;
  private key: string | null = null;
  private question = 0;
  private revision = 0;
  private clock = 0;
  private answered: Answered<Row> | null = null;
  /** Whether `answered` holds answers to this question, rather than to the one before. */
  private current = false;
  private readonly underWay = new Map<number, BlockTicket>();

  constructor(blockSize = 100, mostBlocks = 40) {
    this.blockSize = blockSize;
    this.mostBlocks = mostBlocks;
  }

  /** Asks for rows of this question (query in words that tell it from others) at this revision or a newer one. */
  ask(key: string, revision: number): void {
    if (key !== this.key) {
      this.key = key;
      this.question += 1;
      this.current = false;
      this.underWay.clear();
    }
    this.revision = revision;
  }

  /** Tickets for the blocks of a range that are missing or old, at most `most` under way at once. */
  take(first: number, end: number, most: number): BlockTicket[] {
    const tickets: BlockTicket[] = [];
    for (const block of this.blocksOf(first, end)) {
      if (this.underWay.size >= most) break;
      if (this.underWay.has(block) || this.isFresh(block)) continue;
      const ticket = {
        block,
        offset: block * this.blockSize,
        limit: this.blockSize,
        question: this.question,
        revision: this.revision,
      };
      this.underWay.set(block, ticket);
      tickets.push(ticket);
    }
    return tickets;
  }

  /** Keeps an answer; false where it came too late to be of use. */
  accept(ticket: BlockTicket, page: RowPage<Row>): boolean {
    if (!this.end(ticket)) return false;
    if (!this.current || this.answered === null) {
      this.answered = { blocks: new Map(), matching: page.matching, total: page.total, revision: page.revision };
      this.current = true;
    }
    const { answered } = this;
    if (page.revision < answered.revision && answered.blocks.has(ticket.block)) return false;
    if (page.revision >= answered.revision) {
      answered.revision = page.revision;
      answered.matching = page.matching;
      answered.total = page.total;
    }
    this.clock += 1;
    answered.blocks.set(ticket.block, { rows: page.rows, revision: page.revision, usedAt: this.clock });
    this.evict();
    return true;
  }

  /** Gives a ticket back unanswered; true where it was of use still. */
  end(ticket: BlockTicket): boolean {
    if (this.underWay.get(ticket.block) !== ticket) return false;
    this.underWay.delete(ticket.block);
    return true;
  }

  /** Marks the blocks of a range as in use, which keeps them longest. */
  touch(first: number, end: number): void {
    this.clock += 1;
    for (const block of this.blocksOf(first, end)) {
      const held = this.answered?.blocks.get(block);
      if (held !== undefined) held.usedAt = this.clock;
    }
  }

  /** A row, if it is held: of this question, or of the one before while this one has no answer. */
  row(index: number): Row | undefined {
    const block = Math.floor(index / this.blockSize);
    return this.answered?.blocks.get(block)?.rows[index - block * this.blockSize];
  }

  /** Whether all rows of a range are held. */
  holds({ first, end }: RowRange): boolean {
    for (let index = first; index < end; index += 1) if (this.row(index) === undefined) return false;
    return true;
  }

  /** Rows that match and rows in all, of the newest answer held; null before the first. */
  get counts(): { readonly matching: number; readonly total: number; readonly revision: number } | null {
    return this.answered;
  }

  /** True once rows are answers to this question, rather than to the one before. */
  answers(key: string): boolean {
    return this.key === key && this.current;
  }

  /** Blocks held; never more than allowed. */
  get held(): number {
    return this.answered?.blocks.size ?? 0;
  }

  private blocksOf(first: number, end: number): number[] {
    const from = Math.floor(Math.max(0, first) / this.blockSize);
    // The first block tells how many rows there are: it is asked for even where none are known.
    const to = Math.max(from, Math.ceil(end / this.blockSize) - 1);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }

  private isFresh(block: number): boolean {
    if (!this.current) return false;
    const revision = this.answered?.blocks.get(block)?.revision;
    return revision !== undefined && revision >= this.revision;
  }

  private evict(): void {
    const blocks = this.answered?.blocks;
    if (blocks === undefined || blocks.size <= this.mostBlocks) return;
    const byUse = [...blocks].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [block] of byUse.slice(0, blocks.size - this.mostBlocks)) blocks.delete(block);
  }
}
