/** Builds the site into a folder; gives the names of the files that were made of sources. */
export function build(options: { outDir: string }): Promise<{ files: string[] }>;
