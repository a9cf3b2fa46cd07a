//! What a program does once everything is set up: one file for each way, of which one is linked.

mod command;
mod invoke;
mod number;
mod script;
mod slots;
