import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

// Node 20 does not read TypeScript: vite turns the generator into something that it does.
const { module } = await runnerImport(fileURLToPath(new URL("./write-sample.ts", import.meta.url)));
console.log(module.writeSample());
