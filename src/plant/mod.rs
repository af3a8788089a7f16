//! One replication: states, rules, events.
