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

const PROT_EXEC: u32 = 4;

/// The filter that allows `calls`, those of a name one after the other; `None` for an architecture without one.
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
    let mut program = Program::default();
    let allow = program.push(verdict(ALLOW));
    let kill = program.push(verdict(KILL));
    let of_a_name = calls.chunk_by(|a, b| a.name == b.name);
    let arguments = |call: &[SystemCall]| call.iter().map(|call| call.arguments).collect();
    let calls: Vec<(u32, Vec<Arguments>)> =
        of_a_name.map(|call| (number(&call[0]), arguments(call))).collect();
    // What is asked of a call's arguments, once for all calls of which the same is asked.
    let mut checks: Vec<(&[Arguments], Label)> = Vec::new();
    for (_, arguments) in &calls {
        if checks.iter().all(|(checked, _)| checked != arguments) {
            checks.push((arguments, program.check(arguments, allow, kill)));
        }
    }
    // A number of x32, which has a bit of its own, is none of those listed either.
    let mut compare = kill;
    for (number, arguments) in calls.iter().rev() {
        let check = checks.iter().find(|(checked, _)| checked == arguments);
        let check = check.map_or(kill, |(_, label)| *label);
        compare = program.jump(IF_EQUAL, *number, check, compare);
    }
    let numbers = program.push(load(NUMBER));
    program.jump(IF_EQUAL, audit, numbers, kill);
    program.push(load(ARCHITECTURE));
    // The verdict is the same whatever this loads. The kernel would try the filter on every number
    // there is, to keep the verdicts that depend on nothing else; that takes longer (by 2 µs for each
    // call listed) than most programs save by it, and it stops where an argument is looked at.
    program.push(load(argument(0)));
    Some(program.reversed.into_iter().rev().collect())
}

/// A place in a program: how many instructions there are from it to the end.
type Label = usize;

/// A program, written from its end, so that what a jump leads to is there before the jump. Each
/// instruction costs at the start of a process: the kernel compiles them.
#[derive(Default)]
struct Program {
    reversed: Vec<Instruction>,
}

impl Program {
    /// Puts an instruction before those that are there.
    fn push(&mut self, instruction: Instruction) -> Label {
        self.reversed.push(instruction);
        self.reversed.len()
    }

    /// Puts a jump before those that are there: to `when` if the comparison holds.
    fn jump(&mut self, code: u16, operand: u32, when: Label, otherwise: Label) -> Label {
        // All system calls that there are make fewer than 255 instructions.
        let skip = |label| (self.reversed.len() - label) as u8;
        self.push(Instruction { code, jump_true: skip(when), jump_false: skip(otherwise), operand })
    }

    /// Puts what is asked of the arguments before the instructions that are there: they are to be as one
    /// of the alternatives says.
    fn check(&mut self, alternatives: &[Arguments], allow: Label, kill: Label) -> Label {
        if alternatives.contains(&Arguments::Any) {
            return allow;
        }
        let mut next = kill;
        for index in [1, 2] {
            let otherwise = next;
            for alternative in alternatives {
                if let Arguments::Is(of, value) = *alternative
                    && of == index
                {
                    next = self.jump(IF_EQUAL, value, allow, next);
                }
            }
            if next != otherwise {
                next = self.push(load(argument(index)));
            }
        }
        if alternatives.contains(&Arguments::NotExecutable) {
            self.jump(IF_COMMON_BIT, PROT_EXEC, next, allow);
            next = self.push(load(argument(2)));
        }
        next
    }
}

fn load(offset: u32) -> Instruction {
    Instruction { code: LOAD, jump_true: 0, jump_false: 0, operand: offset }
}

fn verdict(operand: u32) -> Instruction {
    Instruction { code: RETURN, jump_true: 0, jump_false: 0, operand }
}

#[cfg(test)]
mod tests {
    use ahead_abi::confinement::Instruction;
    use ahead_abi::system_call::{Arguments, CORE, GROW_GUARDED, SystemCall, WASI};
    use target_lexicon::{Aarch64Architecture, Architecture};

