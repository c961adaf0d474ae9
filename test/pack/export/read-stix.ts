import { plainRegex, type ReadRule, RuleSyntaxError } from "./read-rules.ts";

/** What is known of a property: a test, and whether it must be there. */
type Property = readonly [required: boolean, isValid: (value: unknown) => boolean];

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);
const matches = (expression: RegExp) => (value: unknown) => typeof value === "string" && expression.test(value);
const oneOf =
  (...allowed: readonly string[]) =>
  (value: unknown) =>
    allowed.includes(value as string);
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const idOf = (type: string) => matches(new RegExp(`^${type}--${UUID}$`));
const isTime = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/);

/** Section 3.2: what every object has. */
const COMMON: Readonly<Record<string, Property>> = {
  spec_version: [true, oneOf("2.1")],
  created: [true, isTime],
  modified: [true, isTime],
  created_by_ref: [false, idOf("identity")],
};

/** STIX 2.1 (OASIS standard of 2021-06-10), the objects that we write: sections 4.5, 4.7, 4.18, 5.1, 7.3. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, Property>>>> = {
  identity: { name: [true, isText], identity_class: [false, oneOf("individual", "group", "system", "organization")] },
  tool: {
    name: [true, isText],
    aliases: [false, isTexts],
    tool_types: [false, (value) => Array.isArray(value) && value.every(oneOf("information-gathering", "unknown"))],
  },
  indicator: {
    name: [false, isText],
    indicator_types: [false, (value) => Array.isArray(value) && value.every(oneOf("anomalous-activity"))],
    pattern: [true, isText],
    pattern_type: [true, oneOf("stix")],
    pattern_version: [false, oneOf("2.1")],
    valid_from: [true, isTime],
    extensions: [false, (value) => typeof value === "object" && value !== null],
  },
  relationship: {
    relationship_type: [true, matches(/^[a-z0-9-]+$/)],
    source_ref: [true, idOf("indicator")],
    target_ref: [true, idOf("tool")],
  },
  "extension-definition": {
    name: [true, isText],
    description: [false, isText],
    schema: [true, isText],
    version: [true, matches(/^\d+\.\d+\.\d+$/)],
    extension_types: [true, (value) => Array.isArray(value) && value.every(oneOf("property-extension"))],
    // Section 7.3 asks it of extension definitions, unlike of other objects.
    created_by_ref: [true, idOf("identity")],
  },
};

type StixObject = Record<string, unknown> & { readonly type: string; readonly id: string };

/** A bundle: every object by the standard, every reference to an object that is there; its rules and signatures. */
export function readStix(text: string): { readonly rules: ReadRule[]; readonly signatures: string[] } {
  const bundle = JSON.parse(text) as { type: string; id: string; objects: StixObject[] };
  if (bundle.type !== "bundle" || !idOf("bundle")(bundle.id)) throw new RuleSyntaxError("no bundle");
  if (Object.keys(bundle).join() !== "type,id,objects") throw new RuleSyntaxError("a bundle has no other property");
  const byId = new Map(bundle.objects.map((object) => [object.id, object]));
  if (byId.size !== bundle.objects.length) throw new RuleSyntaxError("two objects have one id");
  for (const object of bundle.objects) checkObject(object, byId);
  const indicators = bundle.objects.filter(({ type }) => type === "indicator");
  return {
    rules: indicators.map((indicator) => ({
      id: String(indicator.name).replace(/^Ringprint /, ""),
      contents: [],
      there: [asRegex(readStixPattern(String(indicator.pattern)))],
      absent: [],
      others: [],
    })),
    signatures: indicators.map(({ extensions }) => signatureOf(extensions as object, byId)),
  };
}

