/** Bytes of a capture as text: those outside 0x20-0x7e as \xNN, as the report writes them; line feeds stay where lines are meant. */
export function latin1Visible(bytes: string, kept: "nothing" | "lines" = "nothing"): string {
  const hidden = kept === "lines" ? /[^\n\x20-\x7e]/g : /[^\x20-\x7e]/g;
  return bytes.replace(hidden, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
