//! Lead time and delay of a supplier, from a list of deliveries, as lines of `[supplier.<name>]`:
//! `cargo run --release --example supplier_deliveries -- <deliveries.csv> [vendor]`.
//!
//! The list has the columns `vendor`, `po_sent`, `scheduled` and `delivered`, with dates. Without a vendor it takes the
//! one with the most deliveries whose order has a date. The **lead time** goes from the order to the scheduled day, the
//! **delay** from there to the delivery, where that is later; what comes early counts as on time. Families are fitted
//! by mean and cv, and the nearest by the Kolmogorov distance is written. Deliveries whose order has no date, or one after
//! the scheduled day, tell only of delays.

mod fit;

use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "a program has arguments and reads a file")]
#[expect(clippy::print_stderr, clippy::print_stdout, reason = "a program answers and complains")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        eprintln!("which list? supplier_deliveries <deliveries.csv> [vendor]");
        return ExitCode::from(2);
    };
    let vendor = arguments.next();
    let text = std::fs::read_to_string(path).map_err(|problem| problem.to_string());
    match text.and_then(|text| fit::told(&text, vendor.as_deref())) {
        Ok(answer) => {
            print!("{answer}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
