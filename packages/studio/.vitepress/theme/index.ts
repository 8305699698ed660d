import { theme } from "../../src/theme/theme.ts";

export default theme;
