//! Picks a front end, and maps each kind of failure to its exit code.

use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory as _, FromArgMatches as _};

use pingyi::app::{AppError, ErrorKind, SystemClock, kiosk::Kiosk, owner, private, settings};
use pingyi::cli::{self, Arguments, CliError, Request};
use pingyi::pen::Engines;
use pingyi::ui;
use pingyi::words::{Lang, Sentence};

/// What any front end can end with.
enum Failure {
    Command(CliError),
    Window(ui::window::WindowError),
    Gallery(ui::studio::GalleryError),
}

impl From<CliError> for Failure {
    fn from(error: CliError) -> Self {
        Self::Command(error)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::Command(error.into())
    }
}

impl From<settings::SettingsError> for Failure {
    fn from(error: settings::SettingsError) -> Self {
        AppError::from(error).into()
    }
}

impl From<ui::window::WindowError> for Failure {
    fn from(error: ui::window::WindowError) -> Self {
        Self::Window(error)
    }
}

impl From<ui::studio::GalleryError> for Failure {
    fn from(error: ui::studio::GalleryError) -> Self {
        Self::Gallery(error)
    }
}

impl Failure {
    fn sentences(&self) -> Vec<Sentence> {
        match self {
            Self::Command(CliError::App(AppError::Settings(error))) => error.sentences(),
            Self::Command(error) => vec![error.sentence()],
            Self::Window(error) => vec![error.sentence()],
            Self::Gallery(error) => vec![error.sentence()],
        }
    }

    /// One code a kind, listed in the README; 2 is clap's own for a command line it cannot read.
    fn exit_code(&self) -> u8 {
        let kind = match self {
            Self::Command(error) => error.kind(),
            Self::Window(_) => return 20,
            Self::Gallery(_) => ErrorKind::Disk,
        };
        match kind {
            ErrorKind::Input => 3,
            ErrorKind::Settings => 4,
            ErrorKind::Store => 5,
            ErrorKind::Disk => 6,
            ErrorKind::Stick => 7,
            ErrorKind::Refused => 8,
            ErrorKind::Secret => 9,
            ErrorKind::NotNow => 10,
            ErrorKind::NotFound => 11,
            ErrorKind::Differs => 12,
        }
    }
}

fn main() -> ExitCode {
    private::set_umask();
    let matches = Arguments::command().get_matches();
    owner::call_program(cli::program(&matches));
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let lang: Lang = arguments.lang.into();
    match start(arguments, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for sentence in failure.sentences() {
                // Whoever starts the kiosk may read either language: both are said, the chosen one first.
                let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
                eprintln!("{}\n{}", sentence.say(lang), sentence.say(other));
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

fn start(arguments: Arguments, lang: Lang) -> Result<(), Failure> {
    let file = arguments.settings.as_deref();
    let request = Request::from(arguments.command);
    match request {
        Request::KioskWindow => {
            let settings = settings::load(file)?;
            ui::window::check()?;
            let engines = engines(&settings)?;
            let kiosk = Arc::new(Kiosk::open(&settings, Arc::new(SystemClock))?);
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
            let place = ui::office::Place::new(data, &settings);
            Ok(ui::office::run(place, lang, Arc::new(SystemClock))?)
        }
        Request::Screens(wanted) => {
            let count = screens(wanted, lang)?;
            let drawn = Sentence::new("cli-screens-drawn").with("count", count);
            eprintln!("{}", drawn.say(lang));
            Ok(())
        }
        Request::Run(run) => Ok(cli::run(run, file, lang)?),
    }
}

/// What turns pinyin into Chinese, where `kiosk.toml` names other data than the program's own.
fn engines(settings: &settings::Settings) -> Result<Option<Arc<Engines>>, AppError> {
    let with = |path: &std::path::PathBuf| {
        Engines::with_pinyin(path).map_err(|source| AppError::PinyinData {
            path: path.clone(),
            source,
        })
    };
    settings.pinyin_data.as_ref().map(with).transpose()
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
