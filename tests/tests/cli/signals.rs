//! Signals that end `ahead`: nothing that it made or started is left.

use std::process::Command;

use ahead_tests::build;

use super::{NOTHING, folder, names, run};

#[test]
fn a_file_that_may_not_be_so_long_is_an_error() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).env("AHEAD", build::ahead());
    let output = run(command.args(["-c", r#"ulimit -f 4; "$AHEAD" runtime -o app"#]));
    assert_eq!(output.exit, 1, "{}", output.stderr);
    assert!(output.stderr.contains("cannot write app"), "{}", output.stderr);
    assert_eq!(names(folder.path()), ["app.wat"]);
}
