export { commandsOf, type KnownCommand, type KnownCommands } from "./commands.ts";
export { actDocument, observeDocument, type SsmDocument } from "./documents.ts";
export { createSsmHost, type SsmHostOptions } from "./host.ts";
export { createSsmClient, createSsmTransport, type SsmTransport } from "./transport.ts";
