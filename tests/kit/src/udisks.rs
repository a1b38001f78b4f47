//! A system bus with udisks2 on it, played by a thread of the test: what the drives of this computer are asked to do is
//! asked here. No daemon, no package, no root.
//!
//! The address of the system bus is a matter of a process's environment, so a test that wants this bus is run once
//! more in a process of its own ([`alone`]). What is said on the wire is D-Bus as its specification has it: the
//! handshake in lines, then messages, taken apart and put together by zbus.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::alone::{passes, test_of, this_test_within};
use zbus::Message;
use zbus::message::Header;
use zbus::zvariant::LE;
use zbus::zvariant::serialized::{Context, Data};

/// Where the played bus listens; set in the process of its own only.
const SOCKET: &str = "PINGYI_PLAYED_BUS";
/// The process of its own lives no longer, whatever happens in it.
const LONGEST_LIFE: Duration = Duration::from_secs(100);

/// A method of udisks2's `Filesystem`, or the bus's own greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Hello,
    Unmount,
    Mount,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Never,
    /// This method is refused so many times.
    Refused(Method, u32),
    /// There is no udisks2 on the bus.
    NoUdisks,
    /// Mounts, and answers with a number where the place belongs.
    Number,
    /// Takes this call and never answers.
    Silent(Method),
    /// The connection ends at this call.
    HangsUp(Method),
}

/// Really mounts and unmounts; without it the drive is only said to be somewhere.
pub type Hands = Box<dyn FnMut(Method, &Path) -> Result<(), String> + Send>;

/// The drive that udisks2 knows, and what it was asked.
pub struct Udisks {
    /// Below `/org/freedesktop/UDisks2/block_devices`.
    pub names: Vec<String>,
    pub mounted: Option<PathBuf>,
    /// Where it is mounted when it is mounted again.
    pub next: PathBuf,
    pub fault: Fault,
    pub calls: Vec<Method>,
    pub hands: Option<Hands>,
}

/// What is answered.
enum Answer {
    Text(String),
    Number(u32),
    Nothing,
    Error(&'static str, String),
    Silence,
    End,
}

/// A part of a header, empty where there is none.
fn text(part: Option<&impl ToString>) -> String {
    part.map(ToString::to_string).unwrap_or_default()
}

fn refused(why: &str) -> Answer {
    Answer::Error(
        "org.freedesktop.UDisks2.Error.DeviceBusy",
        format!("target {why}"),
    )
}

impl Udisks {
    fn answer(&mut self, header: &Header<'_>) -> Answer {
        let to = text(header.destination());
        let path = text(header.path());
        let interface = text(header.interface());
        let member = text(header.member());
        if to == "org.freedesktop.DBus" && member == "Hello" {
            let name = || Answer::Text(":1.1".to_owned());
            return self.fails(Method::Hello).unwrap_or_else(name);
        }
        if to != "org.freedesktop.UDisks2" || self.fault == Fault::NoUdisks {
            let name = "org.freedesktop.DBus.Error.ServiceUnknown";
            return Answer::Error(name, format!("no {to} here"));
        }
        let device = path.strip_prefix("/org/freedesktop/UDisks2/block_devices/");
        if !device.is_some_and(|device| self.names.iter().any(|name| name == device)) {
            let name = "org.freedesktop.DBus.Error.UnknownObject";
            return Answer::Error(name, format!("no {path} here"));
        }
        let method = match (interface.as_str(), member.as_str()) {
            ("org.freedesktop.UDisks2.Filesystem", "Unmount") => Method::Unmount,
            ("org.freedesktop.UDisks2.Filesystem", "Mount") => Method::Mount,
            _ => {
                let name = "org.freedesktop.DBus.Error.UnknownMethod";
                return Answer::Error(name, format!("no {interface}.{member} here"));
            }
        };
        if header.signature().to_string_no_parens() != "a{sv}" {
            let name = "org.freedesktop.DBus.Error.InvalidArgs";
            return Answer::Error(name, header.signature().to_string());
        }
        self.calls.push(method);
        self.fails(method).unwrap_or_else(|| self.does(method))
    }

