;; Code behind br, return and unreachable is typed, but leaves no trace.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n2\n3\n4\n5\n"
(module
  (func $behind_br (result i32)
    (block $out (result i32)
      (br $out (i32.const 1))
      (i32.add)
      (drop)
      (block (unreachable) (drop (i32.eqz)))
      (i32.const 9)))
  (func $behind_return (result i32)
    (return (i32.const 2))
    (if (result i32) (then (i32.const 1)) (else (unreachable)))
    (br_table 0 0 0))
  (func $behind_loop (result i32)
    (block $out
      (loop $again (br $out) (br_if $again) (br $again)))
    (i32.const 3))
  (func $both_arms (param i32) (result i32)
    (if (local.get 0) (then (return (i32.const 4))) (else (return (i32.const 5))))
    (unreachable)
    (select (i32.const 8)))
  (func (export "test") (result i32 i32 i32 i32 i32)
    (call $behind_br) (call $behind_return) (call $behind_loop)
    (call $both_arms (i32.const 1)) (call $both_arms (i32.const 0))))
