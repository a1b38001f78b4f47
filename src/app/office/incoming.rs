//! A batch on its way from a stick into the office's folder.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::error::concerns_one_batch;
use super::folder::{remove, sync_folder};
use super::{OfficeError, originals};
use crate::app::{AppError, Progress, at, private};
use crate::courier::batch::MAX_BATCH_BYTES;
use crate::courier::error::CourierError;
use crate::courier::error::{FormatError, StickError};
use crate::courier::files::{Condition, RealFiles};
use crate::courier::stick::{StickStore, batch_stem, device_folder};
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId};
use crate::record::BatchEntry;
use crate::words::sentence;

pub(super) type Stick = StickStore<RealFiles>;

/// Where one load puts its copies. No two loads, and no two batches of one, share a name.
pub(super) struct Landing {
    folder: PathBuf,
    load: String,
}

impl Landing {
    /// An empty one: copies that an interrupted load left are removed. The caller owns the office's folder.
    pub(super) fn new(office: &Path) -> Result<Self, AppError> {
        let folder = office.join("incoming");
        private::own_folder(&folder)?;
        for left in fs::read_dir(&folder).map_err(at(&folder))? {
            remove(&left.map_err(at(&folder))?.path())?;
        }
        let load = format!("{:016x}", rand::random::<u64>());
        Ok(Self { folder, load })
    }

    /// A batch that the stick names.
    pub(super) fn of<'a>(
        &self,
        stick: &'a Stick,
        device: &'a DeviceId,
        number: BatchNumber,
    ) -> Incoming<'a> {
        let name = |ending| format!("{}-{device}-{}.{ending}", self.load, batch_stem(number));
        Incoming {
            stick,
            device,
            number,
            load: self.load.clone(),
            copy: self.folder.join(name("JSL")),
            signature_copy: self.folder.join(name("SIG")),
        }
    }
}

/// A batch on a stick, and the copy that is read in its stead: a stick could give other bytes later.
pub(super) struct Incoming<'a> {
    stick: &'a Stick,
    pub device: &'a DeviceId,
    pub number: BatchNumber,
    load: String,
    pub copy: PathBuf,
    pub signature_copy: PathBuf,
}

impl Incoming<'_> {
    pub(super) fn file(&self) -> String {
        format!("{}.JSL", batch_stem(self.number))
    }

    /// As shown beside the bar.
    pub(super) fn place(&self) -> String {
        format!("{}/{}", self.device, self.file())
    }

    pub(super) fn signature(&self) -> Result<String, CourierError> {
        let folder = device_folder(self.device);
        self.stick.read_signature(&folder, &batch_stem(self.number))
    }

    /// Copies the batch, and its signature as it was read.
    pub(super) fn copy(
        &self,
        signature: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), AppError> {
        let folder = device_folder(self.device);
        let mut from = self
            .stick
            .open(&folder.join(self.file()), MAX_BATCH_BYTES)?;
        let total = from
            .byte_count()
            .map_err(|error| self.stick_fault(&error))?;
        let mut to = private::create_new(&self.copy).map_err(at(&self.copy))?;
        let mut buffer = vec![0; 1024 * 1024];
        let mut done: u64 = 0;
        loop {
            progress(Progress {
                done,
                total,
                step: sentence!("app-office-step-copy", file = self.place()),
            });
            let count = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.stick_fault(&error).into()),
            };
            done += count as u64;
            if done > MAX_BATCH_BYTES {
                return Err(CourierError::Format(FormatError::TooLarge {
                    limit_bytes: MAX_BATCH_BYTES,
                })
                .into());
            }
            to.write_all(buffer.get(..count).unwrap_or_default())
                .map_err(at(&self.copy))?;
        }
        to.sync_all().map_err(at(&self.copy))?;
        private::create_new(&self.signature_copy)
            .and_then(|mut file| {
                file.write_all(signature.as_bytes())?;
                file.sync_all()
            })
            .map_err(at(&self.signature_copy))?;
        Ok(())
    }

    fn stick_fault(&self, error: &std::io::Error) -> CourierError {
        if self.stick.condition() == Condition::Gone {
            CourierError::Stick(StickError::Vanished)
        } else {
            CourierError::Stick(StickError::Interrupted {
                detail: error.to_string(),
            })
        }
    }

    /// Keeps the copy as the office's original of `batch`, and reads it again where it lies then. An original
    /// that is good already stays; anything else that bears its name is set aside.
    pub(super) fn keep(
        &self,
        office: &Path,
        batch: &BatchEntry,
        community: &CommunityId,
    ) -> Result<(), AppError> {
        let (path, signature_path) = originals::paths(office, self.device, self.number);
        let batches = office.join("batches");
        let folder = batches.join(self.device.as_str());
        private::own_folder(&batches)?;
        private::own_folder(&folder)?;
        sync_folder(office)?;
        sync_folder(&batches)?;
        if originals::check_at(&path, &signature_path, batch, community).is_ok() {
            for kept in [&path, &signature_path] {
                let synced = File::open(kept).and_then(|file| file.sync_all());
                synced.map_err(at(kept))?;
            }
            return sync_folder(&folder);
        }
        self.set_aside(&signature_path)?;
        self.set_aside(&path)?;
        fs::rename(&self.signature_copy, &signature_path).map_err(at(&signature_path))?;
        fs::rename(&self.copy, &path).map_err(at(&path))?;
        sync_folder(&folder)?;
        // What was counted and what lies there now are two things, until they have been compared.
        match originals::check_at(&path, &signature_path, batch, community) {
            Err(error) if concerns_one_batch(&error) => {
                Err(OfficeError::OriginalDiffers { path }.into())
            }
            checked => checked,
        }
    }

    /// Something else bears the name of an original: it may be the only one of another batch.
    fn set_aside(&self, path: &Path) -> Result<(), AppError> {
        if fs::symlink_metadata(path).is_err() {
            return Ok(());
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".aside-{}", self.load));
        fs::rename(path, path.with_file_name(name)).map_err(at(path))
    }

    pub(super) fn clear(&self) {
        // Best effort: the next load removes what is left.
        let _gone = fs::remove_file(&self.copy);
        let _gone = fs::remove_file(&self.signature_copy);
    }
}
