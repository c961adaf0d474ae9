/** Does a task while no other start does it. What a start that was killed left behind does not block. */
export function withSetupLock<T>(file: string, task: () => Promise<T>): Promise<T>;
