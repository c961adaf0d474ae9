import { build, isBuilt } from "../../core/cli/build.mjs";

/** Before all tests: worker threads and the command line run as they are shipped, bundled. */
export default async function buildProgram(): Promise<void> {
  if (!isBuilt()) await build();
}
