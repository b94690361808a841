/** The one script: when something happens, it fetches the page again and swaps the parts marked data-live. Without it, reload. */
export const SCRIPT = `(() => {
  "use strict";
  const SOON = 300, LEAST = 1000, EVERY = 5000;
  let timer, busy = false, last = 0;
  const offline = document.getElementById("offline");
  const said = document.getElementById("announce");
  const swap = (old, fresh) => {
    const active = document.activeElement;
    const inside = active !== null && old.contains(active);
    if (inside && active.matches("input,textarea,select,button")) return;
    for (const d of old.querySelectorAll("details[id]")) {
      const same = fresh.querySelector("#" + CSS.escape(d.id));
      if (same) same.open = d.open;
    }
    if (fresh.isEqualNode(old)) return;
    const href = inside ? active.getAttribute("href") : null;
    const next = document.importNode(fresh, true);
    old.replaceWith(next);
    if (href !== null) { const link = next.querySelector('a[href="' + CSS.escape(href) + '"]'); if (link) link.focus(); }
  };
  const refresh = async () => {
    timer = undefined;
    if (document.hidden || busy) return;
    busy = true;
    last = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const before = document.querySelector("h1");
      const headline = before ? before.textContent : "";
      for (const old of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(old.id);
        if (fresh) swap(old, fresh);
      }
      const after = document.querySelector("h1");
      if (after && after.textContent !== headline) said.textContent = after.textContent;
      document.title = page.title;
      offline.hidden = true;
    } catch {
      offline.hidden = false;
    } finally {
      busy = false;
    }
  };
  const soon = () => {
    if (timer === undefined) timer = setTimeout(refresh, Math.max(SOON, last + LEAST - Date.now()));
  };
  if (document.querySelector("[data-live]") === null) return;
  const events = new EventSource("/api/events");
  events.onmessage = soon;
  setInterval(soon, EVERY);
  document.addEventListener("visibilitychange", soon);
  addEventListener("pagehide", () => events.close());
})();
`;
