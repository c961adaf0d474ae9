// Starts the program from a checkout: builds it when a source file is newer than the bundle, then hands over.
import { build, bundlePath, isBuilt } from "./build.mjs";

if (!isBuilt()) await build();
await import(bundlePath);
