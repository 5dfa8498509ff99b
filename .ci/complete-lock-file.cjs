// Some registries lack the packages that other packages offer for other platforms. npm then writes a
// lock file without them, which `npm ci` refuses. This adds them as npm would have:
//
//     npm install --package-lock-only && node .ci/complete-lock-file.cjs
const { readFileSync, writeFileSync } = require("node:fs");

const PLATFORM =
  /-(darwin|linux|win32|android|freebsd|openharmony|wasm32)(?:-([a-z0-9_]+))?(?:-([a-z]+))?$/;
const LIBC = { gnu: "glibc", musl: "musl" };

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
let added = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isThere =
      lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`];
    const platform = PLATFORM.exec(name);
    if (isThere || !platform) continue;
    const [, os, cpu, libc] = platform;
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[~^]/, ""),
      cpu: [os === "wasm32" ? "wasm32" : cpu],
      ...(entry.dev ? { dev: true } : {}),
      ...(os === "linux" && LIBC[libc] ? { libc: [LIBC[libc]] } : {}),
      optional: true,
      ...(os === "wasm32" ? {} : { os: [os] }),
    };
    added++;
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
writeFileSync(
  "package-lock.json",
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
);
process.stdout.write(`${added} packages for other platforms added\n`);
