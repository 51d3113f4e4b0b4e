// Opens a page in Chromium, waits until ReplayWeb.page shows what is expected, and prints what is seen as JSON.
// node replay.mjs PLAYWRIGHT CHROMIUM ADDRESS TEXT FOLDER

import { createRequire } from "node:module";

const [library, chromium, address, text, folder] = process.argv.slice(2);
const playwright = createRequire(import.meta.url)(library);
const browser = await playwright.chromium.launchPersistentContext(`${folder}/profile`, {
  executablePath: chromium, headless: true, chromiumSandbox: false, viewport: { width: 1200, height: 900 },
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
const said = [];
const asked = [];
page.on("console", (message) => said.push(message.text()));
page.on("pageerror", (error) => said.push(String(error)));
page.on("request", (request) => asked.push(request.url()));
await page.goto(address);

const find = async (until) => {
  while (Date.now() < until) {
    for (const frame of page.frames()) {
      const found = await frame.evaluate((wanted) => {
        const heading = document.querySelector("h1");
        if (!heading || !heading.textContent.includes(wanted) || document.readyState !== "complete") return null;
        return {
          heading: heading.textContent.trim(), body: document.body.innerText,
          images: [...document.images].map((i) => ({ width: i.naturalWidth, height: i.naturalHeight, source: i.src })),
        };
      }, text).catch(() => null);
      if (found) return { ...found, frame: frame.url() };
    }
    await page.waitForTimeout(250);
  }
  return null;
};
let seen = await find(Date.now() + 20_000);
for (let tries = 0; !seen && tries < 4; tries++) {      // its first frame can be quicker than its service worker
  await page.reload();
  seen = await find(Date.now() + 20_000);
}
await page.waitForTimeout(500);
await page.screenshot({ path: `${folder}/seen.png` });
console.log(JSON.stringify({ seen, said, asked }));
await browser.close();
