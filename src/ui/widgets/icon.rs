//! Signs drawn with lines, so that they match the type at every size and need no glyph.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

/// A sign beside a word. Never alone where a word fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Icon {
    /// Back.
    Left,
    /// Onwards.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
    /// Done, chosen.
    Tick,
    /// Close, refused.
    Cross,
    /// Plain information.
    Info,
    /// Help.
    Help,
    /// Read aloud.
    Aloud,
    /// Something to heed.
    Warn,
    /// The first page.
    Home,
    /// Erase the character before the caret.
    Erase,
    /// Upper case.
    Shift,
    /// New line.
    Enter,
    /// Language.
    Globe,
    /// Large type.
    Type,
    /// High contrast.
    Contrast,
    /// Time, waiting.
    Clock,
    /// Sealed, private.
    Lock,
    /// A removable stick.
    Stick,
    /// A receipt.
    Receipt,
    /// The notice board.
    Board,
    /// Write.
    Pencil,
    /// Look up.
    Search,
    /// A person.
    Person,
    /// A place or a building.
    Building,
    /// Several sheets.
    Sheets,
    /// To and fro: synchronise.
    Sync,
}

struct Pen<'a> {
    painter: &'a Painter,
    origin: Pos2,
    unit: f32,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.origin + vec2(x, y) * self.unit
    }

    fn line(&self, points: &[(f32, f32)]) {
        let points: Vec<Pos2> = points.iter().map(|(x, y)| self.at(*x, *y)).collect();
        // Round ends and joints: egui's are square.
        for point in &points {
            self.painter
                .circle_filled(*point, self.stroke.width / 2.0, self.stroke.color);
        }
        self.painter.add(Shape::line(points, self.stroke));
    }

    fn ring(&self, x: f32, y: f32, radius: f32) {
        self.painter
            .circle_stroke(self.at(x, y), radius * self.unit, self.stroke);
    }

    fn dot(&self, x: f32, y: f32, radius: f32) {
        self.painter
            .circle_filled(self.at(x, y), radius * self.unit, self.stroke.color);
    }

    fn frame(&self, x: f32, y: f32, width: f32, height: f32) {
        let rect = Rect::from_min_size(self.at(x, y), Vec2::new(width, height) * self.unit);
        self.painter
            .rect_stroke(rect, 1.5 * self.unit, self.stroke, egui::StrokeKind::Middle);
    }

    fn arc(&self, x: f32, y: f32, radius: f32, from: f32, to: f32) {
        let points = (0_u8..=16)
            .map(|step| {
                let turn = from + (to - from) * f32::from(step) / 16.0;
                (
                    x + radius * (turn * std::f32::consts::TAU).cos(),
                    y + radius * (turn * std::f32::consts::TAU).sin(),
                )
            })
            .collect::<Vec<_>>();
        self.line(&points);
    }
}

/// Draws `icon` in the largest square inside `rect`, on a grid of 24 × 24.
pub fn paint(painter: &Painter, icon: Icon, rect: Rect, colour: Color32) {
    let side = rect.size().min_elem();
    let unit = side / 24.0;
    let pen = Pen {
        painter,
        origin: rect.center() - Vec2::splat(side / 2.0),
        unit,
        stroke: Stroke::new((2.2 * unit).max(1.5), colour),
    };
    if !arrows(&pen, icon) && !signs(&pen, icon) {
        things(&pen, icon);
    }
}

