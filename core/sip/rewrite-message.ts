/**
 * A message with its texts rewritten, whose Content-Length counts as much of the rewritten body as it did of the body: all
 * of it, or what stands before padding or another message. One that counted more than there was stays.
 *
 * @param message latin-1 text that stands for bytes, as far as it is stored
 * @param missingBytes bytes that were on the wire behind it
 */
export function rewriteMessage(message: string, missingBytes: number, rewrite: (text: string) => string): string {
  const end = /\r\n\r\n|\n\n|\r\r/.exec(message);
  if (end === null) return rewrite(message);
  const head = message.slice(0, end.index + end[0].length);
  const behind = message.slice(head.length);
  const length = Number(CONTENT_LENGTH.exec(head)?.[2] ?? 0);
  if (length === 0 || length > behind.length + missingBytes) return rewrite(head) + rewrite(behind);
  const stored = behind.slice(0, length);
  const body = rewrite(stored);
  const newHead = rewrite(head).replace(CONTENT_LENGTH, (field, name: string) =>
    body.length === stored.length ? field : `${name}${length + body.length - stored.length}`,
  );
  return newHead + body + rewrite(behind.slice(length));
}

const CONTENT_LENGTH = /^((?:content-length|l)[ \t]*:[ \t]*)(\d{1,9})/im;
