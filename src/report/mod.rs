//! Results for people and programs: text, JSON, CSV, SVG. Knows no files and no terminals.
