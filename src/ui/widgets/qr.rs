//! A QR code as one mesh: black modules on white, in every mode, with its quiet zone.

use egui::accesskit::Role;
use egui::epaint::Mesh;
use egui::{Color32, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2};

use super::layout::number;

/// Modules of white around the code (ISO/IEC 18004 asks for four).
const QUIET_MODULES: usize = 4;

/// Paints `modules` (rows of dark = true) in a white square of at most `side` points, `label` said aloud.
///
/// Modules are whole points, so that scanners see sharp edges.
pub fn qr(ui: &mut Ui, modules: &[Vec<bool>], side: f32, label: &str) -> Response {
    let across = modules.len() + QUIET_MODULES * 2;
    let module = (side / number(across)).floor().max(1.0);
    let whole = module * number(across);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(whole), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    let origin = pos2(rect.left().round(), rect.top().round());
    ui.painter().rect_filled(
        Rect::from_min_size(origin, Vec2::splat(whole)),
        0.0,
        Color32::WHITE,
    );
    let mut mesh = Mesh::default();
    for (row, line) in modules.iter().enumerate() {
        let y = origin.y + module * number(row + QUIET_MODULES);
        let mut start = 0;
        // Neighbours in a row become one rectangle: fewer triangles, no seams.
        for run in line.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                let x = origin.x + module * number(start + QUIET_MODULES);
                let dark =
                    Rect::from_min_size(pos2(x, y), Vec2::new(module * number(run.len()), module));
                mesh.add_colored_rect(dark, Color32::BLACK);
            }
            start += run.len();
        }
    }
    ui.painter().add(mesh);
    response
}
