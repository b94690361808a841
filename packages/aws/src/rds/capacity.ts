import { ModifyDBInstanceCommand, type RDSClient } from "@aws-sdk/client-rds";
import type { Capacity } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import { type RdsManager, requireInstance } from "./describe.ts";
import { readSize } from "./read-storage.ts";

export const storageSize = async (client: RDSClient, manager: RdsManager): Promise<Capacity | undefined> =>
  readSize(await requireInstance(client, manager), manager);

/** RDS makes it no smaller, and takes no other change of it for six hours. */
export async function growStorage(client: RDSClient, { instance }: RdsManager, value: number): Promise<void> {
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: instance,
    AllocatedStorage: value,
    ApplyImmediately: true,
  });
  await ask("rds:ModifyDBInstance", client.send(command));
}
