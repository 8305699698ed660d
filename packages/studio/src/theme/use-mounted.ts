import { onErrorCaptured, onMounted, type Ref, ref } from "vue";

/** Whether a part that only runs in a browser may be shown, and what went wrong in it, which must not take the page with it. */
export function useMounted(): { readonly isMounted: Ref<boolean>; readonly failure: Ref<string> } {
  const isMounted = ref(false);
  const failure = ref("");
  onMounted(() => {
    isMounted.value = true;
  });
  onErrorCaptured((error) => {
    failure.value = error instanceof Error ? error.message : String(error);
    return false;
  });
  return { isMounted, failure };
}
