import { lookingVerb } from "../runtime/looking-verb.ts";

export const handler = lookingVerb("Research");
