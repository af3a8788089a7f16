// Figures as a page shows them against the JSON beside it: value, interval, unit, judgement.
"use strict";

const fs = require("fs");
const path = require("path");

const KINDS = {
  Products: "product", "Orders by product": "product", "Orders by line": "line", Customers: "customer", Stations: "station", Stores: "store", Wear: "wear", Outside: "outside", Cards: "cards", Pools: "pool", Stocks: "stock", Material: "material", "Shared buffers": "buffer", Conveyors: "conveyor",
  "Paced lines": "line", "Milk runs": "milkrun", Vehicles: "vehicle", Crews: "crew",
  Demands: "demand", Orders: "order", OEE: "station", "Losses of planned time": "station", "Hours and pay": "crew",
  Overtime: "overtime", "Rules of working time": "rule",
};
// Tables of which one suffices to show a thing.
const EITHER = ["Paced lines", "Orders by line"];
// Ends of a dated order over the replications, and what is said where it has none in measured time.
const ENDS = { Earliest: "earliest", Likely: "likely", Latest: "latest" };
const NO_END = ["", "before", "not finished", "cancelled"];
// Shares of the open time of stations in a comparison.
const WAITS = { Blocked: "blocked", Starved: "starved", "No operator": "wait_operator" };
// What is known before any run.
const PLANNED = ["People of"];
const FACTORS = { "%": 100, points: 100, h: 1 / 60, days: 1 / 1440 };
// Titles over columns that are shorter than those of docs/figures.md.
const SHORTER = [
  ["Waits for repair", "wait_repair"], ["Waits for operator", "wait_operator"],
  ["Finished", "finish"], ["On time", "on_time"],
];
const NUMBER = "[+−]?[\\d.]+";
const FIGURE = new RegExp(
  `^(${NUMBER})(?: ± (<?)([\\d.]+)| \\((${NUMBER}) (?:to (${NUMBER})|and more)\\))?`
  + "(?: (better|worse|undecided))?$");

/** Names of figures by their titles, as the project documents them. */
function titles() {
  const page = path.join(__dirname, "../../docs/figures.md");
  const rows = fs.readFileSync(page, "utf8").matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm);
  return new Map([...rows].map(([, id, title]) => [title, id]).concat(SHORTER));
}

/** A name as a page may show it. */
const shownName = (name) => name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");

/** Whether `text` is `value`, rounded to as many decimals as it has. */
function isRounded(text, value) {
  const decimals = text.split(".")[1]?.length ?? 0;
  const off = Math.abs(Number(text.replace("−", "-")) - value);
  return off <= 0.5 * 10 ** -decimals * 1.000001;
}

/** What is wrong with a cell that shows `figure` in `unit`; `null` if nothing is. */
function wrong(cell, figure, unit) {
  const factor = figure.unit === unit ? 1 : FACTORS[unit] ?? 1;
  if (figure.estimate === null) return cell === "–" ? null : "there is no such figure";
  const equal = cell.match(/^equal in all (\d+)$/);
  if (equal) {
    const isEqual = figure.judgement === "the same" && figure.low === 0 && figure.high === 0;
    return isEqual && Number(equal[1]) === figure.n ? null : `it is judged ${figure.judgement}`;
  }
  const found = cell.match(FIGURE);
  if (!found) return "it is no figure";
  const [, estimate, below, half, low, high, judgement] = found;
  const is = (text, value) => value !== null && isRounded(text, value * factor);
  if (!is(estimate, figure.estimate)) return `the estimate is ${figure.estimate}`;
  if (below && !(figure.half_width * factor < Number(half))) return "the half-width is larger";
  if (half && !below && !is(half, figure.half_width)) return `half-width ${figure.half_width}`;
  if (low && !is(low, figure.low)) return `the low end is ${figure.low}`;
  if (high && !is(high, figure.high)) return `the high end is ${figure.high}`;
  const isBare = !half && !low;
  if (isBare && figure.half_width !== null && !(figure.estimate === 0 && figure.half_width === 0)) {
    return "its interval is not shown";
  }
  if (judgement !== figure.judgement) return `it is judged ${figure.judgement}`;
  return null;
}

/** Minutes from the start of the plant to a date as it is shown. */
function minutesTo(date, start) {
  const [day, clock] = date.split(" ");
  const [hour, minute] = clock.split(":").map(Number);
  const from = Date.parse(`${start.replace(" ", "T").slice(0, 10)}T00:00:00Z`);
  return (Date.parse(`${day}T00:00:00Z`) - from) / 60000 + hour * 60 + minute;
}

