//! Who may bring batches, and who is late.
