// Makes pages with gemba, opens each in Chromium and tells every claim that does not hold.
// Arguments: gemba, the folder for pages and pictures, and Chromium.
"use strict";

const fs = require("fs");
const path = require("path");
const { execFileSync } = require("child_process");
const { chromium } = require("playwright-core");
const { complaintsOfFigures } = require("./figures.js");
const { install } = require("./inside.js");
const { controls } = require("./controls.js");

const [binary, out, executablePath] = process.argv.slice(2).map((name) => path.resolve(name));
const root = path.resolve(__dirname, "../..");

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
// A4 between its margins of 12 mm, at 96 px an inch.
const SHEET = { width: 702, height: 1032 };

function gemba(...args) {
  execFileSync(binary, [...args, "--quiet"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

/** Six hundred dated orders on a plant of two stations. */
function manyOrders() {
  const orders = Array.from({ length: 600 }, (_, at) => {
    const day = new Date(Date.UTC(2026, 2, 2 + Math.floor(at / 6))).toISOString().slice(0, 10);
    return `"Auftrag ${1000 + at}" = { product = "a", quantity = ${5 + (at % 11)}, due = ${day} }`;
  });
  return `[plant]
name = "Six hundred orders"
start = 2026-03-02
[run]
length = "100 days"
replications = 8
[line.a]
stations = ["saw", "drill"]
[station.saw]
cycle = { mean = "25 min", cv = 0.3 }
[station.drill]
cycle = { mean = "27 min", cv = 0.5 }
scrap = "0.2 %"
[order]
${orders.join("\n")}
`;
}

/** Pages to look at: their folder, and the JSON that has the same figures. */
function pages() {
  const at = (name) => path.join(out, name);
  const contract = fs.readdirSync(path.join(root, "scenarios/contract"));
  const plus = contract.filter((name) => name.startsWith("plus-")).sort();
  const variants = plus.map((name) => `scenarios/contract/${name}`);
  fs.writeFileSync(at("many-orders.toml"), manyOrders());
  gemba("run", "scenarios/pump-housings.toml", "--replications", "5", "--out", at("run"));
  gemba("run", "tests/browser/plants/hostile.toml", "--out", at("hostile"));
  gemba("run", at("many-orders.toml"), "--out", at("many-orders"));
  try {
    gemba("compare", "scenarios/contract/contract.toml", ...variants, "--target", "on_time >= 80 %",
      "--replications", "10", "--out", at("comparison"));
  } catch (ended) {
    // So few replications need not decide whether the target is reached: that is exit code 1.
    if (ended.status !== 1) throw ended;
  }
  const results = (name) => ({ name, json: JSON.parse(fs.readFileSync(path.join(at(name),
    name === "comparison" ? "comparison.json" : "results.json"), "utf8")) });
  return ["run", "comparison", "hostile", "many-orders"].map(results);
}

/** Opens a file; what happens there that must not is added to `complaints`. */
async function open(browser, file, options, complaints) {
  const context = await browser.newContext(options);
  await context.addInitScript(install);
  const page = await context.newPage();
  const url = `file://${file}`;
  page.on("console", (said) => {
    if (["error", "warning"].includes(said.type())) complaints.push(`console: ${said.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== url) complaints.push(`a request: ${request.url()}`);
  });
  await page.goto(url, { waitUntil: "load" });
  return { context, page };
}

/** All that holds of a page on a screen or a sheet of one width. */
async function look(page) {
  return page.evaluate(() => [
    ...window.gemba.hidden(), ...window.gemba.overflowing(), ...window.gemba.faint(),
  ]);
}

async function check(browser, { name, json }) {
  const complaints = [];
  const file = path.join(out, name, "report.html");
  const picture = (kind) => path.join(out, `${name}-${kind}`);
  const { context, page } =
    await open(browser, file, { viewport: DESK, colorScheme: "light" }, complaints);
  const told = async (where) => complaints.push(...(await look(page)).map((c) => `${where}: ${c}`));
  const load = await page.evaluate(() => performance.getEntriesByType("navigation")[0].duration);

  complaints.push(...complaintsOfFigures(await page.evaluate(() => window.gemba.tables()), json));
  await told("light");
  await page.screenshot({ path: picture("light.png"), fullPage: true });
  const cdp = await context.newCDPSession(page);
  await cdp.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
  await page.screenshot({ path: picture("grey.png"), fullPage: true });
  await cdp.send("Emulation.setEmulatedVisionDeficiency", { type: "none" });
  await page.emulateMedia({ colorScheme: "dark" });
  await told("dark");
  await page.screenshot({ path: picture("dark.png"), fullPage: true });
  await page.setViewportSize(PHONE);
  await told("dark, phone");
  await page.emulateMedia({ colorScheme: "light" });
  await told("light, phone");
  await page.screenshot({ path: picture("phone.png"), fullPage: true });
  await page.setViewportSize(SHEET);
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ media: "print", colorScheme });
    await told(`paper, ${colorScheme}`);
    complaints.push(...await page.evaluate(() => window.gemba.cut()));
  }
  await page.pdf({ path: picture("a4.pdf"), preferCSSPageSize: true });
  await context.close();
  console.log(`${name}: ${complaints.length} complaints, loaded in ${Math.round(load)} ms`);
  return complaints.map((complaint) => `${name}: ${complaint}`);
}

async function main() {
  const all = pages();
  const browser = await chromium.launch({ executablePath });
  const complaints = [];
  for (const one of all) complaints.push(...await check(browser, one));
  complaints.push(...await controls({ browser, open, look, out, json: all[0].json, viewport: DESK }));
  await browser.close();
  if (complaints.length > 0) {
    console.error(`\n${complaints.slice(0, 60).join("\n")}`);
    console.error(`\n${complaints.length} claims about pages do not hold`);
    process.exit(1);
  }
}

main();
