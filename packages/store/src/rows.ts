/** For adapters that keep rows of their own in the table: the journal of the local workflow runner. */
export { keyPart, range, shardOf, ttlAfter } from "./context.ts";
export type { Key, Row, StoreContext } from "./context.ts";
export { corrupt, decode, encode, parseStored, parseText } from "./document.ts";
export { storeContext } from "./index.ts";
export { listNewest } from "./newest.ts";
export { get, getMany, isNew, put, query, update } from "./operations.ts";
export { timeKey } from "./table.ts";
