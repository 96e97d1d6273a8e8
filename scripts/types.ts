/** `npm run types`: the types of the Worker's bindings and runtime, from wrangler.toml. */
import { generateTypes } from "./worker-types.ts";

process.exit(await generateTypes());
