//! Simulated writers to train on. (The hands a model is judged by are another simulation, `distort`.)

use super::{Glyph, Rng};
use crate::hand::{Stroke, resample};

/// How somebody writes one character.
#[derive(Debug, Clone, Copy)]
struct Writer {
    loose: f32,
    joins: f32,
    drops: f32,
    tremor: f32,
    /// How far one tremble outlasts the next, 0 to 1.
    drag: f32,
    rounding: usize,
}

impl Writer {
    fn any(ease: f32, rng: &mut Rng) -> Self {
        let rarely = |rng: &mut Rng, share: f32, most: f32| {
            if rng.unit() < share {
                rng.unit() * most
            } else {
                0.0
            }
        };
        Self {
            loose: (0.4 + 1.1 * rng.unit()) * ease,
            joins: rarely(rng, 0.5, 0.75 * ease),
            drops: rng.unit() * 0.7,
            tremor: 0.002 + rarely(rng, 0.4, 0.02 * ease),
            drag: rng.unit() * 0.9,
            rounding: below(rng, 5),
        }
    }
}

/// A whole number below `end`.
pub(super) fn below(rng: &mut Rng, end: usize) -> usize {
    ((rng.unit() * end as f32) as usize).min(end.saturating_sub(1))
}

/// The glyph in some hand, tamer below an `ease` of 1. The same numbers give the same ink.
#[must_use]
pub(super) fn write(glyph: &Glyph, ease: f32, rng: &mut Rng) -> Vec<Stroke> {
    let writer = Writer::any(ease, rng);
    // A thinned font has pieces instead of strokes: torn apart they would be no character.
    let loose = writer.loose * if glyph.ordered { 1.0 } else { 0.4 };
    let mut strokes: Vec<Stroke> = glyph.strokes.clone();
    for stroke in &mut strokes {
        reshape(stroke, loose, &writer, glyph.ordered, rng);
    }
    for _ in 0..below(rng, 3) {
        part(&mut strokes, glyph.ordered, writer.loose, rng);
    }
    let mut strokes = if glyph.ordered {
        disorder(&mut strokes, rng);
        connect(strokes, &writer, rng)
    } else {
        strokes
    };
    if !glyph.ordered {
        for stroke in &mut strokes {
            if rng.unit() < 0.2 {
                stroke.reverse();
            }
        }
    }
    if strokes.len() > 1 && rng.unit() < 0.08 {
        let at = below(rng, strokes.len());
        split(&mut strokes, at, rng);
    }
    warp(&mut strokes, writer.loose, rng);
    for stroke in &mut strokes {
        tremble(stroke, &writer, rng);
    }
    report(&mut strokes, rng);
    strokes
}

fn middle(stroke: &[[f32; 2]]) -> [f32; 2] {
    let count = stroke.len().max(1) as f32;
    [0, 1].map(|i| stroke.iter().map(|point| point[i]).sum::<f32>() / count)
}

fn smooth(stroke: &mut Stroke, passes: usize) {
    for _ in 0..passes {
        let before = stroke.clone();
        for at in 1..stroke.len().saturating_sub(1) {
            stroke[at] =
                [0, 1].map(|i| (before[at - 1][i] + 2.0 * before[at][i] + before[at + 1][i]) / 4.0);
        }
    }
}

