/** Whether packages are installed with apt-get here. */
export function isDebian(): boolean;
/** The command that installs these packages, for a person to type. */
export function installCommand(packages: readonly string[]): string;
/** Installs the packages, as root: undefined, or what apt-get said when it failed. */
export function installPackages(packages: readonly string[], suite?: string): string | undefined;
