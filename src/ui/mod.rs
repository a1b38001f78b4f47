//! Everything that is seen.
