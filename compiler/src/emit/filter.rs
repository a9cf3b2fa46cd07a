//! System calls in; a program for the kernel's filter that allows those and no others, out.
//!
//! The program runs at each system call, on `struct seccomp_data` (`linux/seccomp.h`); it can only
//! jump forward. What it does not allow ends the process.

use ahead_abi::confinement::Instruction;
use ahead_abi::system_call::{Arguments, SystemCall};
use target_lexicon::Architecture;

/// `BPF_LD | BPF_W | BPF_ABS`: loads 32 bits of the data.
const LOAD: u16 = 0x20;
/// `BPF_JMP | BPF_JEQ | BPF_K`: is what was loaded equal to the operand?
const IF_EQUAL: u16 = 0x15;
/// `BPF_JMP | BPF_JGE | BPF_K`: is it at least the operand?
const IF_AT_LEAST: u16 = 0x35;
/// `BPF_JMP | BPF_JSET | BPF_K`: do they have a bit in common?
const IF_COMMON_BIT: u16 = 0x45;
/// `BPF_RET | BPF_K`: the end, with the operand as the verdict.
const RETURN: u16 = 0x06;

/// `SECCOMP_RET_ALLOW`
const ALLOW: u32 = 0x7fff_0000;
/// `SECCOMP_RET_KILL_PROCESS`
const KILL: u32 = 0x8000_0000;

/// Where the number of the call is in the data, in bytes.
const NUMBER: u32 = 0;
/// Where the architecture is.
const ARCHITECTURE: u32 = 4;
/// Where the low half of argument `index` is: all three architectures are little-endian.
const fn argument(index: u32) -> u32 {
    16 + 8 * index
}

/// Numbers of x86-64 from here on are those of x32, another way to the same calls.
const X32: u32 = 0x4000_0000;
const PROT_EXEC: u32 = 4;

/// Where a comparison leads.
#[derive(Clone, Copy)]
enum Goal {
    /// To the next instruction.
    Next,
    /// Past that many.
    Past(u8),
    /// To the verdict.
    Allow,
    Kill,
}

/// What is done before a verdict.
enum Step {
    /// Loads the data at this offset.
    Load(u32),
    /// Compares what was loaded with the operand: where to go if the condition holds, and if not.
    Compare { code: u16, operand: u32, holds: Goal, fails: Goal },
}

/// The filter that allows `calls`; `None` for an architecture without one.
pub(super) fn program(calls: &[SystemCall], architecture: Architecture) -> Option<Vec<Instruction>> {
    // `AUDIT_ARCH_*` of `linux/audit.h`.
    let audit = match architecture {
        Architecture::X86_64 => 0xc000_003e,
        Architecture::Aarch64(_) => 0xc000_00b7,
        Architecture::Riscv64(_) => 0xc000_00f3,
        _ => return None,
    };
    let number = |call: &SystemCall| match architecture {
        Architecture::X86_64 => call.x86_64,
        _ => call.generic,
    };
    // The verdict is the same whatever this loads. The kernel would try the filter on every number
    // there is, to keep the verdicts that depend on nothing else; that takes longer (by 2 µs for each
    // call listed) than most programs save by it, and it stops where an argument is looked at.
    let mut steps = vec![Step::Load(argument(0))];
    steps.extend([Step::Load(ARCHITECTURE), compare(IF_EQUAL, audit, Goal::Next, Goal::Kill)]);
    steps.push(Step::Load(NUMBER));
    if architecture == Architecture::X86_64 {
        steps.push(compare(IF_AT_LEAST, X32, Goal::Kill, Goal::Next));
    }
    for call in calls {
        steps.extend(allow(number(call), call.arguments));
    }
    Some(instructions(&steps))
}

/// Allows a call; any other goes on behind.
fn allow(number: u32, arguments: Arguments) -> Vec<Step> {
    let checks = match arguments {
        Arguments::Any => return vec![compare(IF_EQUAL, number, Goal::Allow, Goal::Next)],
        Arguments::NotExecutable => {
            vec![Step::Load(argument(2)), compare(IF_COMMON_BIT, PROT_EXEC, Goal::Kill, Goal::Allow)]
        }
        Arguments::SecondIsOneOf(values) => {
            let (last, others) = values.split_last().expect("a call without allowed values is not listed");
            let others = others.iter().map(|value| compare(IF_EQUAL, *value, Goal::Allow, Goal::Next));
            let last = compare(IF_EQUAL, *last, Goal::Allow, Goal::Kill);
            [Step::Load(argument(1))].into_iter().chain(others).chain([last]).collect()
        }
    };
    let mut steps = vec![compare(IF_EQUAL, number, Goal::Next, Goal::Past(checks.len() as u8))];
    steps.extend(checks);
    steps
}

fn compare(code: u16, operand: u32, holds: Goal, fails: Goal) -> Step {
    Step::Compare { code, operand, holds, fails }
}

