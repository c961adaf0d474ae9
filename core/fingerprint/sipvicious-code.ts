/** Two hex digits of every byte, each digit as the two hex digits of its ASCII code. */
const CODE_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  return hexAscii(byte.toString(16).padStart(2, "0"));
});

/** The code SIPVicious writes an IPv4 address in: eight hex digits, each as the two hex digits of its ASCII code. */
export function codeOfAddress(address: number): string {
  const [a, b, c, d] = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return `${CODE_OF_BYTE[a]}${CODE_OF_BYTE[b]}${CODE_OF_BYTE[c]}${CODE_OF_BYTE[d]}`;
}

/** The same code of a port: four hex digits. */
export function codeOfPort(port: number): string {
  return `${CODE_OF_BYTE[port >>> 8]}${CODE_OF_BYTE[port & 255]}`;
}

function hexAscii(text: string): string {
  let code = "";
  for (let i = 0; i < text.length; i += 1) code += text.charCodeAt(i).toString(16).padStart(2, "0");
  return code;
}
