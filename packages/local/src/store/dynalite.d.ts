/** The parts of dynalite 4.0.0 (plain CommonJS) that the embedded store drives without its HTTP server. */
declare module "dynalite/db/index.js" {
  export type Attribute = Record<string, unknown>;
  export type Item = Record<string, Attribute>;
  export type Callback<T = void> = (error: Error | null | undefined, value?: T) => void;
  export type Operation = { type: "put"; key: string; value: unknown } | { type: "del"; key: string };

  export interface KeySchema {
    AttributeName: string;
    KeyType: string;
  }

  export interface IndexDefinition {
    IndexName: string;
    KeySchema: KeySchema[];
    Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
    IndexStatus?: string;
  }

  export interface TableMeta {
    TableName: string;
    TableStatus: string;
    KeySchema: KeySchema[];
    AttributeDefinitions: Array<{ AttributeName: string; AttributeType: string }>;
    GlobalSecondaryIndexes?: IndexDefinition[];
  }

  /** One key range of the level database. */
  export interface SubDb {
    lock: unknown;
    get(key: string, callback: Callback<Item>): void;
    put(key: string, value: unknown, callback: Callback): void;
    del(key: string, callback: Callback): void;
    createValueStream(options: object): unknown;
  }

  export interface Iterator<T> {
    next(): Promise<T | undefined>;
    nextv(size: number): Promise<T[]>;
    close(): Promise<void>;
  }

  export interface Range {
    gte?: string;
    lt?: string;
    limit?: number;
  }

  export interface Level {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string): Promise<unknown>;
    getMany(keys: string[]): Promise<unknown[]>;
    batch(operations: Operation[], options?: { sync?: boolean }): Promise<void>;
    iterator(range: Range): Iterator<[string, unknown]>;
    keys(range: Range): Iterator<string>;
    values(range: Range): Iterator<string>;
  }

  export interface Store {
    db: Level;
    options: { maxItemSize: number };
    getItemDb(table: string): SubDb;
    getIndexDb(kind: string, table: string, index: string): SubDb;
  }

  const dynaliteDb: {
    create(options: { path?: string | undefined; createTableMs?: number }): Store;
    createKey(item: Item, table: TableMeta): string;
    getIndexActions(
      indexes: IndexDefinition[],
      existing: Item | undefined,
      item: Item,
      table: TableMeta,
    ): { puts: Array<{ index: string; key: string; item: Item }>; deletes: unknown[] };
  };
  export default dynaliteDb;
}

declare module "dynalite/validations/index.js" {
  import type { Store } from "dynalite/db/index.js";
  const validations: {
    checkTypes(data: unknown, types: unknown): Record<string, unknown>;
    checkValidations(data: Record<string, unknown>, types: unknown, custom: unknown, store: Store): void;
  };
  export default validations;
}

declare module "dynalite/validations/*" {
  const validation: { types: unknown; custom: unknown };
  export default validation;
}

declare module "dynalite/actions/*" {
  import type { Callback, Store } from "dynalite/db/index.js";
  const action: (store: Store, data: Record<string, unknown>, callback: Callback<unknown>) => void;
  export default action;
}
