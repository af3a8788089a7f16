// Pages that are spoilt on purpose: each must be complained of, or a check has gone blind.
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");
const { complaintsOfFigures } = require("./figures.js");

// In the file: what the policy of the page has to stop.
const WRITTEN = [
  ["a script", "<script>document.title = 'run'</script>", /^console: .*script/],
  ["a script that alerts", "<img src='data:,' onerror='alert(1)'>", /^console: /],
  ["a picture from elsewhere", "<img src='{elsewhere}/a.png'>", /^console: .*img-src/],
  ["a style of its own", "<p style='color:red'>text</p>", /^console: .*style/],
];

// In the browser: what people would see.
const SEEN = [
  ["a hidden figure", () => { document.querySelector("td").style.visibility = "hidden"; }, /hidden/],
  ["a transparent row", () => { document.querySelector("tr").style.opacity = 0; }, /hidden/],
  ["tiny letters", () => { document.querySelector("td").style.fontSize = "4px"; }, /letters of/],
  ["a cut cell", () => {
    const cell = document.querySelector("tbody th");
    Object.assign(cell.style, { display: "block", width: "20px", height: "8px", overflow: "hidden" });
  }, /wider than its cell/],
  ["a wide page", () => {
    Object.assign(document.querySelector("h2").style, { width: "3000px" });
  }, /px wide on/],
  ["pale letters", () => { document.querySelector("p").style.color = "#999"; }, /^contrast/],
  ["pale letters of a picture", () => {
    document.querySelector("svg text").style.fill = "#999";
  }, /^contrast/],
];

const FALSE = [
  ["a wrong estimate", (cell) => cell.replace(/\d/, (d) => (Number(d) + 1) % 10), /estimate is/],
  ["a wrong half-width", (cell) => cell.replace(/± [\d.]+/, "± 98.7"), /half-width/],
];

/** Complaints about checks that have not seen what they are for. */
async function controls({ browser, open, look, out, json, viewport }) {
  const page = fs.readFileSync(path.join(out, "run", "report.html"), "utf8");
  const blind = [];
  const told = (name, complaints, sign) => {
    const found = complaints.some((complaint) => sign.test(complaint));
    if (!found) blind.push(`control: ${name} was not seen, only ${JSON.stringify(complaints)}`);
  };
  const asked = [];
  const elsewhere = http.createServer((request, answer) => {
    asked.push(request.url);
    answer.end();
  });
  await new Promise((done) => { elsewhere.listen(0, "127.0.0.1", done); });
  const address = `http://127.0.0.1:${elsewhere.address().port}`;
  for (const [name, markup, sign] of WRITTEN) {
    const file = path.join(out, "spoilt.html");
    const spoiling = markup.replace("{elsewhere}", address);
    fs.writeFileSync(file, page.replace("</main>", `${spoiling}</main>`));
    const complaints = [];
    const { context, page: spoilt } = await open(browser, file, { viewport }, complaints);
    if (await spoilt.title() === "run") blind.push(`control: ${name} has run`);
    if (complaints.some((complaint) => complaint.startsWith("a dialog"))) {
      blind.push(`control: ${name} has spoken`);
    }
    told(name, complaints, sign);
    await context.close();
  }
  if (asked.length > 0) blind.push(`control: the policy let through ${asked.join(", ")}`);
  elsewhere.close();
  for (const [name, spoil, sign] of SEEN) {
    const file = path.join(out, "run", "report.html");
    const { context, page: spoilt } = await open(browser, file, { viewport }, []);
    await spoilt.evaluate(spoil);
    told(name, await look(spoilt), sign);
    await context.close();
  }
  const { context, page: right } =
    await open(browser, path.join(out, "run", "report.html"), { viewport }, []);
  const tables = await right.evaluate(() => window.gemba.tables());
  await context.close();
  for (const [name, spoil, sign] of FALSE) {
    const spoilt = structuredClone(tables);
    const row = spoilt[0].rows.find((cells) => cells[1].includes(" ± "));
    row[1] = spoil(row[1]);
    told(name, complaintsOfFigures(spoilt, json), sign);
  }
  const shorter = structuredClone(tables).map((table) => ({ ...table, rows: table.rows.slice(1) }));
  told("a lost row", complaintsOfFigures(shorter, json), /^Stations: no /);
  return blind;
}

module.exports = { controls };
