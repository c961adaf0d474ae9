/** Words of a filter, in order. */
export function filterWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** The filter without its word at this place. */
export function withoutWord(text: string, index: number): string {
  return filterWords(text).toSpliced(index, 1).join(" ");
}

/** Words that keep the flows of one tool: its id, and its name too where the id is part of another's. */
export function wordsOfTool(tool: { id: string; name: string }, allIds: readonly string[]): string {
  const wanted = tool.id.toLowerCase();
  const isPart = allIds.some((id) => id !== tool.id && id.toLowerCase().includes(wanted));
  return isPart ? `${tool.id} ${tool.name}` : tool.id;
}
