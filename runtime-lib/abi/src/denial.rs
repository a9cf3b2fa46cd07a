//! Families of WASI functions that `--deny` takes away: what needs no grant is there unless denied.

/// A family of functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// `args_*`
    Args,
    /// `clock_*`, and clocks in `poll_oneoff`.
    Clock,
    /// `poll_oneoff`
    Poll,
    /// `proc_raise`
    Raise,
    /// `random_get`
    Random,
    /// `sched_yield`
    Sched,
}

impl Family {
    /// All of them, by name.
    pub const ALL: [Family; 6] =
        [Family::Args, Family::Clock, Family::Poll, Family::Raise, Family::Random, Family::Sched];

    /// What `--deny` calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Family::Args => "args",
            Family::Clock => "clock",
            Family::Poll => "poll",
            Family::Raise => "raise",
            Family::Random => "random",
            Family::Sched => "sched",
        }
    }

    /// Its bit in [`crate::grants::Grants::denied`].
    pub const fn bit(self) -> u64 {
        1 << self as u64
    }

    /// The family of a function; `None`: it cannot be denied, for it needs a grant (or ends the
    /// program).
    pub fn of(function: &str) -> Option<Family> {
        match function {
            "proc_raise" => Some(Family::Raise),
            _ => Family::ALL.into_iter().find(|family| {
                function.strip_prefix(family.name()).is_some_and(|rest| rest.starts_with('_'))
            }),
        }
    }
}

/// What comes before a function's name in the symbol that refuses it.
pub const DENIED_PREFIX: &str = "ahead_denied_";
