import type { CompiledSignature, SignatureDefinition } from "../../signature/signature.ts";
import { namesOfField } from "../../sip/header-names.ts";
import { payloadOfExample } from "../example-payload.ts";
import { shapeOfPattern, type ValueShape } from "./value-shape.ts";

/** A header that an engine's SIP parser finds in well-formed messages, if its name is spelt in one of these ways. */
export interface HeaderKeyword {
  /** As the engine calls it. */
  readonly name: string;
  readonly spellings: readonly string[];
}

/** A line of the message, by its names, and what its value must be. */
export interface LineTest {
  /** The signature's key it comes from. */
  readonly key: string;
  /** In lower case: a header's long and one-letter name, or the letter of an SDP line. */
  readonly names: readonly string[];
  readonly isSdp: boolean;
  readonly shape: ValueShape;
  /** The engine's own SIP parser is asked for the header; null where the raw line is looked for. */
  readonly keyword: HeaderKeyword | null;
}

/**
 * What a signature asks of one packet, as far as any other engine can say it: the meaning of an exported rule. All of
 * it must hold; lines are looked for in the whole payload, header names in any case.
 */
export interface PacketRule {
  /** Id of the signature. */
  readonly id: string;
  /** Of which one begins the message; null where any does. */
  readonly methods: readonly string[] | null;
  /** What the request line names; null where it is not asked. */
  readonly uri: ValueShape | null;
  readonly lines: readonly LineTest[];
  /** Names of header lines that must not be there, per absent key. */
  readonly absent: readonly (readonly string[])[];
  /** At least one header has its one-letter name. */
  readonly oneLetterNames: boolean;
}

/** What a language of rules can say beside lines that are there. */
export interface RuleLanguage {
  /** That a line is not there. */
  readonly saysAbsent: boolean;
  /** Where the payload ends, so that a last line without a line end is one. */
  readonly seesEnd: boolean;
  /** Bytes of a payload that it sees; lines that end behind them are not there. */
  readonly reach: number;
  /** Headers the engine's SIP parser can be asked for, by our key. */
  readonly keywords: ReadonlyMap<string, HeaderKeyword>;
}

/** A language that reads raw payloads, and says all that can be said of them. */
export const RAW_LANGUAGE: RuleLanguage = {
  saysAbsent: true,
  seesEnd: true,
  reach: Number.POSITIVE_INFINITY,
  keywords: new Map(),
};

/** A rule, and those of more specific signatures: where one of them holds, it does not speak. */
export interface ExportedRule extends PacketRule {
  readonly unless: readonly PacketRule[];
}

/** The rule of a signature by itself, as far as the language goes. */
export function packetRule({ definition, fields }: CompiledSignature, language: RuleLanguage): PacketRule {
  const required = fields.flatMap(({ key, required, pattern }) =>
    required && pattern !== null ? [{ key, shape: shapeOfPattern(pattern, definition.methods) }] : [],
  );
  return {
    id: definition.id,
    methods: definition.methods,
    uri: required.find(({ key }) => key === ":uri")?.shape ?? null,
    lines: required
      .filter(({ key }) => key !== ":uri")
      .map(({ key, shape }) => ({
        key,
        names: namesOfKey(key),
        isSdp: key.startsWith("sdp."),
        shape,
        keyword: keywordFor(key, definition, language),
      })),
    absent: language.saysAbsent ? definition.absent.filter(isWholeHeader).map(namesOfKey) : [],
    oneLetterNames: definition.compactNames,
  };
}

/** The keyword of a key, if the parser would find the header in every example. */
function keywordFor(
  key: string,
  { examples: { positive } }: SignatureDefinition,
  { keywords }: RuleLanguage,
): HeaderKeyword | null {
  const keyword = keywords.get(key);
  if (keyword === undefined) return null;
  return positive.every((example) => isFoundByParser(payloadOfExample(example), keyword)) ? keyword : null;
}

/** Whether a SIP parser that takes well-formed messages alone finds the header. */
export function isFoundByParser(payload: string, { spellings }: HeaderKeyword): boolean {
  if (!isWellFormed(payload)) return false;
  return payload.split("\r\n").some((line) => spellings.some((spelling) => line.startsWith(`${spelling}:`)));
}

/** Printable bytes, lines that end with CRLF, an empty line, and no brackets in the URI: less is refused by a parser. */
function isWellFormed(payload: string): boolean {
  return /^[^\s[\]]+ [^\s[\]]+ SIP\/2\.0\r\n(?:[ -~]+\r\n)+\r\n/.test(payload);
}

/** True for keys whose absence is that of a header: not for repeats, and not for lines of SDP. */
export function isWholeHeader(key: string): boolean {
  return !key.includes("#") && !key.startsWith("sdp.");
}

function namesOfKey(key: string): readonly string[] {
  const name = key.replace(/#\d+$/, "");
  return name.startsWith("sdp.") ? [name.slice(4)] : namesOfField(name);
}
