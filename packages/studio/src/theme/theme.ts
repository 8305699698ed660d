import type { Theme } from "vitepress";
import { studioComponents } from "./studio-components.ts";
import "./styles/fonts.css";
import "./styles/variables.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/text.css";
import "./styles/code.css";
import "./styles/search.css";
import "./styles/door.css";
import SiteLayout from "./site-layout.vue";

/** The site's own theme: VitePress brings pages, routes and the index; nothing of its default theme is loaded. */
export const theme: Theme = {
  Layout: SiteLayout,
  enhanceApp({ app }) {
    for (const [name, component] of Object.entries(studioComponents())) app.component(name, component);
  },
};
