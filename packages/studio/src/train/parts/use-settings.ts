import { onBeforeUnmount, onMounted, type ShallowRef, shallowRef, watch } from "vue";
import { parseSettings, printSettings, type Settings } from "../state/settings.ts";

/** Nothing has changed for so many milliseconds. */
const MOMENT = 200;

/** The settings, read from the address and written there. */
export interface UsedSettings {
  readonly settings: ShallowRef<Settings>;
  change(part: Partial<Settings>): void;
  /** The page's address with all of them. */
  link(): string;
}

/** While they are held, an address that somebody enters changes nothing, and what was there is put back. */
export function useSettings(isHeld: () => boolean): UsedSettings {
  const settings = shallowRef(parseSettings(location.hash));
  /** What is written into the address is no news when the page hears of it. */
  let written = location.hash;
  let timer = 0;
  const write = (): void => {
    clearTimeout(timer);
    const text = printSettings(settings.value);
    const hash = text === "" ? "" : `#${text}`;
    if (hash === location.hash) return;
    written = hash;
    history.replaceState(history.state, "", hash === "" ? location.pathname : hash);
    // The links to the other language are made from what the router has heard.
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  const follow = (): void => {
    if (location.hash === written) return;
    written = location.hash;
    if (isHeld()) write();
    else settings.value = parseSettings(location.hash);
  };
  watch(settings, () => {
    clearTimeout(timer);
    timer = window.setTimeout(write, MOMENT);
  });
  onMounted(() => addEventListener("hashchange", follow));
  onBeforeUnmount(() => {
    clearTimeout(timer);
    removeEventListener("hashchange", follow);
  });
  return {
    settings,
    change: (part) => {
      settings.value = { ...settings.value, ...part };
    },
    link() {
      write();
      return location.href;
    },
  };
}
