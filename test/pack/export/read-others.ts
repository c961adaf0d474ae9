import { plainRegex, type ReadRule, RuleSyntaxError } from "./read-rules.ts";

/** The display filters of a file, without those that leave to others. */
export function readFilters(text: string): ReadRule[] {
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => {
      const [, id = "", filter = ""] = /^"Ringprint ([a-z0-9._/-]+)" !icmp && !icmpv6 && (.+)$/.exec(line) ?? [];
      const there: RegExp[] = [];
      const absent: RegExp[] = [];
      for (const term of filter.split(" && ")) {
        const [, denied, regex] = /^(!\()?udp\.payload matches r"\(\?-i\)([^"]+)"\)?$/.exec(term) ?? [];
        if (regex === undefined) throw new RuleSyntaxError(`no term: ${term}`);
        (denied === undefined ? there : absent).push(plainRegex(regex));
      }
      return { id, contents: [], there, absent, others: [] };
    });
}

/** The rules of a file for YARA, without those that leave to others. */
export function readYaraRules(text: string): ReadRule[] {
  return text.split(/\n(?=rule )/).map((block) => {
    const [, id] = /\n {4}signature = "([a-z0-9._/-]+)"\n/.exec(block) ?? [];
    if (id === undefined || !/^rule [A-Za-z_][A-Za-z0-9_]{0,127}\n\{\n/.test(block)) {
      throw new RuleSyntaxError(`no rule: ${block}`);
    }
    const strings = [...block.matchAll(/^ {4}\$(there|absent)\d+ = \/(.+)\/$/gm)].map(([, kind, source]) => ({
      kind,
      // YARA's groups have no kinds, and a slash ends an expression.
      regex: plainRegex(source as string),
    }));
    if (/\(\?|[^\\]\/./.test(strings.map(({ regex }) => regex.source).join("\n"))) {
      throw new RuleSyntaxError(`no expression: ${block}`);
    }
    const of = (wanted: string) => strings.filter(({ kind }) => kind === wanted).map(({ regex }) => regex);
    return { id, contents: [], there: of("there"), absent: of("absent"), others: [] };
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly object_relation: string;
  readonly to_ids: boolean;
  readonly timestamp: string;
  readonly distribution: string;
}

interface MispEvent {
  readonly uuid: string;
  readonly info: string;
  readonly date: string;
  readonly timestamp: string;
  readonly threat_level_id: string;
  readonly analysis: string;
  readonly distribution: string;
  readonly published: boolean;
  readonly Attribute: readonly MispAttribute[];
  readonly Object: readonly (Record<string, unknown> & { uuid: string; Attribute: readonly MispAttribute[] })[];
}

/** Types of attributes that we write, each with the categories MISP allows for it. */
const MISP_TYPES: Readonly<Record<string, readonly string[]>> = {
  text: ["Other", "Network activity", "External analysis"],
  suricata: ["Network activity", "External analysis"],
};

/** An event by the core format of MISP (sections 2.2 to 2.5): the signatures its objects carry, and their rules. */
export function readMisp(text: string): { readonly signatures: string[]; readonly rules: string[] } {
  const { Event: event } = JSON.parse(text) as { Event: MispEvent };
  const isWhole =
    /^\d{4}-\d\d-\d\d$/.test(event.date) &&
    /^[1-4]$/.test(event.threat_level_id) &&
    /^[0-2]$/.test(event.analysis) &&
    /^[0-4]$/.test(event.distribution) &&
    /^\d+$/.test(event.timestamp) &&
    typeof event.published === "boolean" &&
    event.info !== "";
  if (!isWhole) throw new RuleSyntaxError("not an event");
  const attributes = event.Object.flatMap((object) => object.Attribute);
  for (const { type, category, value, to_ids, timestamp, distribution } of attributes) {
    const isAllowed = MISP_TYPES[type]?.includes(category) === true && value !== "" && typeof to_ids === "boolean";
    if (!isAllowed || !/^\d+$/.test(timestamp) || !/^[0-5]$/.test(distribution)) throw new RuleSyntaxError(`${type}`);
  }
  const uuids = [event.uuid, ...event.Object.map(({ uuid }) => uuid), ...attributes.map(({ uuid }) => uuid)];
  if (new Set(uuids).size !== uuids.length || !uuids.every((uuid) => UUID.test(uuid)))
    throw new RuleSyntaxError("uuid");
  for (const object of event.Object) {
    for (const name of ["name", "meta-category", "description", "template_uuid", "template_version", "timestamp"]) {
      if (typeof object[name] !== "string" || object[name] === "") throw new RuleSyntaxError(`an object's ${name}`);
    }
  }
  const of = (relation: string) =>
    attributes.filter(({ object_relation }) => object_relation === relation).map(({ value }) => value);
  return { signatures: of("signature"), rules: of("suricata") };
}

/** Rows of CSV (RFC 4180), the apostrophe before a formula taken away. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    const cell = quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"');
    rows.at(-1)?.push(cell.replace(/^'/, ""));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}
