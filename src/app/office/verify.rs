//! A recount from the original batches.
