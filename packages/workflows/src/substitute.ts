/** Puts values in for `${Name}` everywhere in a definition, as CloudFormation's DefinitionSubstitutions does. Throws for a name without a value. */
export function substitute<T>(definition: T, values: Readonly<Record<string, string>>): T {
  const text = JSON.stringify(definition).replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new RangeError(`no value for \${${name}} in the definition`);
    return JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
