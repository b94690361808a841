import { type DBInstance, DescribeDBInstancesCommand, type RDSClient } from "@aws-sdk/client-rds";
import { GradusError, type Manager } from "@gradus/core";
import { find } from "../clients/ask.ts";

export type RdsManager = Extract<Manager, { kind: "rds" }>;

export async function describeInstance(
  client: RDSClient,
  { instance }: RdsManager,
): Promise<DBInstance | undefined> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance });
  const absent = ["DBInstanceNotFoundFault", "DBInstanceNotFound"];
  const answer = await find("rds:DescribeDBInstances", client.send(command), absent);
  return answer?.DBInstances?.[0];
}

export async function requireInstance(client: RDSClient, manager: RdsManager): Promise<DBInstance> {
  const instance = await describeInstance(client, manager);
  if (!instance) throw new GradusError("not_found", noInstance(manager));
  return instance;
}

export const noInstance = ({ instance }: RdsManager): string => `there is no database instance ${instance}`;
