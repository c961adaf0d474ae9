const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** A country by its ISO 3166-1 code, as `Sweden`; the code itself where it stands for none. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
