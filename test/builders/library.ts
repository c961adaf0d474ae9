import { readFileSync } from "node:fs";
import { decodePack } from "../../core/pack/pack.ts";

/** Text of the pack that ships with the program. */
export const builtinPackText = readFileSync(new URL("../../resources/packs/builtin.ringpack", import.meta.url), "utf8");

const decoded = decodePack(builtinPackText);
if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors, null, 2));

/** The pack that ships with the program, and its signatures ready to match. */
export const { pack: builtinPack, library: builtinLibrary } = decoded;
