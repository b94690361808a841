import type { Page } from "playwright-core";

/** The view is there: its heading, and nothing that is still loading. */
export async function shown(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction("!document.querySelector('main .starting')");
}

/** A toast, a banner or a note says it. */
export const said = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator(".toast, .say").getByText(text).first().waitFor();

/** What the page has of what nobody acknowledged by a click yet. */
export const searchOf = (page: Page): string => new URL(page.url()).search;