fn arrows(pen: &Pen<'_>, icon: Icon) -> bool {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "one third of the icons each"
    )]
    match icon {
        Icon::Left => pen.line(&[(15.0, 4.0), (7.0, 12.0), (15.0, 20.0)]),
        Icon::Right => pen.line(&[(9.0, 4.0), (17.0, 12.0), (9.0, 20.0)]),
        Icon::Up => pen.line(&[(4.0, 15.0), (12.0, 7.0), (20.0, 15.0)]),
        Icon::Down => pen.line(&[(4.0, 9.0), (12.0, 17.0), (20.0, 9.0)]),
        Icon::Shift => {
            pen.line(&[
                (12.0, 4.0),
                (3.5, 12.5),
                (8.0, 12.5),
                (8.0, 19.0),
                (16.0, 19.0),
                (16.0, 12.5),
                (20.5, 12.5),
                (12.0, 4.0),
            ]);
        }
        Icon::Enter => {
            pen.line(&[(20.0, 5.0), (20.0, 14.0), (5.0, 14.0)]);
            pen.line(&[(10.0, 9.0), (5.0, 14.0), (10.0, 19.0)]);
        }
        Icon::Erase => {
            pen.line(&[
                (8.5, 5.0),
                (21.5, 5.0),
                (21.5, 19.0),
                (8.5, 19.0),
                (2.0, 12.0),
                (8.5, 5.0),
            ]);
            pen.line(&[(11.0, 9.0), (17.0, 15.0)]);
            pen.line(&[(17.0, 9.0), (11.0, 15.0)]);
        }
        Icon::Sync => {
            pen.line(&[(3.0, 8.5), (20.0, 8.5), (15.5, 4.0)]);
            pen.line(&[(21.0, 15.5), (4.0, 15.5), (8.5, 20.0)]);
        }
        _ => return false,
    }
    true
}

fn signs(pen: &Pen<'_>, icon: Icon) -> bool {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "one third of the icons each"
    )]
    match icon {
        Icon::Tick => pen.line(&[(4.5, 12.5), (10.0, 18.0), (20.0, 6.5)]),
        Icon::Cross => {
            pen.line(&[(6.0, 6.0), (18.0, 18.0)]);
            pen.line(&[(18.0, 6.0), (6.0, 18.0)]);
        }
        Icon::Info => {
            pen.ring(12.0, 12.0, 9.5);
            pen.line(&[(12.0, 11.0), (12.0, 16.5)]);
            pen.dot(12.0, 7.4, 1.4);
        }
        Icon::Help => {
            pen.ring(12.0, 12.0, 9.5);
            pen.arc(12.0, 9.6, 3.1, 0.5, 1.17);
            pen.line(&[(13.4, 12.2), (12.0, 13.4), (12.0, 14.6)]);
            pen.dot(12.0, 17.6, 1.4);
        }
        Icon::Aloud => {
            pen.line(&[
                (3.0, 9.0),
                (7.0, 9.0),
                (12.0, 4.5),
                (12.0, 19.5),
                (7.0, 15.0),
                (3.0, 15.0),
                (3.0, 9.0),
            ]);
            pen.arc(12.0, 12.0, 5.0, -0.125, 0.125);
            pen.arc(12.0, 12.0, 9.5, -0.125, 0.125);
        }
        Icon::Warn => {
            pen.line(&[(12.0, 3.0), (22.0, 20.5), (2.0, 20.5), (12.0, 3.0)]);
            pen.line(&[(12.0, 9.5), (12.0, 14.0)]);
            pen.dot(12.0, 17.3, 1.3);
        }
        Icon::Clock => {
            pen.ring(12.0, 12.0, 9.5);
            pen.line(&[(12.0, 6.5), (12.0, 12.0), (16.0, 14.5)]);
        }
        Icon::Globe => {
            pen.ring(12.0, 12.0, 9.5);
            pen.line(&[(2.5, 12.0), (21.5, 12.0)]);
            pen.painter.add(Shape::ellipse_stroke(
                pen.at(12.0, 12.0),
                vec2(4.2, 9.5) * pen.unit,
                pen.stroke,
            ));
        }
        Icon::Type => {
            pen.line(&[(2.5, 19.5), (8.5, 4.5), (14.5, 19.5)]);
            pen.line(&[(5.0, 14.5), (12.0, 14.5)]);
            pen.line(&[(19.0, 8.0), (19.0, 16.0)]);
            pen.line(&[(15.8, 12.0), (22.2, 12.0)]);
        }
        Icon::Contrast => {
            pen.ring(12.0, 12.0, 9.5);
            let half = (0_u8..=24)
                .map(|step| {
                    let turn = (f32::from(step) / 48.0 + 0.25) * std::f32::consts::TAU;
                    pen.at(12.0 + 9.5 * turn.cos(), 12.0 + 9.5 * turn.sin())
                })
                .collect();
            pen.painter
                .add(Shape::convex_polygon(half, pen.stroke.color, Stroke::NONE));
        }
        Icon::Search => {
            pen.ring(10.5, 10.5, 7.0);
            pen.line(&[(15.8, 15.8), (21.0, 21.0)]);
        }
        _ => return false,
    }
    true
}

