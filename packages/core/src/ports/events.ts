/** Something that happened, for live pages, mail and other listeners. Defined once, parsed on both sides. */
export interface DomainEvent {
  /** noun.past-participle: task.opened, task.fixed, action.applied, escalation.opened, target.changed */
  type: string;
  at: number;
  actor: string;
  data: Record<string, unknown>;
}

export interface EventBus {
  publish(event: DomainEvent): Promise<void>;
}

export interface MailMessage {
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

export interface Mailer {
  send(message: MailMessage): Promise<{ id: string }>;
}