    fn fails(&mut self, method: Method) -> Option<Answer> {
        match self.fault {
            Fault::Refused(which, left) if which == method && left > 0 => {
                self.fault = Fault::Refused(which, left - 1);
                Some(refused("is busy"))
            }
            Fault::Silent(which) if which == method => Some(Answer::Silence),
            Fault::HangsUp(which) if which == method => Some(Answer::End),
            Fault::Never
            | Fault::NoUdisks
            | Fault::Number
            | Fault::Refused(..)
            | Fault::Silent(_)
            | Fault::HangsUp(_) => None,
        }
    }

    fn does(&mut self, method: Method) -> Answer {
        let place = match (method, &self.mounted) {
            (Method::Unmount, Some(place)) => place.clone(),
            (Method::Mount, None) => self.next.clone(),
            _ => return refused("is as you want it already"),
        };
        if let Some(hands) = &mut self.hands
            && let Err(why) = hands(method, &place)
        {
            return refused(&why);
        }
        if method == Method::Unmount {
            self.mounted = None;
            return Answer::Nothing;
        }
        self.mounted = Some(place.clone());
        if self.fault == Fault::Number {
            return Answer::Number(7);
        }
        Answer::Text(place.to_str().unwrap().to_owned())
    }
}

/// The bus, and udisks2 behind it.
pub struct Bus(Arc<Mutex<Udisks>>);

impl Bus {
    fn listen(socket: &Path) -> Self {
        let udisks = Arc::new(Mutex::new(Udisks {
            names: vec!["sdb1".to_owned()],
            mounted: Some(PathBuf::from("/media/wang/STICK")),
            next: PathBuf::from("/media/wang/STICK1"),
            fault: Fault::Never,
            calls: Vec::new(),
            hands: None,
        }));
        let listener = UnixListener::bind(socket).unwrap();
        let shared = Arc::clone(&udisks);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let udisks = Arc::clone(&shared);
                std::thread::spawn(move || {
                    // The other end closes when it has what it wants.
                    let _ = talk(&stream.unwrap(), &udisks);
                });
            }
        });
        Self(udisks)
    }

    pub fn udisks(&self) -> MutexGuard<'_, Udisks> {
        self.0.lock().unwrap()
    }
}

/// One connection, until either end closes it.
fn talk(stream: &UnixStream, udisks: &Mutex<Udisks>) -> std::io::Result<()> {
    let (mut from, mut to) = (BufReader::new(stream), stream);
    from.read_exact(&mut [0])?;
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        match line.split_whitespace().next() {
            Some("AUTH") => to.write_all(b"OK 0123456789abcdef0123456789abcdef\r\n")?,
            Some("NEGOTIATE_UNIX_FD") => to.write_all(b"AGREE_UNIX_FD\r\n")?,
            Some("BEGIN") => break,
            _ => return Ok(()),
        }
    }
    loop {
        let mut bytes = vec![0; 16];
        from.read_exact(&mut bytes)?;
        assert_eq!(bytes[0], b'l', "this fake knows one order of bytes");
        let length = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let whole = (16 + length(12)).next_multiple_of(8) + length(4);
        bytes.resize(whole, 0);
        from.read_exact(&mut bytes[16..])?;
        let data = Data::new(bytes, Context::new_dbus(LE, 0));
        let header: Header<'_> = data.deserialize().unwrap().0;
        let answer = udisks.lock().unwrap().answer(&header);
        let back = || Message::method_return(&header).unwrap();
        let message = match answer {
            Answer::Text(text) => back().build(&text),
            Answer::Number(number) => back().build(&number),
            Answer::Nothing => back().build(&()),
            Answer::Error(name, why) => Message::error(&header, name).unwrap().build(&why),
            Answer::Silence => continue,
            Answer::End => return Ok(()),
        };
        to.write_all(message.unwrap().data())?;
    }
}

/// Runs `body` in a process of its own, on a system bus of its own; `within` is what starts it. What it is to be called
/// with is the test itself: a closure in no other place than a test.
pub fn alone<F: FnOnce(&Bus)>(within: &[&str], body: F) {
    if let Some(socket) = std::env::var_os(SOCKET) {
        std::thread::spawn(|| {
            std::thread::sleep(LONGEST_LIFE);
            exit(3);
        });
        body(&Bus::listen(Path::new(&socket)));
        return;
    }
    let test = test_of(&body);
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("bus");
    let address = format!("unix:path={}", socket.display());
    passes(
        test,
        this_test_within(within, test)
            .env(SOCKET, &socket)
            .env("DBUS_SYSTEM_BUS_ADDRESS", address),
    );
}
