//! Estimates and intervals. Knows no factory word.