fn things(pen: &Pen<'_>, icon: Icon) {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "one third of the icons each"
    )]
    match icon {
        Icon::Home => {
            pen.line(&[(2.5, 11.5), (12.0, 3.5), (21.5, 11.5)]);
            pen.line(&[(5.5, 10.0), (5.5, 20.5), (18.5, 20.5), (18.5, 10.0)]);
            pen.line(&[(12.0, 20.5), (12.0, 14.5)]);
        }
        Icon::Lock => {
            pen.frame(4.5, 10.5, 15.0, 10.5);
            pen.arc(12.0, 9.0, 4.5, 0.5, 1.0);
            pen.line(&[(7.5, 9.0), (7.5, 10.5)]);
            pen.line(&[(16.5, 9.0), (16.5, 10.5)]);
            pen.line(&[(12.0, 14.5), (12.0, 17.0)]);
        }
        Icon::Stick => {
            pen.frame(6.0, 9.0, 12.0, 13.0);
            pen.frame(8.5, 2.5, 7.0, 6.5);
            pen.dot(12.0, 15.5, 1.7);
        }
        Icon::Receipt => {
            pen.line(&[
                (5.0, 21.5),
                (5.0, 2.5),
                (19.0, 2.5),
                (19.0, 21.5),
                (15.5, 19.0),
                (12.0, 21.5),
                (8.5, 19.0),
                (5.0, 21.5),
            ]);
            pen.line(&[(9.0, 8.0), (15.0, 8.0)]);
            pen.line(&[(9.0, 12.5), (15.0, 12.5)]);
        }
        Icon::Board => {
            pen.frame(3.0, 4.0, 18.0, 14.0);
            pen.line(&[(7.0, 9.0), (17.0, 9.0)]);
            pen.line(&[(7.0, 13.0), (13.0, 13.0)]);
            pen.line(&[(8.0, 22.0), (9.0, 18.5)]);
            pen.line(&[(16.0, 22.0), (15.0, 18.5)]);
        }
        Icon::Pencil => {
            pen.line(&[
                (4.0, 20.0),
                (5.0, 15.0),
                (16.5, 3.5),
                (20.5, 7.5),
                (9.0, 19.0),
                (4.0, 20.0),
            ]);
            pen.line(&[(13.5, 6.5), (17.5, 10.5)]);
        }
        Icon::Person => {
            pen.ring(12.0, 7.5, 4.5);
            pen.arc(12.0, 21.0, 8.0, 0.5, 1.0);
        }
        Icon::Building => {
            pen.line(&[(5.0, 21.0), (5.0, 3.5), (15.0, 3.5), (15.0, 21.0)]);
            pen.line(&[(15.0, 10.0), (20.0, 10.0), (20.0, 21.0)]);
            pen.line(&[(2.5, 21.0), (21.5, 21.0)]);
            for y in [8.0, 12.0, 16.0] {
                pen.dot(8.5, y, 1.1);
                pen.dot(11.8, y, 1.1);
            }
        }
        Icon::Sheets => {
            pen.frame(8.0, 2.5, 12.5, 15.5);
            pen.line(&[(4.0, 7.0), (4.0, 21.5), (15.5, 21.5)]);
            pen.line(&[(11.5, 8.0), (17.0, 8.0)]);
            pen.line(&[(11.5, 12.5), (17.0, 12.5)]);
        }
        _ => {}
    }
}

/// The square of `side` points centred in `rect`.
#[must_use]
pub fn square(rect: Rect, side: f32) -> Rect {
    Rect::from_center_size(rect.center(), Vec2::splat(side))
}

/// A filled circle with a tick: chosen, done.
pub fn paint_done(painter: &Painter, centre: Pos2, radius: f32, fill: Color32, ink: Color32) {
    painter.circle_filled(centre, radius, fill);
    let rect = Rect::from_center_size(pos2(centre.x, centre.y), Vec2::splat(radius * 1.25));
    paint(painter, Icon::Tick, rect, ink);
}
