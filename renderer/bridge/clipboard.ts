import { call } from "./bridge.ts";

/** Copies a text; says in a word or a sentence what came of it. The text must be visible text already: no raw bytes. */
export async function copyText(text: string): Promise<string> {
  const reply = await call("clipboard.write", { text });
  return reply.ok ? "Copied" : `Not copied: ${reply.error.message}`;
}
