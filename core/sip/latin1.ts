/** The bytes that latin-1 text stands for. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Turns bytes into latin-1 text, one code unit a byte. The caller knows the fastest way of its platform. */
export type Latin1Decoder = (bytes: Uint8Array) => string;

/** Bytes, and the latin-1 text that stands for them: made when it is first asked for, which mostly nobody does. */
export class Latin1Text {
  readonly bytes: Uint8Array;
  private readonly decode: Latin1Decoder;
  private known: string | null = null;

  constructor(bytes: Uint8Array, decode: Latin1Decoder) {
    this.bytes = bytes;
    this.decode = decode;
  }

  get text(): string {
    this.known ??= this.decode(this.bytes);
    return this.known;
  }
}
