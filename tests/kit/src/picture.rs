//! Draws what egui_kittest shows with the program's own painter.

use egui_kittest::TestRenderer;
use pingyi::ui::studio::raster::Raster;
use pingyi::ui::theme::Theme;

/// Draws the harness's window with the house's own painter: no GPU, the same bytes everywhere.
#[derive(Default)]
pub struct Picture {
    raster: Raster,
}

impl TestRenderer for Picture {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.raster.apply(delta);
    }

    fn render(
        &mut self,
        ctx: &egui::Context,
        output: &egui::FullOutput,
    ) -> Result<image::RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sizes of windows"
        )]
        let size = [size.x.round() as u32, size.y.round() as u32];
        let triangles = ctx.tessellate(output.shapes.clone(), scale);
        let ground = Theme::of_ctx(ctx).colours.ground;
        Ok(self.raster.paint(&triangles, size, scale, ground))
    }
}
