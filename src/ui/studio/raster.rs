//! Paints egui's triangles on the processor: the same bytes on every machine, without a display.
//!
//! Corners are snapped to 1/256 of a pixel and edges are tested in whole numbers, so that triangles
//! which share an edge neither overlap nor leave a gap. Colours are premultiplied and blended as
//! egui's own painters do it, without going through linear light.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "pixels and colour channels: every value is clamped to its range before it is cast"
)]

use std::collections::HashMap;

use egui::epaint::{ImageData, ImageDelta, Mesh, Primitive, Vertex};
use egui::{ClippedPrimitive, Color32, Rect, TextureFilter, TextureId, TexturesDelta};
use image::RgbaImage;

/// Parts of a pixel to which corners are snapped.
const PARTS: i64 = 256;

/// The textures known so far, and the painter.
#[derive(Default)]
pub struct Raster {
    textures: HashMap<TextureId, Texture>,
    /// Still needed for the picture under way; gone before the next change.
    leaving: Vec<TextureId>,
}

struct Texture {
    width: usize,
    height: usize,
    texels: Vec<Color32>,
    smooth: bool,
}

impl Raster {
    /// A painter that knows no texture yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes over what changed in the textures; `delta` is empty afterwards. Before painting.
    pub fn apply(&mut self, delta: &mut TexturesDelta) {
        for id in self.leaving.drain(..) {
            self.textures.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.change(id, &change);
            }
        }
        self.leaving.extend(delta.free.drain());
    }

    fn change(&mut self, id: TextureId, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let [width, height] = image.size;
        let Some([left, top]) = change.pos else {
            let texture = Texture {
                width,
                height,
                texels: image.pixels.clone(),
                smooth: change.options.magnification == TextureFilter::Linear,
            };
            self.textures.insert(id, texture);
            return;
        };
        let Some(texture) = self.textures.get_mut(&id) else {
            return;
        };
        for (row, line) in image.pixels.chunks_exact(width.max(1)).enumerate() {
            let start = (top + row) * texture.width + left;
            if let Some(place) = texture.texels.get_mut(start..start + width) {
                place.copy_from_slice(line);
            }
        }
    }

    /// Paints `shapes` on a `ground`; `size` in pixels, `scale` in pixels a point.
    #[must_use]
    pub fn paint(
        &self,
        shapes: &[ClippedPrimitive],
        size: [u32; 2],
        scale: f32,
        ground: Color32,
    ) -> RgbaImage {
        let [width, height] = size.map(|side| side as usize);
        let mut canvas = Canvas {
            width,
            height,
            pixels: vec![ground.to_opaque().to_array(); width * height],
        };
        for shape in shapes {
            // Nothing of the house paints by callback.
            let Primitive::Mesh(mesh) = &shape.primitive else {
                continue;
            };
            if let Some(texture) = self.textures.get(&mesh.texture_id) {
                canvas.mesh(mesh, texture, scale, shape.clip_rect);
            }
        }
        let bytes: Vec<u8> = canvas.pixels.into_iter().flatten().collect();
        RgbaImage::from_raw(size[0], size[1], bytes).unwrap_or_default()
    }
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

/// Pixels that may be painted: from, to (exclusive).
#[derive(Clone, Copy)]
struct Clip {
    x: [i64; 2],
    y: [i64; 2],
}

/// What is interpolated over a triangle: red, green, blue, alpha (0–255), then the texture's u and v.
type Paint = [f32; 6];

/// A corner, snapped, and what it carries.
#[derive(Clone, Copy)]
struct Corner {
    x: i64,
    y: i64,
    paint: Paint,
}

impl Corner {
    fn new(vertex: &Vertex, scale: f32) -> Self {
        let snap = |points: f32| (points * scale * PARTS as f32).round() as i64;
        let [r, g, b, a] = vertex.color.to_array().map(f32::from);
        Self {
            x: snap(vertex.pos.x),
            y: snap(vertex.pos.y),
            paint: [r, g, b, a, vertex.uv.x, vertex.uv.y],
        }
    }
}

/// One side of a triangle as `start + x · across + y · down`, at centres of pixels; positive inside.
#[derive(Clone, Copy)]
struct Edge {
    start: i64,
    across: i64,
    down: i64,
    /// 0 where a pixel centre on this very side belongs to the triangle, else 1.
    least: i64,
}

impl Edge {
    fn new(from: Corner, to: Corner) -> Self {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let half = PARTS / 2;
        let top_or_left = dy < 0 || (dy == 0 && dx > 0);
        Self {
            start: dx * (half - from.y) - dy * (half - from.x),
            across: -dy * PARTS,
            down: dx * PARTS,
            least: i64::from(!top_or_left),
        }
    }

