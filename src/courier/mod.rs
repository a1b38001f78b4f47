//! What travels: sealing, signing, batches, packs, removable drives.
