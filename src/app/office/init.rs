//! Founding an office, and opening one that is there.
