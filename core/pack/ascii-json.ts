/** JSON over several lines in printable ASCII alone; it parses to the same value. */
export function asciiJson(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}
