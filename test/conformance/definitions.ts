/** Definitions that use what the runner is for, together; see resume.test.ts for their handlers. */
export const DEFINITIONS: Readonly<Record<string, unknown>> = {
  "tasks, choices and waits in a row": {
    StartAt: "A",
    States: {
      A: { Type: "Task", Resource: "echo", ResultPath: "$.a", Next: "Pause" },
      Pause: { Type: "Wait", Seconds: 100, Next: "B" },
      B: {
        Type: "Task",
        Resource: "flaky",
        Retry: [{ ErrorEquals: ["Flaky"] }],
        ResultPath: "$.b",
        Next: "C?",
      },
      "C?": {
        Type: "Choice",
        Choices: [{ Variable: "$.b.after", NumericEquals: 2, Next: "C" }],
        Default: "No",
      },
      C: {
        Type: "Task",
        Resource: "broken",
        Retry: [{ ErrorEquals: ["Broken"], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Ask" }],
        End: true,
      },
      Ask: {
        Type: "Task",
        Resource: "ask.waitForTaskToken",
        TimeoutSeconds: 5000,
        ResultPath: "$.said",
        Next: "Yes",
      },
      Yes: { Type: "Succeed" },
      No: { Type: "Fail" },
    },
  },
  "a map of waits, tokens and retries": {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ItemsPath: "$.list",
        MaxConcurrency: 2,
        ItemSelector: { "i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value" },
        ItemProcessor: {
          StartAt: "First",
          States: {
            First: { Type: "Task", Resource: "echo", Next: "Rest" },
            Rest: { Type: "Wait", Seconds: 10, Next: "Flaky" },
            Flaky: {
              Type: "Task",
              Resource: "flaky",
              Retry: [{ ErrorEquals: ["Flaky"] }],
              ResultPath: "$.f",
              Next: "Ask item",
            },
            "Ask item": { Type: "Task", Resource: "ask.waitForTaskToken", ResultPath: "$.said", End: true },
          },
        },
        ResultPath: "$.each",
        Next: "Last",
      },
      Last: { Type: "Task", Resource: "echo", End: true },
    },
  },
  "parallel branches, one of which fails and is caught": {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "Slow",
            States: {
              Slow: { Type: "Wait", Seconds: 1000, Next: "Never" },
              Never: { Type: "Task", Resource: "echo", Parameters: { never: true }, End: true },
            },
          },
          {
            StartAt: "Prepare",
            States: {
              Prepare: { Type: "Task", Resource: "echo", Next: "Break" },
              Break: { Type: "Task", Resource: "broken", End: true },
            },
          },
        ],
        Catch: [{ ErrorEquals: ["Broken"], ResultPath: "$.error", Next: "After" }],
        End: true,
      },
      After: { Type: "Task", Resource: "echo", Parameters: { "e.$": "$.error.Error" }, End: true },
    },
  },
  "a map in a parallel branch in a map": {
    StartAt: "Outer",
    States: {
      Outer: {
        Type: "Map",
        ItemsPath: "$.list",
        ItemProcessor: {
          StartAt: "Split",
          States: {
            Split: {
              Type: "Parallel",
              Branches: [
                {
                  StartAt: "Inner",
                  States: {
                    Inner: {
                      Type: "Map",
                      ItemsPath: "$.parts",
                      ItemProcessor: {
                        StartAt: "Part",
                        States: { Part: { Type: "Task", Resource: "echo", End: true } },
                      },
                      End: true,
                    },
                  },
                },
                { StartAt: "Beside", States: { Beside: { Type: "Task", Resource: "echo", End: true } } },
              ],
              End: true,
            },
          },
        },
        End: true,
      },
    },
  },
};
