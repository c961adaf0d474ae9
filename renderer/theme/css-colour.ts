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

/** Red, green and blue, 0 to 255 each. */
export type Channels = readonly [red: number, green: number, blue: number];

/** The channels of the colour that a CSS variable of the theme has now: in a bundle it may be written in other ways. */
export function cssChannels(variable: string): Channels {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (context === null) throw new Error("a canvas can be drawn on");
  context.fillStyle = cssColour(variable);
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