    use super::{ALLOW, IF_COMMON_BIT, IF_EQUAL, KILL, LOAD, RETURN};

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
                IF_COMMON_BIT => loaded & operand != 0,
                other => panic!("{other:#x} is not used"),
            };
            at += usize::from(if holds { jump_true } else { jump_false });
        }
    }

    fn of(function: &str) -> Vec<SystemCall> {
        WASI.iter().find(|(name, _)| *name == function).unwrap().1.concat()
    }

    fn calls() -> Vec<SystemCall> {
        [CORE, GROW_GUARDED, &of("fd_fdstat_get")].concat()
    }

    #[test]
    fn only_the_calls_listed_are_allowed() {
        let calls = calls();
        let program = super::program(&calls, Architecture::X86_64).unwrap();
        for number in 0..600 {
            let listed = calls.iter().any(|call| call.x86_64 == number);
            // `TCGETS`, `MADV_HUGEPAGE`; 3 is `F_GETFL`, and a protection that is not executable.
            let args = match number {
                16 => [0, 0x5401, 0, 0, 0, 0],
                28 => [0, 0, 14, 0, 0, 0],
                _ => [0, 3, 3, 0, 0, 0],
            };
            let expected = if listed { ALLOW } else { KILL };
            assert_eq!(verdict(&program, X86_64, number, args), expected, "{number}");
        }
    }

    #[test]
    fn other_architectures_and_x32_are_refused() {
        let program = super::program(&calls(), Architecture::X86_64).unwrap();
        assert_eq!(verdict(&program, X86_64, 20, [0; 6]), ALLOW);
        assert_eq!(verdict(&program, 0x4000_0003, 20, [0; 6]), KILL, "i386");
        assert_eq!(verdict(&program, X86_64, 0x4000_0014, [0; 6]), KILL, "x32");
    }

    #[test]
    fn arguments_are_held_to_what_is_said_of_them() {
        let program = super::program(&calls(), Architecture::X86_64).unwrap();
        let protect = |protection| verdict(&program, X86_64, 10, [0, 0, protection, 0, 0, 0]);
        assert_eq!((protect(3), protect(7), protect(4), protect(5)), (ALLOW, KILL, KILL, KILL));
        // 4 is `MADV_DONTNEED`, 14 `MADV_HUGEPAGE`.
        let advise = |advice| verdict(&program, X86_64, 28, [0, 14, advice, 0, 0, 0]);
        assert_eq!((advise(14), advise(4), advise(0), advise(8)), (ALLOW, ALLOW, KILL, KILL));
        let control = |program: &[_], command| verdict(program, X86_64, 72, [0, command, 0, 0, 0, 0]);
        let verdicts = |program| [3, 4, 0, 1030].map(|command| control(program, command));
        assert_eq!(verdicts(&program), [ALLOW, KILL, KILL, KILL]);
        let setting = super::program(&of("fd_fdstat_set_flags"), Architecture::X86_64).unwrap();
        assert_eq!(verdicts(&setting), [ALLOW, ALLOW, KILL, KILL]);
    }

    #[test]
    fn a_call_of_which_anything_is_allowed_needs_no_check() {
        let [get_flags, ..] = of("fd_fdstat_set_flags")[..] else { panic!("it has calls") };
        let anything = SystemCall { arguments: Arguments::Any, ..get_flags };
        let program = super::program(&[anything, get_flags], Architecture::X86_64).unwrap();
        assert_eq!(verdict(&program, X86_64, 72, [0, 1030, 0, 0, 0, 0]), ALLOW);
    }

    #[test]
    fn jumps_reach_across_all_calls_there_are() {
        let mut all: Vec<SystemCall> = WASI.iter().flat_map(|(_, groups)| groups.concat()).collect();
        all.extend([CORE, GROW_GUARDED].concat());
        all.sort_by_key(|call| call.x86_64);
        all.dedup();
        let program = super::program(&all, Architecture::X86_64).unwrap();
        assert!(program.len() < 255, "{}", program.len());
        for call in all.iter().filter(|call| call.arguments == Arguments::Any) {
            assert_eq!(verdict(&program, X86_64, call.x86_64, [0; 6]), ALLOW, "{}", call.name);
        }
    }

    #[test]
    fn each_architecture_has_its_own_numbers() {
        let aarch64 = Architecture::Aarch64(Aarch64Architecture::Aarch64);
        let program = super::program(&calls(), aarch64).unwrap();
        assert_eq!(verdict(&program, 0xc000_00b7, 66, [0; 6]), ALLOW);
        assert_eq!(verdict(&program, 0xc000_00b7, 20, [0; 6]), KILL);
    }
}