    /// Narrows `span` to the pixels of row `y` on the inner side.
    fn narrow(self, y: i64, span: &mut [i64; 2]) {
        let here = self.start + y * self.down - self.least;
        match self.across {
            0 if here >= 0 => {}
            0 => span[1] = span[0],
            // The first x with here + x · across >= 0.
            up @ 1.. => span[0] = span[0].max(-here.div_euclid(up)),
            // The last x with here >= x · -across, and one on.
            down => span[1] = span[1].min(here.div_euclid(-down) + 1),
        }
    }
}

impl Canvas {
    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, scale: f32, clip: Rect) {
        let side = |from: f32, to: f32, most: usize| {
            let most = most as f32;
            let edge = |points: f32| (points * scale).round().clamp(0.0, most) as i64;
            [edge(from), edge(to)]
        };
        let clip = Clip {
            x: side(clip.min.x, clip.max.x, self.width),
            y: side(clip.min.y, clip.max.y, self.height),
        };
        let corner = |index: u32| {
            let vertex = mesh.vertices.get(index as usize)?;
            Some(Corner::new(vertex, scale))
        };
        for triangle in mesh.indices.chunks_exact(3) {
            if let [a, b, c] = *triangle
                && let (Some(a), Some(b), Some(c)) = (corner(a), corner(b), corner(c))
            {
                self.triangle(a, b, c, texture, clip);
            }
        }
    }

    fn triangle(&mut self, a: Corner, b: Corner, c: Corner, texture: &Texture, clip: Clip) {
        let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        let (b, c) = if area < 0 { (c, b) } else { (b, c) };
        if area == 0 {
            return;
        }
        // The edge opposite a corner weighs that corner.
        let edges = [Edge::new(b, c), Edge::new(c, a), Edge::new(a, b)];
        let flat = [b, c].iter().all(|corner| same(corner.paint, a.paint));
        let slope = Slope::new([a, b, c], edges, area.abs() as f32);
        let top = a.y.min(b.y).min(c.y).div_euclid(PARTS);
        let bottom = a.y.max(b.y).max(c.y).div_euclid(PARTS) + 1;
        for y in top.max(clip.y[0])..bottom.min(clip.y[1]) {
            let mut span = clip.x;
            for edge in edges {
                edge.narrow(y, &mut span);
            }
            let [from, to] = span;
            if from >= to {
                continue;
            }
            let start = y as usize * self.width;
            let Some(row) = self
                .pixels
                .get_mut(start + from as usize..start + to as usize)
            else {
                continue;
            };
            if flat {
                fill(row, texture.shade(a.paint));
            } else {
                for (x, pixel) in (from..).zip(row) {
                    blend(pixel, texture.shade(slope.at(x, y)));
                }
            }
        }
    }
}

/// How the paint changes over a triangle.
struct Slope {
    start: Paint,
    across: Paint,
    down: Paint,
    origin: [i64; 2],
}

impl Slope {
    fn new(corners: [Corner; 3], edges: [Edge; 3], area: f32) -> Self {
        // Measured from a pixel inside the picture's neighbourhood of the triangle: whole numbers up
        // to there, so that far corners cost no precision.
        let [first, ..] = corners;
        let origin = [first.x.div_euclid(PARTS), first.y.div_euclid(PARTS)];
        let mut slope = Self {
            start: [0.0; 6],
            across: [0.0; 6],
            down: [0.0; 6],
            origin,
        };
        for (corner, edge) in corners.into_iter().zip(edges) {
            let here = edge.start + origin[0] * edge.across + origin[1] * edge.down;
            let weights = [here, edge.across, edge.down].map(|weight| weight as f32 / area);
            let into = [&mut slope.start, &mut slope.across, &mut slope.down];
            for (sum, weight) in into.into_iter().zip(weights) {
                for (sum, part) in sum.iter_mut().zip(corner.paint) {
                    *sum += weight * part;
                }
            }
        }
        slope
    }

    fn at(&self, x: i64, y: i64) -> Paint {
        let x = (x - self.origin[0]) as f32;
        let y = (y - self.origin[1]) as f32;
        let mut paint = self.start;
        let steps = self.across.iter().zip(self.down);
        for (value, (across, down)) in paint.iter_mut().zip(steps) {
            *value += x * across + y * down;
        }
        paint
    }
}

