import { isTyping } from "./keys.tsx";

let arrival: "load" | "go" | "return" = "load";
// wouter tells of what it pushes; a redirect changes nothing. Heard before anything is drawn: this is the first to listen.
addEventListener("pushState", () => (arrival = "go"));
addEventListener("popstate", () => (arrival = "return"));

/** How the reader came to what is shown: loaded it, went there, or came back by the browser's buttons. */
export const howArrived = () => arrival;

/**
 * Gives the focus to the view's heading as soon as there is one, so that who listens hears where they are; not if something of
 * the view has it by then, or a field somewhere. Gives what ends the waiting.
 */
export function focusHeading(): () => void {
  const main = document.getElementById("main");
  const look = (): void => {
    const heading = main?.querySelector("h1");
    if (!heading) return;
    watch.disconnect();
    const at = document.activeElement;
    if (!isTyping(at) && (at === main || !main?.contains(at))) heading.focus({ preventScroll: true });
  };
  const watch = new MutationObserver(look);
  if (main) watch.observe(main, { childList: true, subtree: true });
  look();
  return () => watch.disconnect();
}
