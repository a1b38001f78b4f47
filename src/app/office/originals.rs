//! Batch files as they came, and what is in them.
