import { builtinLibrary } from "./library.ts";
import type { ToolDatagram } from "./tool-datagrams.ts";

/** Tool of a built-in signature. */
export function toolOf(signature: string): string {
  const found = builtinLibrary.signatures.find(({ definition }) => definition.id === signature);
  return found?.definition.tool.id ?? "";
}

/** Datagrams about which no rule of their own tool spoke, or one of another: tool, then signatures. */
export function wrongTools(datagrams: readonly ToolDatagram[], spoken: readonly (readonly string[])[]): string[] {
  return datagrams.flatMap(({ tool }, index) => {
    const ids = spoken[index] as readonly string[];
    return ids.length > 0 && ids.every((id) => toolOf(id) === tool) ? [] : [`${tool}: ${ids.join(" ")}`];
  });
}
