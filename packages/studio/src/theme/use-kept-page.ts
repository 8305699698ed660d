import { useRouter } from "vitepress";
import { onBeforeUnmount, onMounted } from "vue";

/** What asks before the page is left; undefined while it may be left at will. */
type Question = () => string | undefined;

/** Files that are dropped beside a box do not take the page's place; leaving it is asked about while it is at something. */
export function useKeptPage(question: Question = () => undefined): void {
  const leave = (event: BeforeUnloadEvent): void => {
    if (question() !== undefined) event.preventDefault();
  };
  onMounted(() => {
    for (const kind of DRAGS) document.addEventListener(kind, over);
    addEventListener("beforeunload", leave);
  });
  onBeforeUnmount(() => {
    for (const kind of DRAGS) document.removeEventListener(kind, over);
    removeEventListener("beforeunload", leave);
  });
  askWithinSite(question);
}

const DRAGS = ["dragover", "drop"] as const;

function over(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
}

/** Pages of the site take each other's place without the browser's own question. */
function askWithinSite(question: Question): void {
  const router = useRouter();
  const { onBeforeRouteChange, onBeforePageLoad } = router;
  let address = "";
  let isAnswered = false;
  const note = (): void => {
    address = location.href;
  };
  const mayLeave = (to: string): boolean => {
    const asked = question();
    return asked === undefined || pathOf(to) === pathOf(address) || confirm(asked);
  };
  onMounted(() => {
    note();
    addEventListener("hashchange", note);
    // A link asks before the address changes;
    router.onBeforeRouteChange = (to) => {
      isAnswered = mayLeave(to);
      return isAnswered ? onBeforeRouteChange?.(to) : false;
    };
    // the browser's own buttons have changed it.
    router.onBeforePageLoad = (to) => {
      const isFree = isAnswered || mayLeave(to);
      isAnswered = false;
      if (isFree) return onBeforePageLoad?.(to);
      history.pushState({}, "", address);
      return false;
    };
  });
  onBeforeUnmount(() => {
    removeEventListener("hashchange", note);
    Object.assign(router, { onBeforeRouteChange, onBeforePageLoad });
  });
}

function pathOf(address: string): string {
  return new URL(address, location.href).pathname;
}
