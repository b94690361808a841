import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../../web/build.mjs";
import { openWorld, type World } from "../../app/support/world.ts";
import { type Provider, startProvider } from "./provider.ts";
import { access, serveSite, type Site } from "./site.ts";

export interface Setting {
  world: World;
  /** With signing in. */
  site: Site;
  /** The same API and files without. */
  open: Site;
  provider: Provider;
  close(): Promise<void>;
}

/** The built site, its API over a real store, and a place to sign in. */
export async function openSetting(): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), "gradus-web-"));
  await build({ outDir: folder });
  const world = await openWorld({ access, start: Date.now() });
  // Targets are looked at all the while, however long the tests take.
  const api = { ...world.api };
  const looked = <T extends object>(of: T): T => ({ ...of, checkedAt: Date.now() });
  Object.assign(world.api, {
    targets: async () => (await api.targets()).map(looked),
    target: async (id: string) => {
      const found = await api.target(id);
      return found && looked(found);
    },
  } satisfies Partial<World["api"]>);
  const provider = await startProvider();
  const site = await serveSite({ folder, world, provider });
  const open = await serveSite({ folder, world });
  return {
    world,
    site,
    open,
    provider,
    async close() {
      await Promise.all([site.close(), open.close(), provider.close(), world.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
