import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import type { MiniStack } from "../ministack/start.ts";

const cluster = "main";

/** Services on ECS, as somebody else would run them. */
export async function openEcs(stack: MiniStack) {
  const ecs = new ECSClient({
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  return {
    async run(name: string, tags: Record<string, string>): Promise<void> {
      const containerDefinitions = [{ name: "app", image: name, memory: 64 }];
      await ecs.send(new RegisterTaskDefinitionCommand({ family: name, containerDefinitions }));
      await ecs.send(
        new CreateServiceCommand({
          cluster,
          serviceName: name,
          taskDefinition: `${name}:1`,
          desiredCount: 1,
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        }),
      );
    },
    async stopTasks(serviceName: string): Promise<void> {
      const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName }));
      for (const task of taskArns) await ecs.send(new StopTaskCommand({ cluster, task }));
    },
    async running(name: string): Promise<number> {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
      return services?.[0]?.runningCount ?? 0;
    },
  };
}
