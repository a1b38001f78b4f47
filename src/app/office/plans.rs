//! The plans an office holds.