function checkObject(object: StixObject, byId: ReadonlyMap<string, StixObject>): void {
  const properties = OBJECTS[object.type];
  if (properties === undefined || !idOf(object.type)(object.id)) throw new RuleSyntaxError(`no object: ${object.id}`);
  const known: Readonly<Record<string, Property>> = { ...COMMON, ...properties };
  for (const [name, [required, isValid]] of Object.entries(known)) {
    const value = object[name];
    if (value === undefined ? required : !isValid(value)) throw new RuleSyntaxError(`${object.id}: ${name}`);
  }
  for (const [name, value] of Object.entries(object)) {
    if (name !== "type" && name !== "id" && known[name] === undefined)
      throw new RuleSyntaxError(`${object.id}: ${name}`);
    if (name.endsWith("_ref") && !byId.has(String(value)))
      throw new RuleSyntaxError(`${object.id}: ${name} leads nowhere`);
  }
  if (String(object.modified) < String(object.created))
    throw new RuleSyntaxError(`${object.id}: modified before created`);
}

function signatureOf(extensions: object, byId: ReadonlyMap<string, StixObject>): string {
  const [[id, extension] = ["", {}]] = Object.entries(extensions) as [string, Record<string, unknown>][];
  if (byId.get(id)?.type !== "extension-definition") throw new RuleSyntaxError(`${id} is no extension`);
  // Section 3.1: names of properties are lower case, digits and underscores, 3 to 250 of them.
  if (Object.keys(extension).some((name) => !/^[a-z0-9_]{3,250}$/.test(name)))
    throw new RuleSyntaxError(`${id}: names`);
  return String(extension.signature_json);
}

/** Whether a payload fits; dressed up as an expression so that all formats are asked alike. */
function asRegex(fits: (payload: string) => boolean): RegExp {
  return Object.assign(/stix/, { test: fits });
}

/**
 * A pattern of one observation (section 9.7): comparisons of a payload and a protocol, with NOT, AND, OR and brackets. AND
 * binds more closely than OR.
 */
export function readStixPattern(pattern: string): (payload: string) => boolean {
  let at = 0;
  const take = (token: string) => {
    if (!pattern.startsWith(token, at)) throw new RuleSyntaxError(`${token} expected at ${at} of ${pattern}`);
    at += token.length;
  };
  const isNext = (token: string) => pattern.startsWith(token, at);
  const literal = (): string => {
    take("'");
    let text = "";
    while (!isNext("'")) {
      if (at >= pattern.length) throw new RuleSyntaxError("a string without its end");
      if (isNext("\\")) {
        at += 1;
        if (!isNext("\\") && !isNext("'")) throw new RuleSyntaxError(`a backslash before ${pattern[at]}`);
      }
      text += pattern[at];
      at += 1;
    }
    take("'");
    return text;
  };
  const comparison = (): ((payload: string) => boolean) => {
    if (isNext("(")) {
      take("(");
      const inner = disjunction();
      take(")");
      return inner;
    }
    if (isNext("network-traffic:protocols[*] = ")) {
      take("network-traffic:protocols[*] = ");
      if (literal() !== "udp") throw new RuleSyntaxError("another protocol");
      return () => true;
    }
    take("network-traffic:src_payload_ref.payload_bin ");
    const isDenied = isNext("NOT ");
    if (isDenied) take("NOT ");
    take("MATCHES ");
    const regex = plainRegex(literal());
    return (payload) => regex.test(payload) !== isDenied;
  };
  const conjunction = () => {
    const all = [comparison()];
    while (isNext(" AND ")) {
      take(" AND ");
      all.push(comparison());
    }
    return (payload: string) => all.every((fits) => fits(payload));
  };
  const disjunction = () => {
    const any = [conjunction()];
    while (isNext(" OR ")) {
      take(" OR ");
      any.push(conjunction());
    }
    return (payload: string) => any.some((fits) => fits(payload));
  };
  take("[");
  const fits = disjunction();
  take("]");
  if (at !== pattern.length) throw new RuleSyntaxError(`more behind ${at} of ${pattern}`);
  return fits;
}
