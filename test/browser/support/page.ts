import type { Page } from "playwright-core";

/** The view is there: its heading, and nothing that is still loading. */
export async function shown(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.locator("main .starting").first().waitFor({ state: "detached" });
}

/** A toast, a banner or a note says it. */
export const said = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator(".toast, .say").getByText(text).first().waitFor();

/** The query of the address. */
export const searchOf = (page: Page): string => new URL(page.url()).search;