impl Texture {
    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        self.texels
            .get(y * self.width + x)
            .map_or([0.0; 4], |texel| texel.to_array().map(f32::from))
    }

    /// The paint times the texture there: premultiplied channels, 0–255.
    fn shade(&self, paint: Paint) -> [f32; 4] {
        let [red, green, blue, alpha, across, down] = paint;
        let (x, y) = (across * self.width as f32, down * self.height as f32);
        let sample = if self.smooth {
            let (x, y) = (x - 0.5, y - 0.5);
            let (left, top) = (x.floor(), y.floor());
            let (right_share, bottom_share) = (x - left, y - top);
            let (left, top) = (left as i64, top as i64);
            let upper = mix(
                self.texel(left, top),
                self.texel(left + 1, top),
                right_share,
            );
            if bottom_share < 1e-3 {
                upper
            } else {
                let lower = [left, left + 1].map(|x| self.texel(x, top + 1));
                mix(upper, mix(lower[0], lower[1], right_share), bottom_share)
            }
        } else {
            self.texel(x.floor() as i64, y.floor() as i64)
        };
        let mut shade = [red, green, blue, alpha];
        for (value, texel) in shade.iter_mut().zip(sample) {
            *value *= texel / 255.0;
        }
        shade
    }
}

/// The very same numbers: egui gives all corners of a flat shape one colour and one texel.
fn same(one: Paint, other: Paint) -> bool {
    one.map(f32::to_bits) == other.map(f32::to_bits)
}

fn mix(one: [f32; 4], other: [f32; 4], share: f32) -> [f32; 4] {
    let mut mixed = one;
    for (value, other) in mixed.iter_mut().zip(other) {
        *value += (other - *value) * share;
    }
    mixed
}

fn fill(row: &mut [[u8; 4]], shade: [f32; 4]) {
    if shade[3] >= 254.5 {
        let [r, g, b] = [shade[0], shade[1], shade[2]].map(channel);
        row.fill([r, g, b, 255]);
    } else {
        for pixel in row {
            blend(pixel, shade);
        }
    }
}

fn blend(pixel: &mut [u8; 4], shade: [f32; 4]) {
    let stays = 1.0 - (shade[3] / 255.0).clamp(0.0, 1.0);
    for (under, over) in pixel.iter_mut().zip(shade).take(3) {
        *under = channel(over + f32::from(*under) * stays);
    }
}

fn channel(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use egui::epaint::textures::TextureOptions;
    use egui::epaint::{ColorImage, ImageDelta};
    use egui::{Pos2, pos2};

    use super::*;

    fn raster() -> Raster {
        let mut raster = Raster::new();
        let mut delta = TexturesDelta::default();
        let white = ColorImage::filled([1, 1], Color32::WHITE);
        delta.push(
            TextureId::default(),
            ImageDelta::full(white, TextureOptions::LINEAR),
        );
        raster.apply(&mut delta);
        raster
    }

    fn fan(points: &[Pos2], colour: Color32) -> ClippedPrimitive {
        let mut mesh = Mesh::default();
        for point in points {
            mesh.colored_vertex(*point, colour);
        }
        for last in 2..points.len() {
            let last = u32::try_from(last).unwrap();
            mesh.add_triangle(0, last - 1, last);
        }
        ClippedPrimitive {
            clip_rect: Rect::EVERYTHING,
            primitive: Primitive::Mesh(mesh),
        }
    }

    #[test]
    fn triangles_that_share_an_edge_cover_each_pixel_once() {
        // Half-transparent: a pixel painted twice would be darker, one left out lighter.
        let veil = Color32::from_black_alpha(128);
        for shift in [0.0, 0.13, 0.5, 0.77] {
            let centre = pos2(20.0 + shift, 20.0 - shift);
            let mut points = vec![centre];
            for step in 0..=12_u8 {
                let angle = f32::from(step) / 12.0 * std::f32::consts::TAU;
                points.push(centre + 60.0 * egui::Vec2::angled(angle));
            }
            let picture = raster().paint(&[fan(&points, veil)], [40, 40], 1.0, Color32::WHITE);
            let first = *picture.get_pixel(0, 0);
            assert!((126..=128).contains(&first.0[0]), "{first:?}");
            assert!(picture.pixels().all(|pixel| *pixel == first), "at {shift}");
        }
    }

    #[test]
    fn a_square_lies_where_it_is_put() {
        let square = [
            pos2(2.0, 3.0),
            pos2(6.0, 3.0),
            pos2(6.0, 8.0),
            pos2(2.0, 8.0),
        ];
        let mut shape = fan(&square, Color32::RED);
        shape.clip_rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(5.0, 20.0));
        let picture = raster().paint(&[shape], [20, 20], 2.0, Color32::WHITE);
        for (x, y, pixel) in picture.enumerate_pixels() {
            let inside = (4..10).contains(&x) && (6..16).contains(&y);
            let expected = if inside { Color32::RED } else { Color32::WHITE };
            assert_eq!(pixel.0, expected.to_array(), "{x} {y}");
        }
    }
}
