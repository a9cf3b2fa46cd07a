//! Modules that the compiler must refuse: malformed, invalid, or with imports that do not match.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ahead::target::Target;

use super::program::compile;
use super::script::Instance;
use super::{Failure, Report};

/// A module that must be refused.
pub struct Rejection {
    line: usize,
    /// The binary module; `None`: its text is already refused.
    module: Option<Vec<u8>>,
    /// The stage that must refuse it.
    stage: Stage,
    /// The instances it imports from, directly or not.
    others: Vec<Instance>,
}

/// A stage of the compiler: an error of another one may hide that this one accepts the module.
#[derive(Clone, Copy)]
enum Stage {
    Decode,
    Plan,
}

/// What the compiler says to a module.
pub enum Verdict {
    /// The right stage refuses it.
    Refused,
    /// It is compiled.
    Accepted,
    /// It panics, or another stage refuses it.
    Wrong(String),
}

impl Rejection {
    /// A malformed or invalid module.
    pub fn new(line: usize, module: Option<Vec<u8>>) -> Rejection {
        Rejection { line, module, stage: Stage::Decode, others: Vec::new() }
    }

    /// A module whose imports do not match.
    pub fn linked(line: usize, module: Vec<u8>, others: Vec<Instance>) -> Rejection {
        Rejection { line, module: Some(module), stage: Stage::Plan, others }
    }

    /// What the compiler says.
    pub fn verdict(&self, target: &Target) -> Verdict {
        let Some(module) = self.module.clone() else { return Verdict::Refused };
        let mut instances = self.others.clone();
        instances.push(Instance { module, registered: None, imports: Vec::new() });
        match (self.stage, catch_unwind(AssertUnwindSafe(|| compile(&instances, Vec::new(), target)))) {
            (Stage::Decode, Ok(Err(ahead::Error::Decode(_))))
            | (Stage::Plan, Ok(Err(ahead::Error::Plan(_)))) => Verdict::Refused,
            (_, Ok(Ok(_))) => Verdict::Accepted,
            (_, Ok(Err(error))) => Verdict::Wrong(format!("refused for another reason: {error}")),
            (_, Err(_)) => Verdict::Wrong("the compiler panics".into()),
        }
    }
}

/// Counts the rejections, and reports what is not refused.
pub fn check(rejections: &[Rejection], target: &Target, report: &mut Report) {
    for rejection in rejections {
        report.assertions += 1;
        let what = match rejection.verdict(target) {
            Verdict::Refused => continue,
            Verdict::Accepted => "the module is accepted".into(),
            Verdict::Wrong(what) => what,
        };
        report.failures.push(Failure { line: rejection.line, what });
    }
}
