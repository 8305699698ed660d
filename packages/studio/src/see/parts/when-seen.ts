import { onBeforeUnmount, onMounted, type Ref, ref } from "vue";

/** Whether an element has come near the window: what is heavy is loaded then. */
export function whenSeen(element: Ref<Element | undefined>): Ref<boolean> {
  const seen = ref(false);
  let observer: IntersectionObserver | undefined;
  onMounted(() => {
    observer = new IntersectionObserver(
      (entries) => {
        seen.value ||= entries.some(({ isIntersecting }) => isIntersecting);
        if (seen.value) observer?.disconnect();
      },
      { rootMargin: "200px" },
    );
    if (element.value) observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return seen;
}
