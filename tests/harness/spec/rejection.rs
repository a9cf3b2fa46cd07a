//! Modules that the compiler must refuse: malformed, invalid, or with imports that do not match.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ahead::target::Target;

use super::Report;
use super::program::compile;
use super::script::Instance;

/// A module that must be refused.
pub struct Rejection {
    line: usize,
    /// The binary module; `None`: its text is already refused.
    module: Option<Vec<u8>>,
    /// The instances it imports from, directly or not.
    others: Vec<Instance>,
}

impl Rejection {
    /// A malformed or invalid module.
    pub fn new(line: usize, module: Option<Vec<u8>>) -> Rejection {
        Rejection { line, module, others: Vec::new() }
    }

    /// A module whose imports do not match.
    pub fn linked(line: usize, module: Vec<u8>, others: Vec<Instance>) -> Rejection {
        Rejection { line, module: Some(module), others }
    }

    /// Whether the compiler refuses it for the machine's own target.
    pub fn is_refused(&self) -> bool {
        self.fault(ahead::target::default()).is_none()
    }

    /// What is wrong; `None`: it is refused.
    fn fault(&self, target: &Target) -> Option<String> {
        let mut instances = self.others.clone();
        instances.push(Instance { module: self.module.clone()?, registered: None, imports: Vec::new() });
        match catch_unwind(AssertUnwindSafe(|| compile(&instances, Vec::new(), target))) {
            Ok(Err(_)) => None,
            Ok(Ok(_)) => Some(format!("line {}: the module is accepted", self.line)),
            Err(_) => Some(format!("line {}: the compiler panics", self.line)),
        }
    }
}

/// Counts the rejections, and reports what is not refused.
pub fn check(rejections: &[Rejection], target: &Target, report: &mut Report) {
    for rejection in rejections {
        report.assertions += 1;
        report.failures.extend(rejection.fault(target));
    }
}
