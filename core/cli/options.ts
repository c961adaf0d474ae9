import { parseArgs } from "node:util";

/** Every option of every command; which command knows which is said in arguments.ts. */
const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  report: { type: "string" },
  format: { type: "string" },
  ports: { type: "string" },
  "flow-timeout": { type: "string" },
  "no-tunnels": { type: "boolean" },
  preset: { type: "string" },
  telescope: { type: "string" },
  pack: { type: "string", multiple: true },
  geo: { type: "string", multiple: true },
  threads: { type: "string" },
  "cross-check": { type: "boolean" },
  case: { type: "string" },
  reread: { type: "boolean" },
  "no-index": { type: "boolean" },
  out: { type: "string" },
  what: { type: "string" },
  filter: { type: "string" },
  anonymise: { type: "string" },
  fingerprint: { type: "string" },
  tool: { type: "string" },
  name: { type: "string" },
  family: { type: "string" },
  variant: { type: "string" },
  certainty: { type: "string" },
  reason: { type: "string" },
  stdin: { type: "boolean" },
  all: { type: "boolean" },
  target: { type: "string" },
  "allow-telescope": { type: "string" },
  "older-count": { type: "boolean" },
  into: { type: "string" },
  only: { type: "string", multiple: true },
  id: { type: "string" },
  "pack-version": { type: "string" },
  licence: { type: "string" },
  author: { type: "string", multiple: true },
  key: { type: "string" },
} as const;

/** Name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** Wrong usage, with one sentence. */
export class UsageError extends Error {}

/** Options and other words of a command line. Throws a `TypeError` for options that no command knows. */
export function splitWords(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}

/** The options that were given. */
export type OptionValues = ReturnType<typeof splitWords>["values"];
