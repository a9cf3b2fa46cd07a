;; --invoke on a reactor: _initialize runs first.
;;! check = "run"
;;! args = ["--invoke", "get"]
;;! stdout = "42\n"
(module
  (global $state (mut i32) (i32.const 1))
  (func (export "_initialize") (global.set $state (i32.const 42)))
  (func (export "get") (result i32) (global.get $state)))
