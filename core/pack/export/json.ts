import { asciiJson } from "../ascii-json.ts";
import type { Target } from "./target.ts";

/** The pack itself, as JSON that any program reads. */
export const json: Target = {
  language: "signatures",
  remarks: ["The signatures as they are: nothing is weakened, and nothing but Ringprint matches them."],
  write: ({ pack }) => asciiJson(pack),
};
