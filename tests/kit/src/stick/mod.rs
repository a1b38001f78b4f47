//! Sticks that are pulled, full, slow, lying or cut off.

pub mod apart;
pub mod fuse;
pub mod guarded;
pub mod scene;
pub mod vfat;
