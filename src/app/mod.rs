//! Use cases that join the rooms below.