/// One stroke: cut, bent, rounded, moved, turned, stretched.
fn reshape(stroke: &mut Stroke, loose: f32, writer: &Writer, whole: bool, rng: &mut Rng) {
    if whole && stroke.len() > 8 && rng.unit() < writer.drops {
        let cut = stroke.len() / (7 + below(rng, 5));
        stroke.truncate(stroke.len() - cut);
        if rng.unit() < 0.3 {
            stroke.drain(..cut);
        }
    }
    let (Some(first), Some(last)) = (stroke.first().copied(), stroke.last().copied()) else {
        return;
    };
    smooth(stroke, writer.rounding + below(rng, 3));
    let chord = [last[0] - first[0], last[1] - first[1]];
    let bend = rng.about(0.06 * loose);
    let pull = if rng.unit() < 0.2 {
        rng.unit() * 0.7 * loose.min(1.0)
    } else {
        0.0
    };
    let steps = (stroke.len() - 1).max(1) as f32;
    for (at, point) in stroke.iter_mut().enumerate() {
        let t = at as f32 / steps;
        let bow = 4.0 * t * (1.0 - t) * bend;
        *point = [
            point[0] + pull * (first[0] + chord[0] * t - point[0]) - chord[1] * bow,
            point[1] + pull * (first[1] + chord[1] * t - point[1]) + chord[0] * bow,
        ];
    }
    let centre = middle(stroke);
    let shift = [rng.about(0.024 * loose), rng.about(0.024 * loose)];
    // Short strokes vary most.
    let span = chord[0].hypot(chord[1]);
    let size = 1.0 + rng.about((0.1 + 0.1 * (0.3 - span).max(0.0)) * loose);
    let (sin, cos) = rng.about(0.09 * loose).sin_cos();
    for point in stroke.iter_mut() {
        let [x, y] = [(point[0] - centre[0]) * size, (point[1] - centre[1]) * size];
        *point = [
            centre[0] + x * cos - y * sin + shift[0],
            centre[1] + x * sin + y * cos + shift[1],
        ];
    }
}

/// A component: some strokes that follow each other (or lie on one side) move and stretch together.
fn part(strokes: &mut [Stroke], ordered: bool, loose: f32, rng: &mut Rng) {
    let count = strokes.len();
    if count < 2 {
        return;
    }
    let cut = 1 + below(rng, count - 1);
    let (axis, limit) = (below(rng, 2), 0.25 + 0.5 * rng.unit());
    let second = rng.unit() < 0.5;
    let chosen: Vec<usize> = (0..count)
        .filter(|at| {
            if ordered {
                (*at < cut) != second
            } else {
                (middle(&strokes[*at])[axis] < limit) != second
            }
        })
        .collect();
    let all: Stroke = chosen.iter().flat_map(|at| strokes[*at].clone()).collect();
    if all.is_empty() {
        return;
    }
    let bound = |i: usize| {
        let low = all
            .iter()
            .map(|point| point[i])
            .fold(f32::INFINITY, f32::min);
        let high = all
            .iter()
            .map(|point| point[i])
            .fold(f32::NEG_INFINITY, f32::max);
        low.midpoint(high)
    };
    let centre = [bound(0), bound(1)];
    let shift = [rng.about(0.04 * loose), rng.about(0.04 * loose)];
    let size = [1.0 + rng.about(0.14 * loose), 1.0 + rng.about(0.14 * loose)];
    let turn = rng.about(0.06 * loose);
    for at in chosen {
        for point in &mut strokes[at] {
            let [x, y] = [point[0] - centre[0], point[1] - centre[1]];
            *point = [
                centre[0] + x * size[0] - y * turn + shift[0],
                centre[1] + y * size[1] + x * turn + shift[1],
            ];
        }
    }
}

fn disorder(strokes: &mut [Stroke], rng: &mut Rng) {
    if rng.unit() < 0.25 {
        for at in (1..strokes.len()).rev() {
            if rng.unit() < 0.25 {
                strokes.swap(at, at - 1);
            }
        }
    }
    if rng.unit() < 0.12 {
        for stroke in strokes {
            if rng.unit() < 0.2 {
                stroke.reverse();
            }
        }
    }
}

/// Leaves the pen down between strokes, rounding what lies between.
fn connect(strokes: Vec<Stroke>, writer: &Writer, rng: &mut Rng) -> Vec<Stroke> {
    let mut joined: Vec<Stroke> = Vec::new();
    for mut stroke in strokes {
        let gap = joined
            .last()
            .and_then(|last| last.last())
            .zip(stroke.first())
            .map_or(9.0, |(end, start)| {
                (end[0] - start[0]).hypot(end[1] - start[1])
            });
        let chance = writer.joins * (1.15 - gap).clamp(0.0, 1.0);
        match joined.last_mut() {
            Some(last) if rng.unit() < chance => {
                let hurry = rng.unit() * 0.2;
                last.truncate(last.len() - (last.len() as f32 * hurry * rng.unit()) as usize);
                stroke.drain(..(stroke.len() as f32 * hurry * rng.unit()) as usize);
                let from = last.len().saturating_sub(5);
                let (Some(a), Some(b)) = (last.last().copied(), stroke.first().copied()) else {
                    continue;
                };
                let line = resample(&[a, b], 0.02);
                last.extend(line.into_iter().skip(1));
                last.extend(stroke);
                let mut tail = last.split_off(from);
                smooth(&mut tail, writer.rounding * 2);
                last.extend(tail);
            }
            _ => joined.push(stroke),
        }
    }
    joined
}

