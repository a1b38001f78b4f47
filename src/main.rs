//! Picks a front end, and ends with the exit code of what went wrong.

use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory as _, FromArgMatches as _};

use zeroize::Zeroizing;

use pingyi::app::{AppError, SystemClock, environment, kiosk::Kiosk, owner, private, settings};
use pingyi::cli::{self, Arguments, Request};
use pingyi::fault::Fault;
use pingyi::pen::{Engines, PenError};
use pingyi::ui;
use pingyi::words::{Lang, sentence};

/// What any front end can end with.
struct Failure(Box<dyn Fault>);

impl<F: Fault + 'static> From<F> for Failure {
    fn from(fault: F) -> Self {
        Self(Box::new(fault))
    }
}

fn main() -> ExitCode {
    private::set_umask();
    let environment = environment::take();
    private::keep_memory();
    let matches = Arguments::command().get_matches();
    owner::call_program(cli::program(&matches));
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let lang: Lang = arguments.lang.into();
    match start(arguments, lang, environment) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(fault)) => {
            for sentence in fault.sentences() {
                // Whoever starts the kiosk may read either language: both are said, the chosen one first.
                let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
                eprintln!("{}\n{}", sentence.say(lang), sentence.say(other));
            }
            ExitCode::from(fault.kind().exit_code())
        }
    }
}

fn start(
    arguments: Arguments,
    lang: Lang,
    environment: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    let file = arguments.settings.as_deref();
    let request = Request::from(arguments.command);
    match request {
        Request::KioskWindow => {
            let settings = settings::load(file)?;
            ui::window::check()?;
            let engines = engines(&settings)?;
            let kiosk = Arc::new(Kiosk::open(&settings, Arc::new(SystemClock))?);
            kiosk.note_start();
            Ok(ui::kiosk::run(
                kiosk,
                &settings,
                Arc::new(SystemClock),
                engines,
            )?)
        }
        Request::OfficeWindow(data) => {
            let settings = settings::load(file)?;
            ui::window::check()?;
            let folders = ui::office::OfficeFolders::new(data, &settings);
            let clock = Arc::new(SystemClock);
            Ok(ui::office::run(folders, lang, &settings, clock)?)
        }
        Request::Screens(wanted) => {
            let count = screens(wanted, lang)?;
            let drawn = sentence!("cli-screens-drawn", count = count);
            eprintln!("{}", drawn.say(lang));
            Ok(())
        }
        Request::Run(run) => Ok(cli::run(run, environment, file, lang)?),
    }
}

/// What writes Chinese, where `kiosk.toml` names other data than the program's own.
fn engines(settings: &settings::Settings) -> Result<Option<Arc<Engines>>, AppError> {
    let (pinyin, strokes) = (&settings.pinyin_data, &settings.strokes_data);
    if pinyin.is_none() && strokes.is_none() {
        return Ok(None);
    }
    match Engines::with(pinyin.as_deref(), strokes.as_deref()) {
        Ok(engines) => Ok(Some(Arc::new(engines))),
        Err(source) => {
            let (setting, path) = match &source {
                PenError::Strokes(_) => ("strokes_data", strokes),
                PenError::Pinyin(_) | PenError::Hand(_) => ("pinyin_data", pinyin),
            };
            Err(AppError::PenData {
                setting,
                path: path.clone().unwrap_or_default(),
                source,
            })
        }
    }
}

/// Draws every screen of the kiosk and of the office to PNG.
fn screens(wanted: cli::ScreensArguments, lang: Lang) -> Result<usize, Failure> {
    let look = ui::theme::Look {
        large: wanted.large,
        high_contrast: wanted.high_contrast,
    };
    let mut scenes = ui::studio::kiosk::scenes(lang, look);
    scenes.extend(ui::studio::office::scenes(lang));
    let options = ui::studio::GalleryOptions {
        dir: wanted.dir,
        size: wanted.size,
        look,
    };
    Ok(ui::studio::draw(&options, lang, scenes)?)
}
