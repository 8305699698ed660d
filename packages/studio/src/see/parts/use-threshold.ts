import { onBeforeUnmount, type Ref, shallowRef, watch } from "vue";
import { type BiasPoint, bestBias, biasCurve } from "../loop/bias-curve.ts";
import { useStudio } from "./use-studio.ts";

/** The curve of a loss over the bias, and where it is least; made when nothing moves. */
export interface Threshold {
  readonly curve: readonly BiasPoint[];
  readonly best: BiasPoint | null;
}

/** @param wait milliseconds, so that several losses do not take one long turn together */
export function useThreshold(text: () => string, wait = 0): Ref<Threshold> {
  const { picture, comparison, settled, state } = useStudio();
  const found = shallowRef<Threshold>({ curve: [], best: null });
  let timer = 0;
  const make = (): void => {
    const isShown = picture.value.channels === 1 && state.value.losses.includes(text());
    const curve = isShown ? biasCurve(text(), picture.value, comparison) : [];
    found.value = { curve, best: bestBias(curve) };
  };
  watch(
    settled,
    () => {
      clearTimeout(timer);
      timer = window.setTimeout(make, wait);
    },
    { immediate: true },
  );
  watch(text, make);
  onBeforeUnmount(() => clearTimeout(timer));
  return found;
}
