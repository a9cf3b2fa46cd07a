//! A `.wast` script in; instances with their imports resolved, steps, and modules that must be
//! refused out. Nothing of the parser's types remains.

use std::collections::HashMap;

use ahead::target;
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::token::{Id, Span};
use wast::{QuoteWat, Wast, WastDirective, WastExecute, WastInvoke};

use super::rejection::{Rejection, Verdict};
use super::value::{self, Expected};

/// A script.
#[derive(Default)]
pub struct Script {
    /// Instances in the order of instantiation.
    pub instances: Vec<Instance>,
    /// What is done with them, in order.
    pub steps: Vec<Step>,
    /// Modules that must be refused when they are compiled.
    pub rejections: Vec<Rejection>,
}

/// An instance of a module.
#[derive(Clone)]
pub struct Instance {
    /// The binary module.
    pub module: Vec<u8>,
    /// Name under which it is registered, if it is.
    pub registered: Option<String>,
    /// Indexes of the instances it imports from.
    pub imports: Vec<usize>,
}

/// Something the program does.
#[derive(Clone)]
pub struct Step {
    /// Line in the script.
    pub line: usize,
    /// Index of the instance concerned.
    pub instance: usize,
    /// What is done.
    pub act: Act,
    /// What comes of it.
    pub outcome: Outcome,
    /// Whether it counts as an assertion.
    pub asserted: bool,
}

/// What a step does.
#[derive(Clone)]
pub enum Act {
    /// Instantiates.
    Instantiate,
    /// Calls the export with arguments.
    Call(String, Vec<u128>),
    /// Reads the exported global.
    Get(String),
}

/// What comes of a step.
#[derive(Clone)]
pub enum Outcome {
    /// It returns these results; `None`: any.
    Returns(Option<Vec<Expected>>),
    /// It traps with a message that starts like this.
    Traps(String),
}

/// What the names of a script mean at a point in it.
struct Reader<'a> {
    text: &'a str,
    script: Script,
    /// Instances by their identifier.
    named: HashMap<String, usize>,
    /// Instances by the name they are registered under.
    registered: HashMap<String, usize>,
    /// Modules that are defined and not instantiated, by their identifier.
    definitions: HashMap<Option<String>, Vec<u8>>,
    /// The instance that is meant when none is named.
    current: Option<usize>,
}

impl Script {
    /// Reads a script.
    pub fn parse(text: &str) -> Result<Script, String> {
        let mut lexer = Lexer::new(text);
        lexer.allow_confusing_unicode(true);
        let buffer = ParseBuffer::new_with_lexer(lexer).map_err(|error| error.to_string())?;
        let wast = parser::parse::<Wast<'_>>(&buffer).map_err(|error| error.to_string())?;
        let mut reader = Reader {
            text,
            script: Script::default(),
            named: HashMap::new(),
            registered: HashMap::new(),
            definitions: HashMap::new(),
            current: None,
        };
        for directive in wast.directives {
            let line = reader.line(directive.span());
            reader.directive(directive).map_err(|error| format!("line {line}: {error}"))?;
        }
        Ok(reader.script)
    }
}

