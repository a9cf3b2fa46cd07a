//! A running process in, the most memory it had at once so far out.

use std::fs;

/// `VmHWM` of the process, bytes; nothing once it has ended.
///
/// What `wait4` reports at the end can be the memory of the process that started it.
pub fn of(process_id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process_id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}
