import { onBeforeUnmount, onMounted } from "vue";

/** Files that are dropped beside a box do not take the page's place; leaving it is asked about while it is at something. */
export function useKeptPage(isAtWork: () => boolean = () => false): void {
  const over = (event: DragEvent): void => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  };
  const leave = (event: BeforeUnloadEvent): void => {
    if (isAtWork()) event.preventDefault();
  };
  onMounted(() => {
    for (const kind of ["dragover", "drop"] as const) document.addEventListener(kind, over);
    addEventListener("beforeunload", leave);
  });
  onBeforeUnmount(() => {
    for (const kind of ["dragover", "drop"] as const) document.removeEventListener(kind, over);
    removeEventListener("beforeunload", leave);
  });
}
