/** Builds the site into a folder; gives the names of the hashed files. */
export function build(options: { outDir: string }): Promise<{ script: string; style: string }>;
