//! The processor's own registers and tables while a program runs, asked of QEMU by the protocol of
//! remote debuggers: that the MMU is on, and what memory is as what.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ahead_tests::target::Target;
use libtest_mimic::Failed;
use object::{Object, ObjectSymbol};

use super::{Test, ahead, expect, folder};

/// By name.
pub const TESTS: &[(&str, Test)] = &[("the MMU is on and RAM is cached", translation)];

const ENDLESS: &str = r#"(module (memory 1) (func (export "_start") (local $at i32)
    (loop $more
        (i32.store (local.get $at) (local.get $at))
        (local.set $at (i32.and (i32.add (local.get $at) (i32.const 4)) (i32.const 0xfffc)))
        (br $more))))"#;

/// Checks `SCTLR_EL1` and walks the tables of the running program (Arm ARM, D8: 39 bits, 4 KiB). Only
/// AArch64 needs translation for memory to be memory; RISC-V has physical memory attributes.
fn translation(board: &Target) -> Result<(), Failed> {
    const MMU: u64 = 1;
    const CACHES: u64 = 1 << 12 | 1 << 2;
    const PL011: u64 = 0x0900_0000;
    if !board.name.starts_with("aarch64") {
        return Ok(());
    }
    let folder = folder(&[("endless.wat", ENDLESS)])?;
    let build =
        ahead(folder.path(), &["build", "endless.wat", "--target", &board.name, "-o", "image.elf"], b"")?;
    expect(build.exit == 0, || format!("{build:?}"))?;
    let bytes = std::fs::read(folder.path().join("image.elf")).map_err(|error| error.to_string())?;
    let image = object::File::parse(&*bytes).map_err(|error| error.to_string())?;
    let symbol = |name: &str| {
        let found = image.symbols().find(|symbol| symbol.name() == Ok(name));
        found.map(|symbol| symbol.address()).ok_or_else(|| Failed::from(format!("no symbol {name}")))
    };

    let mut debugger = Debugger::start(board, folder.path())?;
    // Start-up takes milliseconds; until it is over the MMU is off.
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut control = debugger.register("SCTLR")?;
    while control & MMU == 0 && Instant::now() < deadline {
        debugger.go_on(Duration::from_millis(50))?;
        control = debugger.register("SCTLR")?;
    }
    expect(control & (MMU | CACHES) == MMU | CACHES, || format!("SCTLR_EL1 is {control:#x}"))?;

    let attributes = debugger.register("MAIR_EL1")?;
    let table = debugger.register("TTBR0_EL1")?;
    let mut attribute = |address: u64| -> Result<Option<u64>, Failed> {
        let descriptor = debugger.walk(table, address)?;
        Ok(descriptor.map(|descriptor| attributes >> (8 * (descriptor >> 2 & 7)) & 0xff))
    };
    const NORMAL_WRITE_BACK: Option<u64> = Some(0xff);
    const DEVICE: Option<u64> = Some(0x04);
    for (what, address, expected) in [
        ("linear memory", symbol("ahead_memory_start")?, NORMAL_WRITE_BACK),
        ("its end", symbol("ahead_memory_start")? + 0xffff, NORMAL_WRITE_BACK),
        ("code", symbol("ahead_board_start")?, NORMAL_WRITE_BACK),
        ("the stack", symbol("ahead_stack_start")?, NORMAL_WRITE_BACK),
        ("the end of the guard", symbol("ahead_stack_start")? - 1, None),
        ("the start of the guard", symbol("ahead_guard_start")?, None),
        ("the serial port", PL011, DEVICE),
    ] {
        let found = attribute(address)?;
        expect(found == expected, || format!("{what}, {address:#x}: {found:x?}, not {expected:x?}"))?;
    }
    Ok(())
}

/// QEMU with a program, stopped, and the line to it.
struct Debugger {
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
    /// Boots `image.elf` in `folder`; it runs until the line is there, which stops it.
    fn start(board: &Target, folder: &Path) -> Result<Debugger, Failed> {
        let (program, args) = board.runner.split_first().ok_or("no runner")?;
        let socket = folder.join("line");
        let mut command = Command::new(program);
        command.arg("-gdb").arg(format!("unix:{},server=on,wait=off", socket.display()));
        command.args(args).arg(folder.join("image.elf"));
        let mut emulator =
            command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().map_err(|error| error.to_string())?;
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
    fn go_on(&mut self, time: Duration) -> Result<(), Failed> {
        self.send("c")?;
        std::thread::sleep(time);
        // Byte 3 interrupts it; the answer says why it stopped.
        self.line.write_all(&[3]).map_err(|error| error.to_string())?;
        self.receive().map(drop)
    }

    /// The value of a register by the name that QEMU gives it.
    fn register(&mut self, name: &str) -> Result<u64, Failed> {
        let description = self.description("system-registers.xml")?;
        let tag = description.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")));
        let tag = tag.ok_or_else(|| format!("QEMU has no register {name}: {description}"))?;
        let number = tag.split("regnum=\"").nth(1).and_then(|rest| rest.split('"').next());
        let number: u32 = number.and_then(|number| number.parse().ok()).ok_or("no number")?;
        let value = self.ask(&format!("p{number:x}"))?;
        little_endian(&value)
    }

    /// The descriptor that maps `address`; `None` if nothing does.
    fn walk(&mut self, table: u64, address: u64) -> Result<Option<u64>, Failed> {
        let mut table = table & 0xffff_ffff_f000;
        for shift in [30, 21, 12] {
            let slot = table + 8 * (address >> shift & 511);
            let bytes = self.ask(&format!("m{slot:x},8"))?;
            let descriptor = little_endian(&bytes)?;
            match descriptor & 3 {
                3 if shift > 12 => table = descriptor & 0xffff_ffff_f000,
                1 if shift > 12 => return Ok(Some(descriptor)),
                3 => return Ok(Some(descriptor)),
                _ => return Ok(None),
            }
        }
        Ok(None)
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
