import { type Query, useMutation, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "../ui/toasts.tsx";
import { messageOf } from "./problem.ts";

/**
 * Something a person does. While it is under way `busy` is true, until what is shown has been read again (but for what is
 * slow); it is said what became of it. A failure is said and kept in `problem`.
 */
export function useChange<Input, Result>(of: {
  do: (input: Input) => Promise<Result>;
  said?: (result: Result, input: Input) => string | undefined;
  done?: (result: Result, input: Input) => void;
}): { run: (input: Input) => void; busy: boolean; problem: string | undefined; reset: () => void } {
  const queries = useQueryClient();
  const { say } = useToasts();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: of.do,
    retry: false,
    onSuccess(result, input) {
      const said = of.said?.(result, input);
      if (said !== undefined) say(said, "good");
      of.done?.(result, input);
    },
    onError: (failure) => say(messageOf(failure), "bad"),
    onSettled() {
      void queries.invalidateQueries({ predicate: isSlow });
      return queries.invalidateQueries({ predicate: (query) => !isSlow(query) });
    },
  });
  return { run: mutate, busy: isPending, problem: error ? messageOf(error) : undefined, reset };
}

const isSlow = ({ meta }: Query): boolean => meta?.slow === true;
