export const serviceNames = ["email-blast", "chatbot", "social-media"] as const;

export type ServiceName = (typeof serviceNames)[number];

export interface DemoService {
  name: ServiceName;
  title: string;
  /** Added to the port base. */
  portOffset: number;
  /** What it cannot work without. */
  dependsOn: ServiceName[];
  /** What else it uses when the installation says so (`sharedMail`). */
  canDependOn: ServiceName[];
}

export const defaultPortBase = 7101;

export const demoServices: readonly DemoService[] = [
  { name: "email-blast", title: "Campaign mail queue", portOffset: 0, dependsOn: [], canDependOn: [] },
  { name: "chatbot", title: "Support chatbot", portOffset: 1, dependsOn: [], canDependOn: ["email-blast"] },
  {
    name: "social-media",
    title: "Feeds and timelines",
    portOffset: 2,
    dependsOn: ["email-blast"],
    canDependOn: [],
  },
];

export function findService(name: ServiceName): DemoService {
  const found = demoServices.find((service) => service.name === name);
  if (!found) throw new RangeError(`there is no demo service "${name}"`);
  return found;
}
