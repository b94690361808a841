import type { Settings } from "./schema.ts";

/** Addresses are the same person's however they are written. */
const keyOf = (address: string): string => address.trim().toLowerCase();

/** Whether somebody asked for no more mail. */
export const hasLeftMail = ({ mail }: Pick<Settings, "mail">, address: string): boolean =>
  Object.hasOwn(mail?.left ?? {}, keyOf(address));

/*
 * As with the other switches: the very same object where there is nothing to change. The link in a mail is good for many
 * months and may be used again and again, so what is asked for last counts.
 */

/** No more mail to an address. */
export const leaveMail = (settings: Settings, address: string, at: number): Settings =>
  hasLeftMail(settings, address)
    ? settings
    : {
        ...settings,
        mail: { ...settings.mail, left: { ...settings.mail?.left, [keyOf(address)]: { at } } },
      };

/** Mail to an address again. */
export function rejoinMail(settings: Settings, address: string): Settings {
  if (!hasLeftMail(settings, address)) return settings;
  const { [keyOf(address)]: _rejoined, ...left } = settings.mail?.left ?? {};
  return { ...settings, mail: { ...settings.mail, left } };
}

const BETWEEN_TESTS_MS = 60_000;

/** Milliseconds until another test message may be asked for; 0: now. A clock that was set back holds up nobody. */
export function untilMailTest({ mail }: Pick<Settings, "mail">, now: number): number {
  const wait = (mail?.testedAt ?? -BETWEEN_TESTS_MS) + BETWEEN_TESTS_MS - now;
  return wait > BETWEEN_TESTS_MS ? 0 : Math.max(0, wait);
}

export const noteMailTest = (settings: Settings, at: number): Settings => ({
  ...settings,
  mail: { ...settings.mail, testedAt: at },
});
