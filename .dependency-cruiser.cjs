/**
 * Cycles, orphans and layers over the whole graph. Who may import whom in detail, packages included, is the table of
 * test/architecture/import-rules.ts; the layers here also hold along paths of several steps.
 */
const PURE =
  "^core/(capture|net|sip|fingerprint|behaviour|flow|signature|campaign|geography|pack|query|report|contract)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Files that need each other are one file, or lack a third one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "What nothing imports and imports nothing has no reader.",
      severity: "error",
      from: { orphan: true, pathNot: ["\\.d\\.m?ts$", "\\.test\\.ts$", "\\.config\\.ts$", "(^|/)launch\\.mjs$"] },
      to: {},
    },
    {
      name: "unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "pure-core-knows-no-shell",
      comment: "The pure rooms run in any thread, window or test: nothing they reach may need Node or a window.",
      severity: "error",
      from: { path: PURE },
      to: { path: "^(core/(engine|cli)|electron|renderer|test)/", reachable: true },
    },
    {
      name: "pure-core-knows-no-node",
      severity: "error",
      from: { path: PURE },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "renderer-reaches-no-engine",
      severity: "error",
      from: { path: "^renderer/" },
      to: { path: "^(core/(engine|cli)|electron)/", reachable: true },
    },
    {
      name: "features-meet-in-the-app-shell-only",
      severity: "error",
      from: { path: "^renderer/features/([^/]+)/" },
      to: { path: "^renderer/features/", pathNot: "^renderer/features/$1/" },
    },
    {
      name: "product-knows-no-test",
      severity: "error",
      from: { path: "^(core|electron|renderer)/" },
      to: { path: "^test/" },
    },
    {
      name: "product-runs-without-tools",
      comment: "What only development installs is not there when the program runs.",
      severity: "error",
      from: { path: "^(core|renderer)/", pathNot: "^core/cli/(launch|build)\\.mjs$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
