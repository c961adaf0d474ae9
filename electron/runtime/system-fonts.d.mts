/** A font that any Debian has, and that has the letters of many scripts. */
export const FONT_PACKAGE: string;
/** Whether any of these folders holds a font. */
export function hasFonts(folders?: readonly string[]): boolean;
