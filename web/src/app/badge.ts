import { useEffect } from "react";

/** Title and icon of the tab carry the number of open tasks, and so does the icon of the installed app. */
export function useBadge(open: number | undefined, more = false): void {
  useEffect(() => {
    if (open === undefined) return;
    const before = /^\(\d+\+?\) /.exec(document.title)?.[0] ?? "";
    document.title = `${open > 0 ? `(${open}${more ? "+" : ""}) ` : ""}${document.title.slice(before.length)}`;
    document.getElementById("icon")?.setAttribute("href", open > 0 ? iconWith(open) : "/icon.svg");
    if ("setAppBadge" in navigator) void navigator.setAppBadge(open).catch(() => undefined);
  }, [open, more]);
}

/** Sets the title of the page, and keeps the count in front of it. */
export function useTitle(title: string): void {
  useEffect(() => {
    const count = /^\(\d+\+?\) /.exec(document.title)?.[0] ?? "";
    document.title = `${count}${title} · Gradus`;
  }, [title]);
}

const iconWith = (open: number): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 15h4v-4h4V7h4V1h2v14z" fill="#2558a8"/><circle cx="6" cy="5.5" r="5.5" fill="#b3261e"/><text x="6" y="8.4" font-size="8" font-family="sans-serif" font-weight="700" text-anchor="middle" fill="#fff">${open > 9 ? "9+" : open}</text></svg>`,
  )}`;
