/** The colour a CSS variable of the theme has now, for drawings that cannot use variables. */
export function cssColour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

/** Calls back whenever the colour scheme has changed. Returns how to stop. */
export function followScheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
  return () => observer.disconnect();
}

/** Name of the colour scheme shown now. */
export function shownScheme(): string {
  return document.documentElement.dataset.mantineColorScheme ?? "light";
}
