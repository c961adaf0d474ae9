// Packed into the registry runtime as the app that Electron starts when it is given a folder: it starts the app in that
// folder. Electron's own downloads bring such an app with them, the registry's archive does not.
//
// It is an ES module that awaits, because Electron holds back its "ready" event until this file is through. An app may
// have to do things before that event, such as putting every renderer into the sandbox.
import fs from "node:fs";
import { Module } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const preloads = [];
let folder;
for (let index = 1; index < process.argv.length && folder === undefined; index++) {
  const argument = process.argv[index];
  if (argument === "-r" || argument === "--require") preloads.push(process.argv[++index]);
  else if (!argument.startsWith("-")) folder = path.resolve(argument);
}

if (folder === undefined) {
  console.log(`Electron ${process.versions.electron}. Give it the folder of an app.`);
  app.exit(0);
} else {
  // Apps ask this to tell whether their own arguments begin at argv[1] or argv[2].
  Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
  const manifest = readManifest(folder);
  const name = manifest.productName ?? manifest.name;
  if (name !== undefined) app.setName(name);
  if (manifest.version !== undefined) app.setVersion(manifest.version);
  app.setAppPath(folder);
  // Tools that drive the app, such as Playwright, come in this way.
  Module._preloadModules(preloads);
  await start(path.resolve(folder, manifest.main ?? "index.js"));
}

function readManifest(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  } catch (error) {
    console.error(`${folder} holds no app: its package.json cannot be read (${error.message}).`);
    process.exit(1);
  }
}

async function start(main) {
  try {
    await import(pathToFileURL(main).href);
  } catch (error) {
    console.error(`The app did not start: ${main}`);
    console.error(error);
    process.exit(1);
  }
}
