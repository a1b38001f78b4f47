//! Everything that is seen: fonts, theme, widgets, the real window, and pictures of the screens.
//!
//! A screen is a pure function of state that returns actions. It begins with [`theme::begin`],
//! paints with [`widgets`], and touches no database, file or clock.

pub mod fonts;
pub mod kiosk;
pub mod office;
pub mod studio;
pub mod theme;
pub mod widgets;
pub mod window;
pub mod worker;
