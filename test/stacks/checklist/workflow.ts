import { pointed, text } from "../templates/resolve.ts";
import { allStatements, shortName } from "../templates/statements.ts";
import {
  all,
  at,
  type Found,
  isRecord,
  listOf,
  nameOf,
  type Templates,
  unless,
} from "../templates/template.ts";
import {
  definitionOf,
  groupsOf,
  machinesOf,
  type State,
  type TaskState,
  tasksOf,
} from "../templates/workflow.ts";
import type { Rule } from "./rule.ts";

const eachMachine = (
  id: string,
  title: string,
  check: (machine: Found, templates: Templates) => string[],
): Rule => ({
  id,
  title,
  check: (templates) => machinesOf(templates).flatMap((machine) => check(machine, templates)),
});
const eachTask = (
  id: string,
  title: string,
  check: (task: TaskState, templates: Templates) => string[],
): Rule => ({
  id,
  title,
  check: (templates) => tasksOf(templates).flatMap((task) => check(task, templates)),
});
const so = ({ machine, name }: TaskState, holds: boolean, what: string): string[] =>
  unless(holds, machine, `state "${name}": ${what}`);

/** AWS recommends that each of these is retried: https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html */
const TRANSIENT = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];

function retried(task: TaskState): string[] {
  if (!task.calls) return [];
  return TRANSIENT.flatMap((error) => {
    const retrier = listOf(task.state["Retry"]).find((r) => listOf(at(r, "ErrorEquals")).includes(error));
    if (!retrier) return so(task, false, `does not retry ${error}`);
    const good =
      Number(at(retrier, "MaxAttempts")) > 0 &&
      Number(at(retrier, "BackoffRate")) > 1 &&
      typeof at(retrier, "MaxDelaySeconds") === "number" &&
      at(retrier, "JitterStrategy") === "FULL";
    return so(task, good, `retries ${error} without backoff, a longest delay and full jitter`);
  });
}

/** Ends told to people: escalation, the alarm, the operators' topic; and a failed execution, which an alarm watches. */
function notifies(state: State, among: TaskState[]): boolean {
  if (state["Type"] === "Fail" || String(state["Resource"]).includes(":sns:publish")) return true;
  const task = among.find((t) => t.state === state);
  return task?.calls !== undefined && ["escalate", "alarm"].includes(shortName(task.calls));
}

/** Whether every way from here comes to somebody's notice before it ends. */
function tells(
  name: string,
  states: Record<string, State>,
  tasks: TaskState[],
  seen = new Set<string>(),
): boolean {
  const state = states[name];
  if (!state) return false;
  if (notifies(state, tasks) || seen.has(name)) return true;
  if (state["Type"] === "Succeed" || state["End"] === true) return false;
  const next = [state["Next"], state["Default"], ...listOf(state["Choices"]).map((c) => at(c, "Next"))];
  const ways = next.filter((n) => typeof n === "string");
  return ways.length > 0 && ways.every((n) => tells(n, states, tasks, new Set([...seen, name])));
}

const caught: Rule = {
  id: "18",
  title: "each Task, Map and Parallel catches States.ALL to a path that notifies",
  check: (templates) =>
    machinesOf(templates).flatMap((machine) => {
      const groups = groupsOf(definitionOf(templates, machine));
      return groups.flatMap(({ states, inMap }) => {
        const tasks = tasksIn(templates, states);
        return Object.entries(states)
          .filter(([, s]) => ["Task", "Map", "Parallel"].includes(String(s["Type"])))
          .flatMap(([name, state]) => {
            const say = (what: string): string[] => [`${nameOf(machine)}: state "${name}": ${what}`];
            const catcher = listOf(state["Catch"]).find((c) =>
              listOf(at(c, "ErrorEquals")).includes("States.ALL"),
            );
            const next = at(catcher, "Next");
            if (typeof next !== "string") return say("does not catch States.ALL");
            // One vote of several may be missing: the Map goes on, and its own Catch is checked.
            return inMap || tells(next, states, tasks)
              ? []
              : say(`is caught by "${next}", which tells nobody`);
          });
      });
    }),
};

/** The tasks of a group, with the very states of the group. */
function tasksIn(templates: Templates, states: Record<string, State>): TaskState[] {
  return tasksOf(templates).flatMap((task) => {
    const state = states[task.name];
    return state && JSON.stringify(state) === JSON.stringify(task.state) ? [{ ...task, state }] : [];
  });
}

