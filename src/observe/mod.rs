//! Observers: whoever wants to see what happens in the plant.
