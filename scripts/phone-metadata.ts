/** `npm run phone-metadata`: writes src/resources/phone-metadata.json anew; needed when libphonenumber-js has a new version. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { phoneMetadata } from "./phone-tables.ts";

writeFileSync(join(ROOT, "src", "resources", "phone-metadata.json"), phoneMetadata());
