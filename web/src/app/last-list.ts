/** The tasks of the list that was shown last, in its order: a task leads on to the next one. */
export const lastList: { ids: readonly string[] } = { ids: [] };
