//! What goes back to the kiosks.
