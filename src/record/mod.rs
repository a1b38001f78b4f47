//! The office's store.
