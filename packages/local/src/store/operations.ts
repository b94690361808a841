import batchGetItem from "dynalite/actions/batchGetItem.js";
import batchWriteItem from "dynalite/actions/batchWriteItem.js";
import createTable from "dynalite/actions/createTable.js";
import deleteItem from "dynalite/actions/deleteItem.js";
import describeTable from "dynalite/actions/describeTable.js";
import getItem from "dynalite/actions/getItem.js";
import putItem from "dynalite/actions/putItem.js";
import query from "dynalite/actions/query.js";
import scan from "dynalite/actions/scan.js";
import updateItem from "dynalite/actions/updateItem.js";
import type { Store } from "dynalite/db/index.js";
import batchGetItemRules from "dynalite/validations/batchGetItem.js";
import batchWriteItemRules from "dynalite/validations/batchWriteItem.js";
import createTableRules from "dynalite/validations/createTable.js";
import deleteItemRules from "dynalite/validations/deleteItem.js";
import describeTableRules from "dynalite/validations/describeTable.js";
import getItemRules from "dynalite/validations/getItem.js";
import validations from "dynalite/validations/index.js";
import putItemRules from "dynalite/validations/putItem.js";
import queryRules from "dynalite/validations/query.js";
import scanRules from "dynalite/validations/scan.js";
import updateItemRules from "dynalite/validations/updateItem.js";

/** What is served, by the name in X-Amz-Target. Nothing else is needed, so nothing else is there. */
const operations = new Map([
  ["BatchGetItem", { action: batchGetItem, rules: batchGetItemRules }],
  ["BatchWriteItem", { action: batchWriteItem, rules: batchWriteItemRules }],
  ["CreateTable", { action: createTable, rules: createTableRules }],
  ["DeleteItem", { action: deleteItem, rules: deleteItemRules }],
  ["DescribeTable", { action: describeTable, rules: describeTableRules }],
  ["GetItem", { action: getItem, rules: getItemRules }],
  ["PutItem", { action: putItem, rules: putItemRules }],
  ["Query", { action: query, rules: queryRules }],
  ["Scan", { action: scan, rules: scanRules }],
  ["UpdateItem", { action: updateItem, rules: updateItemRules }],
]);

/** An answer that DynamoDB gives with a status other than 200 (dynalite throws these as errors with a body). */
export interface ApiError extends Error {
  statusCode: number;
  body: unknown;
}

export const isApiError = (error: unknown): error is ApiError =>
  error instanceof Error && "statusCode" in error && "body" in error;

/** Runs one operation of the DynamoDB API on a store. Throws ApiError, or what the disk said. */
export async function run(store: Store, operation: string, input: unknown): Promise<unknown> {
  const found = operations.get(operation);
  if (!found) throw Object.assign(new Error(operation), unknownOperation);
  const data = validations.checkTypes(input, found.rules.types);
  validations.checkValidations(data, found.rules.types, found.rules.custom, store);
  return new Promise((resolve, reject) => {
    found.action(store, data, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

const unknownOperation = {
  statusCode: 400,
  body: { __type: "com.amazon.coral.service#UnknownOperationException" },
};
