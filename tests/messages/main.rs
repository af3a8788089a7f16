//! Wrong scenarios beside the exact messages they get.
//!
//! Every `cases/<name>.toml` is read and compiled; what it says must equal `cases/<name>.txt`.
//! `REWRITE_MESSAGES=1 cargo test --test messages` writes the texts (and the generated pages)
//! afresh: read every one of them before you keep it.

mod cases;
mod disk;
mod every_key;
mod explain;
mod generated;
mod never_panics;
mod size;
mod slips;