impl Reader<'_> {
    fn line(&self, span: Span) -> usize {
        span.linecol_in(self.text).0 + 1
    }

    fn directive(&mut self, directive: WastDirective<'_>) -> Result<(), String> {
        let line = self.line(directive.span());
        match directive {
            WastDirective::Module(module) => self.module(line, module),
            WastDirective::ModuleDefinition(mut module) => {
                let bytes = encode(&mut module)?;
                self.definitions.insert(identifier(module.name()), bytes);
                Ok(())
            }
            WastDirective::ModuleInstance { instance, module, .. } => {
                let bytes = self.definitions.get(&identifier(module)).ok_or("no such definition")?.clone();
                self.instantiate(line, bytes, instance);
                Ok(())
            }
            WastDirective::Register { name, module, .. } => self.register(name, module),
            WastDirective::Invoke(call) => self.call(line, &call, Outcome::Returns(None)),
            WastDirective::AssertReturn { exec, results, .. } => {
                let results: Result<_, _> = results.iter().map(Expected::new).collect();
                self.execute(line, exec, Outcome::Returns(Some(results?)))
            }
            WastDirective::AssertTrap { exec, message, .. } => {
                self.execute(line, exec, Outcome::Traps(message.into()))
            }
            WastDirective::AssertExhaustion { call, message, .. } => {
                self.call(line, &call, Outcome::Traps(message.into()))?;
                self.assert_last();
                Ok(())
            }
            WastDirective::AssertMalformed { mut module, .. }
            | WastDirective::AssertInvalid { mut module, .. } => {
                self.script.rejections.push(Rejection::new(line, module.encode().ok()));
                Ok(())
            }
            WastDirective::AssertUnlinkable { module, .. } => self.unlinkable(line, QuoteWat::Wat(module)),
            other => Err(format!("not supported: {other:?}")),
        }
    }

    fn module(&mut self, line: usize, mut module: QuoteWat<'_>) -> Result<(), String> {
        let name = module.name();
        let bytes = encode(&mut module)?;
        let index = self.instantiate(line, bytes, name);
        self.current = Some(index);
        Ok(())
    }

    /// Adds an instance of `module` and the step that makes it.
    fn instantiate(&mut self, line: usize, module: Vec<u8>, name: Option<Id<'_>>) -> usize {
        let index = self.script.instances.len();
        let imports = self.imports(&module);
        self.script.instances.push(Instance { module, registered: None, imports });
        self.step(line, index, Act::Instantiate, Outcome::Returns(None));
        if let Some(name) = identifier(name) {
            self.named.insert(name, index);
        }
        self.current = Some(index);
        index
    }

    /// The instances that `module` imports from, as far as there are such.
    fn imports(&self, module: &[u8]) -> Vec<usize> {
        let names = import_modules(module);
        let mut indexes: Vec<usize> =
            names.iter().filter_map(|name| self.registered.get(name).copied()).collect();
        indexes.dedup();
        indexes
    }

    fn register(&mut self, name: &str, module: Option<Id<'_>>) -> Result<(), String> {
        let index = self.resolve(module)?;
        let instance = &mut self.script.instances[index];
        if instance.registered.is_some() || self.registered.contains_key(name) {
            return Err(format!("`{name}` or its module is registered twice, which is not supported"));
        }
        instance.registered = Some(name.to_string());
        self.registered.insert(name.to_string(), index);
        Ok(())
    }

    /// A module that must be refused, if not before then when it is instantiated.
    fn unlinkable(&mut self, line: usize, mut module: QuoteWat<'_>) -> Result<(), String> {
        let bytes = encode(&mut module)?;
        let mut needed: Vec<usize> = self.imports(&bytes);
        let mut next = 0;
        while let Some(&index) = needed.get(next) {
            needed.extend(self.script.instances[index].imports.iter().filter(|import| **import != index));
            next += 1;
        }
        needed.sort_unstable();
        needed.dedup();
        let others = needed.iter().map(|index| self.script.instances[*index].clone()).collect();
        let rejection = Rejection::linked(line, bytes.clone(), others);
        // Sizes of memories and tables are only known, and compared, when it is instantiated.
        if !matches!(rejection.verdict(target::default()), Verdict::Accepted) {
            self.script.rejections.push(rejection);
            return Ok(());
        }
        let current = self.current;
        self.instantiate(line, bytes, None);
        let step = self.script.steps.last_mut().expect("instantiation is a step");
        step.outcome = Outcome::Traps("incompatible import type".into());
        step.asserted = true;
        self.current = current;
        Ok(())
    }

    fn execute(&mut self, line: usize, execute: WastExecute<'_>, outcome: Outcome) -> Result<(), String> {
        match execute {
            WastExecute::Invoke(call) => self.call(line, &call, outcome)?,
            WastExecute::Get { module, global, .. } => {
                let index = self.resolve(module)?;
                self.step(line, index, Act::Get(global.to_string()), outcome);
            }
            WastExecute::Wat(module) => {
                let current = self.current;
                self.module(line, QuoteWat::Wat(module))?;
                self.script.steps.last_mut().expect("instantiation is a step").outcome = outcome;
                self.current = current;
            }
        }
        self.assert_last();
        Ok(())
    }

    fn call(&mut self, line: usize, call: &WastInvoke<'_>, outcome: Outcome) -> Result<(), String> {
        let index = self.resolve(call.module)?;
        let args: Result<_, _> = call.args.iter().map(value::argument).collect();
        self.step(line, index, Act::Call(call.name.to_string(), args?), outcome);
        Ok(())
    }

    fn step(&mut self, line: usize, instance: usize, act: Act, outcome: Outcome) {
        self.script.steps.push(Step { line, instance, act, outcome, asserted: false });
    }

    fn assert_last(&mut self) {
        self.script.steps.last_mut().expect("a step was just added").asserted = true;
    }

    fn resolve(&self, module: Option<Id<'_>>) -> Result<usize, String> {
        match identifier(module) {
            Some(name) => self.named.get(&name).copied().ok_or_else(|| format!("no instance ${name}")),
            None => self.current.ok_or_else(|| "no instance yet".to_string()),
        }
    }
}

fn encode(module: &mut QuoteWat<'_>) -> Result<Vec<u8>, String> {
    module.encode().map_err(|error| error.to_string())
}

fn identifier(id: Option<Id<'_>>) -> Option<String> {
    id.map(|id| id.name().to_string())
}

/// Names of the modules that `module` imports from, once each, sorted.
pub fn import_modules(module: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = imports(module).into_iter().map(|(module, _)| module).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Module and name of everything `module` imports; what cannot be read imports nothing.
pub fn imports(module: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(module).map_while(Result::ok) {
        if let wasmparser::Payload::ImportSection(section) = payload {
            let imports = section.into_imports().map_while(Result::ok);
            found.extend(imports.map(|import| (import.module.to_string(), import.name.to_string())));
        }
    }
    found
}
