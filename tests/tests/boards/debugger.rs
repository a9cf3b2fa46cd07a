//! A board in QEMU in, its registers and memory out, by the protocol of remote debuggers.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ahead_tests::target::Target;
use libtest_mimic::Failed;

/// What the program does before the debugger comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It runs.
    Running,
    /// It waits before its first instruction.
    Stopped,
}

/// QEMU with a program, stopped, and the line to it.
pub struct Debugger {
    emulator: Child,
    line: UnixStream,
}

impl Drop for Debugger {
    fn drop(&mut self) {
        // It runs forever otherwise; it may have ended by itself.
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
    }
}

impl Debugger {
    /// Boots `image.elf` in `folder`; where it runs, the line stops it when it is there.
    pub fn start(board: &Target, folder: &Path, start: Start) -> Result<Debugger, Failed> {
        let (program, args) = board.runner.split_first().ok_or("no runner")?;
        let socket = folder.join("line");
        let mut command = Command::new(program);
        command.arg("-gdb").arg(format!("unix:{},server=on,wait=off", socket.display()));
        if start == Start::Stopped {
            command.arg("-S");
        }
        command.args(args).arg(folder.join("image.elf")).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut emulator = command.spawn().map_err(|error| error.to_string())?;
        let deadline = Instant::now() + Duration::from_secs(20);
        let line = loop {
            match UnixStream::connect(&socket) {
                Ok(line) => break line,
                Err(error) if Instant::now() > deadline => {
                    let _ = emulator.kill();
                    let _ = emulator.wait();
                    return Err(format!("no line to QEMU: {error}").into());
                }
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        line.set_read_timeout(Some(Duration::from_secs(20))).map_err(|error| error.to_string())?;
        Ok(Debugger { emulator, line })
    }

    /// Lets the program run for a while.
    pub fn go_on(&mut self, time: Duration) -> Result<(), Failed> {
        self.send("c")?;
        std::thread::sleep(time);
        // Byte 3 interrupts it; the answer says why it stopped.
        self.line.write_all(&[3]).map_err(|error| error.to_string())?;
        self.receive().map(drop)
    }

    /// The number of a register by the name that QEMU gives it in a file of descriptions.
    pub fn number(&mut self, file: &str, name: &str) -> Result<u64, Failed> {
        let description = self.description(file)?;
        let tag = description.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")));
        let tag = tag.ok_or_else(|| format!("QEMU has no register {name}: {description}"))?;
        let number = tag.split("regnum=\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(number.and_then(|number| number.parse().ok()).ok_or("no number")?)
    }

    /// The value of a register.
    pub fn register(&mut self, number: u64) -> Result<u64, Failed> {
        let value = self.ask(&format!("p{number:x}"))?;
        little_endian(&value)
    }

    /// Gives a register a value.
    pub fn set_register(&mut self, number: u64, value: u64) -> Result<(), Failed> {
        self.command(&format!("P{number:x}={:016x}", value.swap_bytes()))
    }

    /// The 64 bits at an address.
    pub fn word(&mut self, address: u64) -> Result<u64, Failed> {
        let bytes = self.ask(&format!("m{address:x},8"))?;
        little_endian(&bytes)
    }

    /// Lets the program run until it comes to `address`.
    pub fn run_to(&mut self, address: u64) -> Result<(), Failed> {
        self.command(&format!("Z0,{address:x},4"))?;
        self.send("c")?;
        self.receive()?;
        self.command(&format!("z0,{address:x},4"))
    }

    /// Lets the program run to its end: its status and what it wrote.
    pub fn finish(mut self) -> Result<(Option<i32>, String), Failed> {
        // QEMU may be gone before it has the answer acknowledged.
        self.send("D")?;
        let mut stdout = self.emulator.stdout.take().ok_or("there is an output")?;
        let mut text = String::new();
        stdout.read_to_string(&mut text).map_err(|error| error.to_string())?;
        let status = self.emulator.wait().map_err(|error| error.to_string())?;
        Ok((status.code(), text))
    }

    fn command(&mut self, packet: &str) -> Result<(), Failed> {
        match self.ask(packet)?.as_str() {
            "OK" => Ok(()),
            other => Err(format!("{packet}: {other}").into()),
        }
    }

    /// A file that describes registers, piece by piece.
    fn description(&mut self, file: &str) -> Result<String, Failed> {
        let mut text = String::new();
        loop {
            let piece = self.ask(&format!("qXfer:features:read:{file}:{:x},800", text.len()))?;
            let (more, piece) = piece.split_at_checked(1).ok_or("no description")?;
            text += piece;
            match more {
                "m" => {}
                "l" => return Ok(text),
                _ => return Err(format!("{more}{piece}").into()),
            }
        }
    }

    fn ask(&mut self, packet: &str) -> Result<String, Failed> {
        self.send(packet)?;
        loop {
            // That the program stopped when the line came up is told in between.
            let answer = self.receive()?;
            if !answer.starts_with('T') {
                return Ok(answer);
            }
        }
    }

    fn send(&mut self, packet: &str) -> Result<(), Failed> {
        let sum = packet.bytes().fold(0_u8, u8::wrapping_add);
        self.line
            .write_all(format!("${packet}#{sum:02x}").as_bytes())
            .map_err(|error| error.to_string().into())
    }

    /// The next packet, acknowledged.
    fn receive(&mut self) -> Result<String, Failed> {
        let io = |error: std::io::Error| error.to_string();
        let mut byte = [0];
        let mut packet = Vec::new();
        while byte != *b"$" {
            self.line.read_exact(&mut byte).map_err(io)?;
        }
        loop {
            self.line.read_exact(&mut byte).map_err(io)?;
            match byte[0] {
                b'#' => break,
                // Escaped: the next one, with a bit turned.
                b'}' => {
                    self.line.read_exact(&mut byte).map_err(io)?;
                    packet.push(byte[0] ^ 0x20);
                }
                other => packet.push(other),
            }
        }
        self.line.read_exact(&mut [0; 2]).map_err(io)?;
        self.line.write_all(b"+").map_err(io)?;
        Ok(String::from_utf8_lossy(&packet).into_owned())
    }
}

/// The number in hexadecimal bytes, the lowest first.
fn little_endian(hex: &str) -> Result<u64, Failed> {
    let mut value = 0;
    for index in (0..hex.len() / 2).rev() {
        let byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16)
            .map_err(|error| format!("{hex}: {error}"))?;
        value = value << 8 | u64::from(byte);
    }
    Ok(value)
}
