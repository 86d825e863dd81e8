// Lighthouse on some addresses, in one Chromium: prints, for each, its scores and its audits as JSON.
// node tests/lighthouse.mjs FOLDER-OF-NODE-MODULES CHROMIUM ADDRESS…
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromePath, ...addresses] = process.argv.slice(2);
const of = (path) => import(pathToFileURL(join(resolve(modules), path)).href);
const { default: lighthouse } = await of("lighthouse/core/index.js");
const { launch } = await of("chrome-launcher/dist/index.js");

const chrome = await launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const found = {};
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "error",
      output: "json",
      // Loaded as fast as the machine is. What a slow network would do is reckoned afterwards, and
      // judged by nobody; with "provided" it waits 5 seconds more at each page.
      throttlingMethod: "simulate",
      disableFullPageScreenshot: true,
      // Nothing may be fetched from within a page (its Content-Security-Policy), and so not robots.txt.
      skipAudits: ["screenshot-thumbnails", "final-screenshot", "robots-txt"],
    });
    const kinds = Object.values(lhr.categories);
    found[address] = {
      version: lhr.lighthouseVersion,
      error: lhr.runtimeError?.message ?? "",
      scores: Object.fromEntries(kinds.map(({ id, score }) => [id, score])),
      // Those that give a score; what is left is not for this page, or only told.
      audits: Object.fromEntries(
        Object.values(lhr.audits)
          .filter(({ score }) => score !== null)
          .map(({ id, score }) => [id, score]),
      ),
    };
  }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(found));