/// The steps, and the two verdicts behind them, of which the first is for what comes to the end: the
/// kernel makes machine code of the filter at each start, so it is as short as can be.
fn instructions(steps: &[Step]) -> Vec<Instruction> {
    let distance = |at: usize, goal| match goal {
        Goal::Next => 0,
        Goal::Past(count) => count,
        Goal::Kill => left(steps, at),
        Goal::Allow => left(steps, at) + 1,
    };
    let mut instructions: Vec<Instruction> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| match *step {
            Step::Load(offset) => Instruction { code: LOAD, jump_true: 0, jump_false: 0, operand: offset },
            Step::Compare { code, operand, holds, fails } => {
                Instruction { code, jump_true: distance(at, holds), jump_false: distance(at, fails), operand }
            }
        })
        .collect();
    for operand in [KILL, ALLOW] {
        instructions.push(Instruction { code: RETURN, jump_true: 0, jump_false: 0, operand });
    }
    instructions
}

/// How many steps come after the one at this index.
fn left(steps: &[Step], at: usize) -> u8 {
    u8::try_from(steps.len() - at - 1).expect("all calls together take fewer steps: a test has them all")
}

#[cfg(test)]
mod tests {
    use ahead_abi::confinement::Instruction;
    use ahead_abi::system_call::{CORE, GROW_EXPLICIT, GROW_GUARDED, INVOKE, SCRIPT, SystemCall, WASI};
    use target_lexicon::{Aarch64Architecture, Architecture};

    use super::{ALLOW, IF_AT_LEAST, IF_COMMON_BIT, IF_EQUAL, KILL, LOAD, RETURN};

    const X86_64: u32 = 0xc000_003e;

    /// What the kernel's interpreter makes of a call with these arguments.
    fn verdict(program: &[Instruction], architecture: u32, number: u32, args: [u64; 6]) -> u32 {
        let (mut at, mut loaded) = (0, 0);
        loop {
            let Instruction { code, jump_true, jump_false, operand } = program[at];
            at += 1;
            let holds = match code {
                RETURN => return operand,
                LOAD => {
                    loaded = match operand {
                        0 => number,
                        4 => architecture,
                        offset => (args[(offset as usize - 16) / 8] >> (offset % 8 * 8)) as u32,
                    };
                    continue;
                }
                IF_EQUAL => loaded == operand,
                IF_AT_LEAST => loaded >= operand,
                IF_COMMON_BIT => loaded & operand != 0,
                other => panic!("{other:#x} is not used"),
            };
            at += usize::from(if holds { jump_true } else { jump_false });
        }
    }

    fn calls() -> Vec<SystemCall> {
        let described = WASI.iter().find(|(name, _)| *name == "fd_fdstat_get").unwrap().1;
        [CORE, GROW_GUARDED, described[0]].concat()
    }

    #[test]
    fn only_the_calls_listed_are_allowed() {
        let calls = calls();
        let program = super::program(&calls, Architecture::X86_64).unwrap();
        for number in 0..600 {
            let listed = calls.iter().any(|call| call.x86_64 == number);
            // 3 is `F_GETFL`, and a protection that is not executable.
            let args = if number == 16 { [0, 0x5401, 0, 0, 0, 0] } else { [0, 3, 3, 0, 0, 0] };
            let expected = if listed { ALLOW } else { KILL };
            assert_eq!(verdict(&program, X86_64, number, args), expected, "{number}");
        }
    }

    #[test]
    fn other_architectures_and_x32_are_refused() {
        let program = super::program(&calls(), Architecture::X86_64).unwrap();
        assert_eq!(verdict(&program, X86_64, 1, [0; 6]), ALLOW);
        assert_eq!(verdict(&program, 0x4000_0003, 1, [0; 6]), KILL, "i386");
        assert_eq!(verdict(&program, X86_64, 0x4000_0001, [0; 6]), KILL, "x32");
    }

    #[test]
    fn arguments_are_held_to_what_is_said_of_them() {
        let program = super::program(&calls(), Architecture::X86_64).unwrap();
        let protect = |protection| verdict(&program, X86_64, 10, [0, 0, protection, 0, 0, 0]);
        assert_eq!((protect(3), protect(7), protect(4), protect(5)), (ALLOW, KILL, KILL, KILL));
        let control = |command| verdict(&program, X86_64, 72, [0, command, 0, 0, 0, 0]);
        assert_eq!((control(3), control(4), control(0), control(1030)), (ALLOW, ALLOW, KILL, KILL));
    }

    #[test]
    fn all_calls_together_fit_one_filter() {
        let of_wasi = WASI.iter().flat_map(|(_, groups)| groups.iter().copied());
        let groups = of_wasi.chain([CORE, INVOKE, SCRIPT, GROW_GUARDED, GROW_EXPLICIT]);
        let mut calls: Vec<SystemCall> = groups.flatten().copied().collect();
        calls.sort_by_key(|call| call.name);
        calls.dedup();
        // Each twice, so that there is room for more.
        let program = super::program(&[&*calls, &calls].concat(), Architecture::X86_64).unwrap();
        let args = [0, 0x5401, 0, 0, 0, 0];
        let allowed = calls.iter().filter(|call| verdict(&program, X86_64, call.x86_64, args) == ALLOW);
        // `fcntl` has other commands than `ioctl`.
        assert_eq!(allowed.count(), calls.len() - 1);
    }

    #[test]
    fn each_architecture_has_its_own_numbers() {
        let aarch64 = Architecture::Aarch64(Aarch64Architecture::Aarch64);
        let program = super::program(&calls(), aarch64).unwrap();
        assert_eq!(verdict(&program, 0xc000_00b7, 64, [0; 6]), ALLOW);
        assert_eq!(verdict(&program, 0xc000_00b7, 1, [0; 6]), KILL);
    }
}
