/** What middleware leaves for the handlers. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Who is behind the request: "human:local". */
    actor: string;
  };
}
