;; A global that is one of two values, by whether floats are equal: x86-64 looks twice at it.
;;! check = "run"
;;! args = ["--invoke", "select"]
;;! run_args = ["1.5", "2.5", "3", "30"]
;;! stdout = "7\n70\n"
(module
  (global $g (mut i32) (i32.const 7))
  (global $l (mut i64) (i64.const 70))
  (func (export "select") (param $x f64) (param $y f64) (param $z i32) (param $w i64) (result i32 i64)
    (select (local.get $z) (global.get $g) (f64.eq (local.get $x) (local.get $y)))
    (select (global.get $l) (local.get $w) (f64.ne (local.get $x) (local.get $y)))))
