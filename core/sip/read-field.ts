import type { HeaderName } from "./header-names.ts";
import type { HeaderField } from "./message.ts";
import type { PlacedText } from "./placed-text.ts";

/**
 * A header field as it was read. Its value is a place in the payload; text is made of it when it is first asked for,
 * which of most values nobody does.
 */
export class ReadField implements HeaderField {
  readonly spelling: HeaderName;
  readonly offset: number;
  readonly place: PlacedText;
  /** Whether folded lines were joined to the value. */
  private readonly joined: boolean;
  /**
   * Where the next line begins, for a line that says nothing odd but by its name: wherever these bytes stand among
   * the fields of a message, they are this field. Otherwise -1.
   */
  readonly lineEnd: number;
  /** The method in whose messages nothing is odd about the value; null while that is not known of any. */
  soundFor: string | null = null;

  constructor(spelling: HeaderName, offset: number, place: PlacedText, lineEnd: number, joined: boolean) {
    this.spelling = spelling;
    this.offset = offset;
    this.place = place;
    this.lineEnd = lineEnd;
    this.joined = joined;
  }

  get rawName(): string {
    return this.spelling.rawName;
  }

  get name(): string {
    return this.spelling.name;
  }

  get value(): string {
    return this.place.value;
  }

  get valueOffset(): number | null {
    return this.joined ? null : this.place.start;
  }
}