/// One stroke in two, with a little gap or overlap.
fn split(strokes: &mut Vec<Stroke>, at: usize, rng: &mut Rng) {
    let stroke = &mut strokes[at];
    if stroke.len() < 8 {
        return;
    }
    let mut second = stroke.split_off(2 + below(rng, stroke.len() - 4));
    let shift = [rng.about(0.015), rng.about(0.015)];
    for point in &mut second {
        *point = [point[0] + shift[0], point[1] + shift[1]];
    }
    strokes.insert(at + 1, second);
}

/// The character as a whole: slant, turn, width, perspective, unequal parts.
fn warp(strokes: &mut [Stroke], loose: f32, rng: &mut Rng) {
    let slant = rng.about(0.1 * loose);
    let rise = rng.about(0.11 * loose);
    let (sin, cos) = rng.about(0.06).sin_cos();
    let aspect = 1.0 + rng.about(0.14);
    let narrow = [rng.about(0.16 * loose), rng.about(0.16 * loose)];
    let slow: [f32; 4] = std::array::from_fn(|_| rng.about(0.028 * loose));
    let quick: [f32; 4] = std::array::from_fn(|_| rng.about(0.012 * loose));
    let phase: [f32; 4] = std::array::from_fn(|_| rng.unit() * std::f32::consts::TAU);
    let tau = std::f32::consts::TAU;
    for point in strokes.iter_mut().flatten() {
        let [x, y] = point.map(|value| value - 0.5);
        let x2 = x * (1.0 + narrow[0] * y)
            + slant * y
            + slow[0] * (tau * x + phase[0]).sin()
            + slow[1] * (tau * y + phase[1]).sin()
            + quick[0] * (2.0 * tau * x + phase[2]).sin()
            + quick[1] * (2.0 * tau * y + phase[3]).sin();
        let y2 = y * (1.0 + narrow[1] * x)
            + rise * x
            + slow[2] * (tau * y + phase[2]).sin()
            + slow[3] * (tau * x + phase[3]).sin()
            + quick[2] * (2.0 * tau * y + phase[0]).sin()
            + quick[3] * (2.0 * tau * x + phase[1]).sin();
        *point = [(x2 * cos - y2 * sin) * aspect, x2 * sin + y2 * cos];
    }
}

/// Trembling that belongs together along the stroke, not a point at a time.
fn tremble(stroke: &mut Stroke, writer: &Writer, rng: &mut Rng) {
    let fresh = (1.0 - writer.drag * writer.drag).sqrt() * writer.tremor;
    let mut off = [rng.about(writer.tremor), rng.about(writer.tremor)];
    for point in stroke {
        off = off.map(|value| value * writer.drag + rng.about(fresh));
        *point = [point[0] + off[0], point[1] + off[1]];
    }
}

/// What a device makes of it: fewer points, whole numbers, points twice.
fn report(strokes: &mut [Stroke], rng: &mut Rng) {
    let keep = if rng.unit() < 0.35 {
        2 + below(rng, 5)
    } else {
        1
    };
    let grid = if rng.unit() < 0.5 {
        0.0
    } else {
        60.0 + 240.0 * rng.unit()
    };
    for stroke in strokes {
        let last = stroke.len().saturating_sub(1);
        let mut at = 0;
        stroke.retain(|_| {
            at += 1;
            (at - 1) % keep == 0 || at - 1 == last
        });
        if grid > 0.0 {
            for point in stroke {
                *point = point.map(|value| (value * grid).round() / grid);
            }
        }
    }
}
