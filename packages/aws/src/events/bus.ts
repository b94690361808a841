import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type DomainEvent, type EventBus, GradusError, messageOf } from "@gradus/core";
import { EVENT_SOURCE } from "../names.ts";

/** Bytes that an entry may have; details that are longer are left out, and the event says so. */
const MOST_BYTES = 200 * 1_024;

/** Domain events on an EventBridge bus: `source` is "gradus", `detail-type` the event's type, and the actor is in the detail. */
export function createEventBus(client: EventBridgeClient, bus: string): EventBus {
  return {
    async publish(event) {
      const entry = {
        EventBusName: bus,
        Source: EVENT_SOURCE,
        DetailType: event.type,
        Time: new Date(event.at),
        Detail: detailOf(event),
      };
      const failed = await send(client, entry);
      // A publish that is taken only in part is an error, although the call itself succeeded.
      if (failed) throw new GradusError("unavailable", `the event ${event.type} was not taken: ${failed}`);
    },
  };
}

type Entry = NonNullable<ConstructorParameters<typeof PutEventsCommand>[0]["Entries"]>[number];

async function send(client: EventBridgeClient, entry: Entry): Promise<string | undefined> {
  try {
    const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
    const refused = answer.Entries?.find((e) => e.ErrorCode !== undefined);
    return refused ? `${refused.ErrorCode}: ${refused.ErrorMessage ?? ""}` : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function detailOf({ at, actor, data }: DomainEvent): string {
  const detail = JSON.stringify({ at, actor, data });
  if (Buffer.byteLength(detail) <= MOST_BYTES) return detail;
  const task = typeof data["task"] === "string" ? { task: data["task"] } : {};
  return JSON.stringify({ at, actor, data: { ...task, cut: "too large for an event: see the task" } });
}
