/** The variables the app runs with, `display` over those of the launcher. */
export function appEnvironment(
  env?: NodeJS.ProcessEnv,
  display?: NodeJS.ProcessEnv,
  exists?: (file: string) => boolean,
): NodeJS.ProcessEnv;
