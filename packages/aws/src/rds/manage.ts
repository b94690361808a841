import { RebootDBInstanceCommand, type RDSClient, StartDBInstanceCommand } from "@aws-sdk/client-rds";
import type { ServiceStatus } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import { describeInstance, noInstance, type RdsManager, requireInstance } from "./describe.ts";
import { readInstanceStatus } from "./status.ts";

export async function instanceStatus(client: RDSClient, manager: RdsManager): Promise<ServiceStatus> {
  const instance = await describeInstance(client, manager);
  if (!instance) return { running: false, recentStarts: 0, unknown: noInstance(manager) };
  return readInstanceStatus(instance.DBInstanceStatus);
}

export async function startInstance(client: RDSClient, { instance }: RdsManager): Promise<void> {
  const command = new StartDBInstanceCommand({ DBInstanceIdentifier: instance });
  await ask("rds:StartDBInstance", client.send(command));
}

/** Reboots it; one that is stopped can only be started. */
export async function rebootInstance(client: RDSClient, manager: RdsManager): Promise<void> {
  const { DBInstanceStatus: status } = await requireInstance(client, manager);
  if (status === "stopped") return startInstance(client, manager);
  const command = new RebootDBInstanceCommand({ DBInstanceIdentifier: manager.instance });
  await ask("rds:RebootDBInstance", client.send(command));
}
