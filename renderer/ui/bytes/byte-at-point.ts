/**
 * The byte at a place on screen, where elements name their first byte as `data-byte` and every character of theirs is a
 * byte; of elements with `data-whole` it is always the first. Undefined: no such element is there.
 */
export function byteAtPoint(x: number, y: number): number | undefined {
  const position = document.caretPositionFromPoint(x, y);
  const node = position?.offsetNode;
  const element = (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>("[data-byte]");
  if (position === null || node === undefined || element === undefined || element === null) return undefined;
  const first = Number(element.dataset.byte);
  if (element.dataset.whole !== undefined || !(node instanceof Text)) return first;
  const { offset } = position;
  return first + (isBehind(node, offset, x) ? offset - 1 : Math.min(offset, node.length - 1));
}

/** Whether the caret is behind the character that was pointed at: a caret stands at the nearer side of a character. */
function isBehind(node: Text, offset: number, x: number): boolean {
  if (offset === 0) return false;
  const range = document.createRange();
  range.setStart(node, offset - 1);
  range.setEnd(node, offset);
  const { left, right } = range.getBoundingClientRect();
  return x >= left && x < right;
}
