//! Taking in what a stick brought.
