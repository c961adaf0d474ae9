/**
 * A signature id as a name of letters, digits and underscores: every other character, and the underscore itself, as `_`
 * and two hexadecimal digits. Two ids never have one name.
 */
export function ruleName(id: string): string {
  return `ringprint_${id.replace(/[^a-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}`)}`;
}
