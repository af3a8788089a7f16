//! The page that lists all figures: their names in files and targets, their units and meanings.

use crate::study::KPIS;

/// All figures as a page in Markdown, in the order of reports.
pub fn figures_page() -> String {
    let mut page = String::from(
        "# Figures\n\n\
         What reports, files and targets call by name. In a report each comes with its 95 % interval\n\
         over replications. A target such as `--target \"on_time >= 80 %\"` names a figure of the whole\n\
         plant.\n\n\
         The ends of an interval are held to what is possible: no share below 0 or above 1, no\n\
         count or time below 0 unless it says so. `half_width` in the files is that before: the precision of the estimate. Where\n\
         fewer than 5 replications are all equal, nothing is called reached, missed, better or worse:\n\
         they may be so by chance.\n\n\
         | name | in tables | unit | what it is | better |\n|---|---|---|---|---|\n",
    );
    for kpi in KPIS {
        let better = match kpi.more_is_better {
            Some(true) => "more",
            Some(false) => "less",
            None => "",
        };
        let unit = kpi.unit.word();
        let name = format!("`{}`", kpi.id);
        let cells = [name.as_str(), kpi.title, unit, kpi.meaning, better];
        page += "| ";
        page += &cells.join(" | ");
        page += " |
";
    }
    page += "\n## Checks\n\n\
         What the report says under Checks, and `results.json` as `checks`. Whatever does not hold stands\n\
         among the doubts, at the top.\n\n\
         | name | what it is | in doubt |\n|---|---|---|\n\
         | audit | at the end of each replication: states add up to the measured time exactly, every part \
         is in one place | ends the replication as `unsound` |\n\
         | `little` | parts inside against throughput times time in system | above 5 % |\n\
         | `rise` | how work in process rises in the second half of the measured time, by a straight line \
         through whole cycles of the calendars | certain at 99 %, and above 5 % of the mean |\n\
         | `capacity` | throughput in open hours of products that each go one way, through stations that \
         share their hours, against the cycles of the slowest station, without failures, with four standard \
         errors of luck | above it |\n\
         | `flow` | the same with an unlimited supply, and no changes on dates, against the best, the practical \
         worst and the worst case with as many parts inside (Hopp and Spearman, *Factory Physics*) | below \
         the practical worst case |\n";
    page
}
