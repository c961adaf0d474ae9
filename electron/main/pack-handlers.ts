import path from "node:path";
import type { PackTarget } from "../../core/contract/packs.ts";
import type { RequestParams } from "../../core/contract/window.ts";
import type { Desk } from "./desk.ts";
import { ALL_FILES, chosenPaths, chosenPlace, PACK_FILES } from "./file-dialogs.ts";
import type { FileTokens } from "./file-tokens.ts";
import { RequestFailure, type RequestHandlers, refuse, said } from "./ipc.ts";
import { KeyListFault, type KnownKeys } from "./known-keys.ts";
import type { Windows } from "./windows.ts";

/** What requests about packs and keys are answered with. */
interface Services {
  readonly desk: Desk;
  readonly tokens: FileTokens;
  readonly keys: KnownKeys;
  readonly windows: Windows;
}

type PackRequest =
  | "pack.choose"
  | "pack.preview"
  | "pack.import"
  | "export.facts"
  | "export.look"
  | "export.write"
  | "verify.run"
  | "engines.stop"
  | "keys.list"
  | "keys.make"
  | "keys.import"
  | "keys.trust"
  | "keys.forget";

const KEY_FILES: Electron.FileFilter = { name: "Keys of packs", extensions: ["ringkey"] };

/** What a file of each format ends with. */
const EXPORT_ENDINGS: Readonly<Record<PackTarget, string>> = {
  ringpack: "ringpack",
  suricata7: "rules",
  suricata8: "rules",
  snort3: "rules",
  zeek: "sig",
  wireshark: "txt",
  yara: "yar",
  stix: "json",
  misp: "json",
  csv: "csv",
  json: "json",
};

/** Answers to the requests about packs and keys. */
export function packHandlers(services: Services): Pick<RequestHandlers, PackRequest> {
  const { desk, keys } = services;
  return {
    "pack.choose": () => choosePack(services),
    "pack.preview": ({ file, without }) => desk.engine.call("previewPack", { path: pathOf(services, file), without }),
    "pack.import": async ({ file, ...wanted }) =>
      said(await desk.engine.call("importPack", { ...wanted, path: pathOf(services, file) })),
    "export.facts": (wanted) => desk.engine.call("exportFacts", wanted),
    "export.look": (wanted) => desk.engine.call("lookAtExport", wanted),
    "export.write": (wanted) => writeExport(services, wanted),
    "verify.run": (wanted) => desk.engine.call("verify", wanted),
    "engines.stop": async () => {
      await desk.engine.call("stopEngines", null);
      return {};
    },
    "keys.list": () => told(() => keys.list()),
    "keys.make": ({ name }) => makeKey(services, name),
    "keys.import": ({ name }) => importKey(services, name),
    "keys.trust": ({ publicKey, name }) => {
      told(() => keys.keep(publicKey, name, null));
      return {};
    },
    "keys.forget": ({ publicKey }) => {
      told(() => keys.forget(publicKey));
      return {};
    },
  };
}

/** Asks for a signature pack in a dialog; null where nothing was chosen. */
async function choosePack({ tokens, windows }: Services): Promise<{ file: string } | null> {
  const [file] = await chosenPaths(windows.current, {
    title: "Import a signature pack",
    properties: ["openFile"],
    filters: [PACK_FILES, ALL_FILES],
  });
  return file === undefined ? null : { file: tokens.tokenOf(file) };
}

/** Where a file lies that was chosen in a dialog. */
function pathOf({ tokens }: Services, token: string): string {
  const file = tokens.pathOf(token);
  if (file === undefined) throw new RequestFailure("not-found", "This file was never chosen. Open it again.");
  return file;
}

/** Asks for a place in a dialog and has signatures exported there; false where none was chosen. */
async function writeExport(
  { desk, keys, windows }: Services,
  { choice, release, sealedBy }: RequestParams<"export.write">,
): Promise<boolean> {
  const keyFile = sealedBy === null ? null : told(() => keys.fileOf(sealedBy));
  if (sealedBy !== null && keyFile === null) throw new RequestFailure("not-found", "This key is not one of yours.");
  const isPack = choice.target === "ringpack";
  const filePath = await chosenPlace(windows.current, {
    title: "Export signatures",
    defaultPath: `${isPack ? "signatures" : choice.target}.${EXPORT_ENDINGS[choice.target]}`,
    filters: [
      { name: isPack ? PACK_FILES.name : choice.target, extensions: [EXPORT_ENDINGS[choice.target]] },
      ALL_FILES,
    ],
  });
  if (filePath === null) return false;
  const file = withEnding(filePath, EXPORT_ENDINGS[choice.target]);
  refuse(await desk.engine.call("writeExport", { choice, path: file, release, keyFile }));
  return true;
}

/** Asks for a place in a dialog and makes a pair of keys there; false where none was chosen. */
async function makeKey({ desk, keys, windows }: Services, name: string): Promise<boolean> {
  const filePath = await chosenPlace(windows.current, {
    title: "Make a key that seals packs",
    defaultPath: "packs.ringkey",
    filters: [KEY_FILES, ALL_FILES],
  });
  if (filePath === null) return false;
  const file = withEnding(filePath, "ringkey");
  const made = await desk.engine.call("makeKey", { path: file });
  if ("code" in made) {
    const why = made.code === "EEXIST" ? "a key is never written over another file" : made.code;
    throw new RequestFailure("bad-request", `No key was made at ${path.basename(file)}: ${why}.`);
  }
  told(() => keys.keep(made.publicKey, name, file));
  return true;
}

/** Asks for a file of keys or a sealed pack in a dialog and keeps its key; false where nothing was chosen. */
async function importKey({ desk, keys, windows }: Services, name: string): Promise<boolean> {
  const [file] = await chosenPaths(windows.current, {
    title: "Import a key, or that of a sealed pack",
    properties: ["openFile"],
    filters: [{ name: "Keys and packs", extensions: [...KEY_FILES.extensions, ...PACK_FILES.extensions] }, ALL_FILES],
  });
  if (file === undefined) return false;
  const found = await desk.engine.call("publicKeyOf", { path: file });
  if (found === null) {
    const what = `${path.basename(file)} holds no key, and is no pack with an intact seal.`;
    throw new RequestFailure("bad-request", `${what} The list of keys is as it was.`);
  }
  told(() => keys.keep(found.publicKey, name, found.holdsSecret ? file : null));
  return true;
}

function withEnding(file: string, ending: string): string {
  return path.extname(file) === "" ? `${file}.${ending}` : file;
}

/** What cannot be read or written of the list of keys is the answer to the request. */
function told<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyListFault) throw new RequestFailure("bad-request", error.message);
    throw error;
  }
}
