import type { DomainEvent, EventBus } from "@gradus/core";

export type Listener = (event: DomainEvent) => void;

export type Bus = EventBus & { subscribe(listener: Listener): () => void };

/** In process: every subscriber gets every event; one that throws is reported and does not stop the others. */
export function createBus(onFault: (error: unknown, event: DomainEvent) => void): Bus {
  const listeners = new Set<Listener>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          onFault(error, event);
        }
      }
      return Promise.resolve();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
