import { GradusError } from "@gradus/core";
import { tableDefinition } from "@gradus/store";
import type { TableMeta } from "dynalite/db/index.js";
import type { Engine } from "./engine.ts";
import { after, itemPrefix, tableKey } from "./keys.ts";
import { corruptDirectory } from "./fault.ts";

/**
 * Creates the table where it is missing, and brings the description of one that an older version (or a crash halfway)
 * left behind up to date. `changed` says that its index entries may not fit the description.
 */
export async function ensureTable(
  engine: Engine,
  name: string,
  directory: string,
): Promise<{ meta: TableMeta; changed: boolean }> {
  const definition = tableDefinition(name);
  const found = (await engine.level().get(tableKey(name))) as TableMeta | undefined;
  if (!found) {
    if (await hasItems(engine, name))
      throw corruptDirectory(directory, "it has items but no table description");
    await engine.run("CreateTable", definition);
  }
  const meta = found ?? ((await engine.level().get(tableKey(name))) as TableMeta | undefined);
  if (!meta) throw new GradusError("internal", `the table ${name} was created but is not there`);
  if (!Array.isArray(meta.KeySchema)) throw corruptDirectory(directory, "the table description is damaged");
  const changed = found !== undefined && indexShape(meta) !== indexShape(definition as unknown as TableMeta);
  const ready: TableMeta = {
    ...meta,
    TableStatus: "ACTIVE",
    AttributeDefinitions: definition.AttributeDefinitions,
    GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes.map((index) => ({
      IndexSizeBytes: 0,
      ItemCount: 0,
      ...index,
      IndexStatus: "ACTIVE",
    })),
  };
  if (JSON.stringify(ready) !== JSON.stringify(meta)) {
    await engine.write([{ type: "put", key: tableKey(name), value: ready }]);
  }
  return { meta: ready, changed };
}

const indexShape = (meta: TableMeta): string =>
  JSON.stringify(
    (meta.GlobalSecondaryIndexes ?? []).map((i) => [
      i.IndexName,
      i.KeySchema.map((k) => k.AttributeName),
      i.Projection.ProjectionType,
      i.Projection.NonKeyAttributes,
    ]),
  );

async function hasItems(engine: Engine, name: string): Promise<boolean> {
  const prefix = itemPrefix(name);
  const keys = engine.level().keys({ gte: prefix, lt: after(prefix), limit: 1 });
  const first = await keys.next();
  return first !== undefined;
}
