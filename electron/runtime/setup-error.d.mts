/** Why the window cannot start on this machine, in words that say what to do. Anything else that is thrown is a bug. */
export class SetupError extends Error {}
