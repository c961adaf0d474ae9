import type { AnomalyLog } from "./anomaly-log.ts";
import { type HeaderName, readHeaderName, SIP_FIELD_BITS } from "./header-names.ts";
import { type Latin1Text, latin1Bytes } from "./latin1.ts";
import type { KnownPart, Line, LineReader } from "./line-reader.ts";
import { PlacedText } from "./placed-text.ts";
import { ReadField } from "./read-field.ts";
import { recentTexts } from "./recent-texts.ts";
import { isBlank, isStartLine } from "./start-line.ts";

/** The header fields of a message. */
export interface ReadFields {
  readonly fields: readonly ReadField[];
  /** Bits of the fields that were there. */
  readonly seen: number;
  /** One of the fields that make a message SIP was there, if only its name. */
  readonly isSip: boolean;
  /** What ended them; "unknown" where the snap length cut them off. */
  readonly end: "empty-line" | "text" | "unknown";
  /** Where they ended. */
  readonly offset: number;
}

/**
 * Reads the header fields behind the start line.
 *
 * @param before fields of the message before: a line with the bytes of the one at its place there is the same field
 */
export function readFields(
  lines: LineReader,
  whole: Latin1Text,
  cut: boolean,
  before: readonly ReadField[],
  anomalies: AnomalyLog,
): ReadFields {
  const fields = new FieldList(whole, anomalies);
  for (;;) {
    const model = before[fields.count];
    const repeated = model === undefined ? 0 : lines.countRepeated(model);
    if (model !== undefined && repeated > 0 && model.offset + repeated === model.lineEnd) {
      fields.addRepeated(model, lines.skip(repeated));
      continue;
    }
    const known = model === undefined ? null : knownPart(model, repeated, whole.bytes[lines.offset + repeated]);
    const line = lines.readLine(known);
    if (line !== undefined) {
      if (line.start === line.end) return fields.endedBy("empty-line", line.start);
      fields.addLine(line, known === null ? null : (model as ReadField), lines.offset);
      continue;
    }
    if (cut) {
      // Without a line end the last line is whole only if nothing was cut off behind it.
      const rest = lines.readRest();
      const isSip = fields.areSip || fields.startsSipField(rest);
      return { ...fields.endedBy("unknown", rest.start), fields: fields.completeBefore(rest), isSip };
    }
    const { offset } = lines;
    const lastLine = lines.readLastLine();
    // zmap overwrites the last byte of its template: CR is all that is left of the empty line.
    if (lastLine.start === lastLine.end) return fields.endedBy(lines.offset > offset ? "empty-line" : "text", offset);
    fields.addLine(lastLine, null, lines.offset);
    return fields.endedBy("text", lines.offset);
  }
}

/** In place of the end of a line that says something odd, and so is never looked for in the next message. */
const NOT_USUAL = -1;

/**
 * What a line is known to begin with: that of the message before, up to its value at least.
 *
 * @param next the first byte that differs; a blank there would still stand before the value
 */
function knownPart(model: ReadField, repeated: number, next: number | undefined): KnownPart | null {
  const { offset, place, rawName } = model;
  const valueAt = place.start - offset;
  if (repeated === 0 || repeated < valueAt || (repeated === valueAt && isBlank(next))) return null;
  return { bytes: Math.min(repeated, place.end - offset), colon: rawName.length };
}

/** The header fields of one message, line by line. */
class FieldList {
  private readonly list: ReadField[] = [];
  /** The value of the last field with the folded lines behind it; null while there are none. */
  private folded: string | null = null;
  /** Bits of the fields that were there. */
  seen = 0;
  /** What a folded line continues. */
  private open: "start-line" | "field" | "other" = "start-line";
  private readonly whole: Latin1Text;
  private readonly bytes: Uint8Array;
  private readonly anomalies: AnomalyLog;

  constructor(whole: Latin1Text, anomalies: AnomalyLog) {
    this.whole = whole;
    this.bytes = whole.bytes;
    this.anomalies = anomalies;
  }

  /** One of the fields that make a message SIP is there. */
  get areSip(): boolean {
    return (this.seen & SIP_FIELD_BITS) !== 0;
  }

  get count(): number {
    return this.list.length;
  }

  /** The fields so far, which are all. */
  endedBy(end: ReadFields["end"], offset: number): ReadFields {
    return { fields: this.read(), seen: this.seen, isSip: this.areSip, end, offset };
  }

  private read(): readonly ReadField[] {
    this.endFolding();
    return this.list;
  }

  /** Adds the field of a line that stands in the message before, at this place and with these bytes. */
  addRepeated(field: ReadField, offset: number): void {
    this.endFolding();
    this.noteName(field.spelling, offset);
    this.list.push(field);
    this.open = "field";
  }

