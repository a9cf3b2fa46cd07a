;; In a program with tail calls, a function that calls nothing has its results where that convention has them: all of
;; both.
;;! check = "run"
;;! args = ["--invoke", "two"]
;;! run_args = ["1311768464867721217"]
;;! stdout = "1311768464867721218\n1311768464867721217\n"
(module
  (func (export "two") (param i64) (result i64 i64)
    (i64.add (local.get 0) (i64.const 1))
    (local.get 0))
  (func $end (param i32))
  (func $start (return_call $end (i32.const 8)))
  (start $start))
