/** Path of the runtime's program inside its folder. */
export function executableName(platform?: NodeJS.Platform): string;
/** The runtime's program in a folder, or undefined where there is none. */
export function findExecutable(dist: string): string | undefined;
