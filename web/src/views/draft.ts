// Words that were not sent yet survive a sign-in that ends meanwhile, and a reload; they end with the tab.
const key = (escalation: string): string => `gradus.draft.${escalation}`;

export const draftOf = (escalation: string): string => sessionStorage.getItem(key(escalation)) ?? "";

export function keepDraft(escalation: string, text: string): void {
  if (text === "") sessionStorage.removeItem(key(escalation));
  else sessionStorage.setItem(key(escalation), text);
}