  /**
   * @param model field of the message before whose line begins with the same name and blanks; null where that is not known
   * @param lineEnd where the next line begins
   */
  addLine(line: Line, model: ReadField | null, lineEnd: number): void {
    if (model === null) this.addUnknownLine(line, lineEnd);
    else this.addField(model.spelling, line, line.start, line.start + model.place.start - model.offset, lineEnd);
  }

  private addUnknownLine(line: Line, lineEnd: number): void {
    const { anomalies } = this;
    const offset = line.start;
    const continues = this.isBlankAt(offset);
    if (continues && this.open !== "start-line") {
      // RFC 3261 section 7.3.1 allows folding; its presence is evidence, so it is kept as an anomaly.
      anomalies.note("folded-line", offset);
      if (this.open === "field") this.continueField(line);
      return;
    }
    const rawName = this.trimmed(line.start, Math.max(line.colon, line.start));
    const spelling = readHeaderName(rawName);
    // Without an empty line before it, it begins no message: masscan and sipsak write over what they sent before. Its
    // blanks make the name odd, so that other lines need not be looked at.
    if (spelling.odd && !continues && isStartLine(this.whole.text.slice(line.start, line.end))) {
      anomalies.note("start-line-among-fields", offset);
    }
    if (continues) anomalies.note("folded-start-line", offset);
    else this.open = "other";
    if (rawName === "") {
      if (line.colon >= 0) anomalies.note("empty-header-name", offset);
      else if (!continues) anomalies.note("header-without-colon", offset);
      return;
    }
    const blankBeforeColon = this.isBlankAt(line.colon - 1);
    if (blankBeforeColon) anomalies.note("blank-before-colon", offset);
    const usual = !continues && !blankBeforeColon && !spelling.odd;
    const valueStart = this.skipBlanks(line.colon + 1, line.end);
    this.addField(spelling, line, this.skipBlanks(offset, line.colon), valueStart, usual ? lineEnd : NOT_USUAL);
  }

  private addField(spelling: HeaderName, line: Line, offset: number, valueStart: number, lineEnd: number): void {
    const { whole, bytes } = this;
    this.endFolding();
    this.noteName(spelling, line.start);
    const place = new PlacedText(whole, bytes, valueStart, this.endOfText(valueStart, line.end));
    this.list.push(new ReadField(spelling, offset, place, line.plain ? lineEnd : NOT_USUAL, false));
    this.open = "field";
  }

  private noteName({ compact, odd, misspelt, bit, singleBit }: HeaderName, offset: number): void {
    const { anomalies } = this;
    if (compact) anomalies.note("compact-name", offset);
    else if (odd) anomalies.note("odd-header-name", offset);
    else if (misspelt) anomalies.note("misspelt-header-name", offset);
    if ((this.seen & singleBit) !== 0) anomalies.note("repeated-field", offset);
    this.seen |= bit;
  }

  private continueField(line: Line): void {
    const before = this.folded ?? (this.list[this.list.length - 1] as ReadField).value;
    this.folded = unfold(before, this.trimmed(line.start, line.end));
  }

  /** Gives the last field the value with its folded lines: once behind all of them, for there may be thousands. */
  private endFolding(): void {
    const text = this.folded;
    if (text === null) return;
    const { list } = this;
    const { spelling, offset } = list[list.length - 1] as ReadField;
    const place = new PlacedText({ text }, latin1Bytes(text), 0, text.length);
    list[list.length - 1] = new ReadField(spelling, offset, place, NOT_USUAL, true);
    this.folded = null;
  }

  /** Fields in front of a line that was cut: the last one is known to its end only if that line does not continue it. */
  completeBefore(cutLine: Line): readonly ReadField[] {
    const mayContinue = cutLine.start === cutLine.end || this.isBlankAt(cutLine.start);
    const fields = this.read();
    return mayContinue && this.open === "field" ? fields.slice(0, -1) : fields;
  }

  startsSipField(cutLine: Line): boolean {
    if (this.isBlankAt(cutLine.start) || cutLine.colon < 0) return false;
    return (readHeaderName(this.trimmed(cutLine.start, cutLine.colon)).bit & SIP_FIELD_BITS) !== 0;
  }

  /** The text from start to end without blanks at either end. */
  private trimmed(start: number, end: number): string {
    const first = this.skipBlanks(start, end);
    return recentTexts.take(this.whole.text, this.bytes, first, this.endOfText(first, end));
  }

  /** Where the text from start to end ends without the blanks behind it. */
  private endOfText(start: number, end: number): number {
    let last = end;
    while (last > start && this.isBlankAt(last - 1)) last -= 1;
    return last;
  }

  private skipBlanks(start: number, end: number): number {
    let at = start;
    while (at < end && this.isBlankAt(at)) at += 1;
    return at;
  }

  private isBlankAt(offset: number): boolean {
    return isBlank(this.bytes[offset] as number);
  }
}

/** Folded lines join by one blank; an empty part adds none, so that values stay trimmed. */
function unfold(value: string, continuation: string): string {
  return value === "" || continuation === "" ? value + continuation : `${value} ${continuation}`;
}
