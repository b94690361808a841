/**
 * What is seldom opened first comes as one: apart from each other these six would weigh a fifth more, because they share
 * their parts and their words.
 */
export { default as Audit } from "../views/audit/audit.tsx";
export { default as Mail } from "../views/mail/mail.tsx";
export { default as Patterns } from "../views/patterns/patterns.tsx";
export { default as Settings } from "../views/settings/settings.tsx";
export { default as Help } from "./help.tsx";
export { default as Palette } from "./palette.tsx";