const logged = eachMachine(
  "19",
  "logging ALL without data, to /aws/vendedlogs/; tracing on",
  (machine, templates) => {
    const logging = machine.props["LoggingConfiguration"];
    const groups = listOf(at(logging, "Destinations")).map((d) =>
      pointed(templates, machine.stack, at(d, "CloudWatchLogsLogGroup", "LogGroupArn")),
    );
    const vended = groups.every((g) => String(g?.props["LogGroupName"]).startsWith("/aws/vendedlogs/"));
    return [
      ...unless(at(logging, "Level") === "ALL", machine, "does not log everything"),
      ...unless(at(logging, "IncludeExecutionData") === false, machine, "logs what executions carry"),
      ...unless(groups.length > 0 && vended, machine, "does not log to /aws/vendedlogs/"),
      ...unless(at(machine.props, "TracingConfiguration", "Enabled") === true, machine, "is not traced"),
    ];
  },
);

const aliased = eachMachine("20", "a version and an alias; callers use the alias", (machine, templates) => {
  const arn = text(templates, machine.stack, { Ref: machine.id });
  const versions = all(templates, "AWS::StepFunctions::StateMachineVersion").filter(
    (v) => text(templates, v.stack, v.props["StateMachineArn"]) === arn,
  );
  const alias = all(templates, "AWS::StepFunctions::StateMachineAlias").find((a) =>
    listOf(a.props["RoutingConfiguration"]).some((route) => {
      const version = pointed(templates, a.stack, at(route, "StateMachineVersionArn"));
      return versions.some((v) => nameOf(v) === (version ? nameOf(version) : ""));
    }),
  );
  const name = String(alias?.props["Name"]);
  const starters = allStatements(templates).filter(
    (s) => s.effect === "Allow" && s.actions.some((a) => /^states:Start(Sync)?Execution$/.test(a)),
  );
  return [
    ...unless(versions.length > 0, machine, "has no version"),
    ...versions.flatMap((v) =>
      unless(v.resource.UpdateReplacePolicy === "Retain", v, "executions under way lose their version"),
    ),
    ...unless(alias !== undefined, machine, "has no alias for its version"),
    ...starters.flatMap((s) => {
      const only = s.condition["ForAnyValue:StringEquals"]?.["states:StateMachineQualifier"];
      const ours =
        s.resources.every((r) => r === arn) && JSON.stringify(listOf(only)) === JSON.stringify([name]);
      return unless(ours, s.where, `may start ${s.resources.join(", ")} other than by the alias ${name}`);
    }),
    ...callers(templates).flatMap(([where, called]) =>
      unless(called !== arn, where, `calls the machine itself, not its alias ${name}`),
    ),
  ];
});

/** What functions are told to call, and what schedules and rules call. */
function callers(templates: Templates): Array<[Found, string]> {
  const told = all(templates, "AWS::Lambda::Function").flatMap((fn) => {
    const variables = at(fn.props, "Environment", "Variables");
    return Object.values(isRecord(variables) ? variables : {}).map((v) => [fn, v] as const);
  });
  const schedules = all(templates, "AWS::Scheduler::Schedule").map(
    (s) => [s, at(s.props, "Target", "Arn")] as const,
  );
  const rules = all(templates, "AWS::Events::Rule").flatMap((r) =>
    listOf(r.props["Targets"]).map((t) => [r, at(t, "Arn")] as const),
  );
  return [...told, ...schedules, ...rules].map(([where, v]) => [where, text(templates, where.stack, v)]);
}

export const workflow: Rule[] = [
  eachMachine("14", "TimeoutSeconds on each machine", (machine, templates) =>
    unless(Number(definitionOf(templates, machine).TimeoutSeconds) > 0, machine, "may run for a year"),
  ),
  eachTask("15", "TimeoutSeconds on each Task", (task) =>
    so(task, Number(task.state["TimeoutSeconds"]) > 0, "may take for ever"),
  ),
  eachTask("16", "each wait for a task token: heartbeat below timeout", (task) => {
    const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = task.state;
    const beats = typeof heartbeat === "number" && heartbeat > 0 && heartbeat < Number(timeout);
    return so(task, !task.waits || beats, "waits without a heartbeat below its timeout");
  }),
  eachTask(
    "17",
    "Lambda tasks retry transient faults with backoff, a longest delay and full jitter",
    retried,
  ),
  caught,
  logged,
  aliased,
];
