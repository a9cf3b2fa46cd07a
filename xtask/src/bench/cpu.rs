//! `--cpu` in; what each compiler of the bench calls that level out.

/// A level of the x86-64 psABI, or this machine, for all contenders alike.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Cpu {
    /// What every x86-64 processor has.
    #[value(name = "x86-64")]
    V1,
    /// SSE 4.2, SSSE3, POPCNT.
    #[value(name = "x86-64-v2")]
    V2,
    /// AVX2, BMI2, FMA.
    #[value(name = "x86-64-v3")]
    V3,
    /// Whatever this machine has.
    #[value(name = "native")]
    Native,
}

/// What a level adds to the one before, as Cranelift names it.
const ADDED: [&[&str]; 3] = [
    &[],
    &["has_cmpxchg16b", "has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_popcnt"],
    &["has_avx", "has_avx2", "has_bmi1", "has_bmi2", "has_fma", "has_lzcnt"],
];

impl Cpu {
    /// The value of `ahead build --cpu` and of `gcc -march`.
    pub fn name(self) -> &'static str {
        match self {
            Cpu::V1 => "x86-64",
            Cpu::V2 => "x86-64-v2",
            Cpu::V3 => "x86-64-v3",
            Cpu::Native => "native",
        }
    }

    /// The value of `zig cc -mcpu`.
    pub fn zig(self) -> String {
        self.name().replace('-', "_")
    }

    /// Cranelift's flags; `None`: those of this machine.
    pub fn cranelift(self) -> Option<Vec<&'static str>> {
        let levels = match self {
            Cpu::V1 => 1,
            Cpu::V2 => 2,
            Cpu::V3 => 3,
            Cpu::Native => return None,
        };
        Some(ADDED[..levels].concat())
    }
}