/** What is wrong with the date of an order, alone or with a half-width. */
function wrongDate(cell, minutes, half, start) {
  if (minutes === null) return ["", "–"].includes(cell) ? null : "there is no such date";
  const found = cell.match(/^(\d{4}-\d\d-\d\d \d\d:\d\d)(?: ± ([\d.]+)(?: (min|h|days))?)?$/);
  if (!found) return "it is no date";
  const off = minutes - minutesTo(found[1], start);
  if (off < -0.5 || off >= 1) return `it is ${minutes} min after the start`;
  const isHalf = !found[2] || isRounded(found[2], half * (FACTORS[found[3]] ?? 1));
  return isHalf ? null : `the half-width is ${half} min`;
}

/** What is wrong with an end of an order, which has a date or minutes only in measured time. */
function wrongEnd(cell, end, start) {
  if (end === null) return NO_END.includes(cell) ? null : "it did not end in measured time";
  return start ? wrongDate(cell, end.value, null, start) : null;
}

/** What is wrong with what is left to the due date of an order: at most, on average, at the least. */
function wrongSlack(cell, order, finish, unit) {
  if ([order.due, order.earliest, order.latest].includes(null)) {
    return cell === "" ? null : "its end is not known in every run";
  }
  const left = [order.earliest.value, finish, order.latest.value].map((end) => order.due.value - end);
  const found = cell.split(" / ");
  const isRight = found.length === 3
    && found.every((text, at) => isRounded(text, left[at] * (FACTORS[unit] ?? 1)));
  return isRight ? null : `${left.join(", ")} min are left`;
}

/** What is wrong with a cell of the plan: of a day, of a week from its Monday on, or of all the time; of a crew
    or of all crews. */
function wrongPlan(json, table, row, at) {
  const [date, crew] = row;
  const isAlways = date === "in all";
  const isSum = isAlways || crew === "all crews";
  const from = json.start ? minutesTo(`${date} 00:00`, json.start)
    : 1440 * (Number(date.replace("day ", "")) - 1);
  const length = table.titles[0] === "Day" ? 1440 : 7 * 1440;
  const days = json.staff.plan.filter((one) => (crew === "all crews" || shownName(one.crew) === crew)
    && (isAlways || one.day.value >= from && one.day.value < from + length));
  if (days.length === 0) return "the plan has no such row";
  const sum = (of) => days.reduce((all, one) => all + of(one).mean, 0);
  const [title] = table.titles[at].split(", ");
  const values = {
    Crew: null, People: isSum ? null : sum((one) => one.people), Hours: sum((one) => one.hours),
    "Most people": isSum ? null : Math.max(...days.map((one) => one.people.mean)),
    Overtime: sum((one) => one.overtime),
    "To the account": days.some((one) => one.credited) ? sum((one) => one.credited ?? { mean: 0 }) : null,
    Cost: days.some((one) => one.cost) ? sum((one) => one.cost ?? { mean: 0 }) : null,
  };
  if (!(title in values)) return "the plan has no such figure";
  if (values[title] === null) return title === "Crew" || row[at] === "" ? null : "nothing is known of it";
  return isRounded(row[at], values[title]) ? null : `it is ${values[title]}`;
}

/** What is wrong with a cell of the time account of a person. */
function wrongAccount(json, [person, ...cells], title, at) {
  const account = json.hours.accounts.find((one) => shownName(`${one.crew}/${one.number}`) === person);
  if (!account) return "the JSON has no such account";
  const { before, credited, taken, left } = account;
  const values = {
    "At the start, h": before, "To the account, h": credited, "Taken off, h": taken, "At the end, h": left,
  };
  return isRounded(cells[at - 1], values[title]) ? null : `it is ${values[title]}`;
}

/** What is wrong with the share of its open time that a station waits in a scenario. */
function wrongWait(json, kpi, station, scenario, cell) {
  const results = json.results.find((one) => shownName(one.name) === scenario);
  if (!results) return "the JSON has no such scenario";
  const of = (id) => results.figures.find((figure) =>
    figure.kind === "station" && shownName(figure.entity) === station && figure.kpi === id);
  if (!of(kpi)) return cell === "" ? null : "the JSON has no such figure";
  const open = 1 - (of("off_shift")?.estimate ?? 0) - (of("paused")?.estimate ?? 0);
  const found = cell.match(FIGURE);
  if (!found) return "it is no figure";
  const share = 100 * of(kpi).estimate / open;
  return isRounded(found[1], share) ? null : `it is ${share} %`;
}

