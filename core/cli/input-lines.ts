/** Line ends in ASCII, and so in UTF-8. */
const LINE_FEED = 10;

/** Lines of UTF-8 as they come; null stands for one that is longer than allowed, or no UTF-8. */
export async function* inputLines(input: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<string | null> {
  let kept: Uint8Array[] = [];
  let length = 0;
  const add = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length <= mostBytes) kept.push(bytes);
  };
  const take = () => {
    const line = length > mostBytes ? null : decoded(Buffer.concat(kept));
    kept = [];
    length = 0;
    return line;
  };
  for await (const bytes of input) {
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      add(bytes.subarray(start, end));
      start = end + 1;
      yield take();
    }
    add(bytes.subarray(start));
  }
  if (length > 0) yield take();
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
