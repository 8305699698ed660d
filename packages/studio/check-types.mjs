// Types of the studio's components: vue-tsc, which needs the TypeScript 6 of this package. Arguments are tsc's.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("vue-tsc").run(require.resolve("typescript/lib/tsc"));
