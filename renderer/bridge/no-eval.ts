import { config } from "zod";

// The content security policy forbids eval; without this, zod tries whether it may. Must run before any schema is made.
config({ jitless: true });