/** The figures of a run or a comparison, those of scenarios and differences by their scenario. */
function figuresOf(json) {
  if (json.figures) return json.figures;
  const own = json.results.flatMap((results) =>
    results.figures.map((figure) => ({ ...figure, of: "Scenario", row: results.name })));
  return own.concat(json.differences.map((difference) =>
    ({ ...difference, of: "Difference", row: difference.variant })));
}

/** What a cell shows, and what is wrong with it. */
function complaint(json, figures, ids, table, row, at) {
  const [kind, title, name, cell] = [table.titles[0], table.titles[at], row[0], row[at]];
  if (kind === "Day" || kind === "Week from") return wrongPlan(json, table, row, at);
  if (kind === "Person" && json.hours) return wrongAccount(json, row, title, at);
  if (kind in WAITS) return wrongWait(json, WAITS[kind], name, title.slice(0, title.lastIndexOf(", ")), cell);
  const isPlant = kind === "Plant";
  const order = kind === "Orders" && json.orders.find((one) => shownName(one.name) === name);
  if (order && title === "Due") {
    return wrongDate(cell, order.due?.value ?? null, null, json.start);
  }
  if (order && title in ENDS) return wrongEnd(cell, order[ENDS[title]], json.start);
  if (order && title.startsWith("Before due: most / mean / least")) {
    const isFinish = (figure) => figure.kpi === "finish" && shownName(figure.entity) === name;
    const mean = figures.find((figure) => figure.kind === "order" && isFinish(figure));
    return wrongSlack(cell, order, mean.estimate, title.slice(title.lastIndexOf(", ") + 2));
  }
  if (title === "Target") {
    const { verdict } = json.target.verdicts.find((one) => shownName(one.scenario) === name);
    return cell === verdict ? null : `the verdict is ${verdict}`;
  }
  const whole = isPlant ? name : title;
  const isTitle = ids.has(whole);
  const cut = isTitle ? whole.length : whole.lastIndexOf(", ");
  const kpi = ids.get(whole.slice(0, cut));
  if (!kpi) return "no figure has this title";
  const unit = isPlant ? row[2] : whole.slice(cut + 2);
  const isOf = (figure) => figure.kpi === kpi && (figure.of
    ? figure.of === kind && figure.kind === "plant" && shownName(figure.row) === name
    : figure.kind === (isPlant ? "plant" : KINDS[kind])
      && (isPlant || shownName(figure.entity) === name));
  const figure = figures.find(isOf);
  if (!figure) return cell === "" ? null : "the JSON has no such figure";
  if (order && unit === "mean") {
    return wrongDate(cell, figure.estimate, figure.half_width, json.start);
  }
  return wrong(cell, figure, unit);
}

/** Things that have figures in the JSON and no row on the page; of many orders a page shows some. */
function missing(tables, figures) {
  const kinds = Object.entries(KINDS).filter(([kind]) => kind !== "Orders");
  const wanted = figures.flatMap((figure) => {
    if (figure.of) return [[figure.of, figure.row]];
    const kind = kinds.find(([, word]) => word === figure.kind);
    return kind ? [[kind[0], figure.entity]] : [];
  });
  const isOne = (title, kind) => title === kind || (EITHER.includes(title) && EITHER.includes(kind));
  const isShown = ([kind, name]) => tables.some((table) =>
    isOne(table.titles[0], kind) && table.rows.some((row) => row[0] === shownName(name)));
  const lost = wanted.filter((one) => !isShown(one)).map(([kind, name]) => `${kind}: no ${name}`);
  return [...new Set(lost)];
}

/** Everything that is wrong with the figures of all tables of a page. */
function complaintsOfFigures(tables, json) {
  const [ids, figures] = [titles(), figuresOf(json)];
  const complaints = missing(tables, figures);
  let count = 0;
  for (const table of tables.filter((one) => !PLANNED.includes(one.titles[0]))) {
    const last = table.titles[0] === "Plant" ? 2 : table.titles.length;
    for (const row of table.rows) {
      for (let at = 1; at < last; at += 1) {
        count += 1;
        const why = complaint(json, figures, ids, table, row, at);
        if (why) complaints.push(`${row[0]}, ${table.titles[at]}: ${row[at]}: ${why}`);
      }
    }
  }
  // Fewer mean that tables were not found rather than that a plant is small.
  if (count < 40) complaints.push(`only ${count} figures were found`);
  return complaints;
}

module.exports = { complaintsOfFigures };
