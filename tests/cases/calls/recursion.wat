;; Mutual recursion, and results that live across calls.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n0\n832040\n"
(module
  (func $even (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 1)) (else (call $odd (i32.sub (local.get 0) (i32.const 1))))))
  (func $odd (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 0)) (else (call $even (i32.sub (local.get 0) (i32.const 1))))))
  (func $fibonacci (param i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add
        (call $fibonacci (i32.sub (local.get 0) (i32.const 1)))
        (call $fibonacci (i32.sub (local.get 0) (i32.const 2)))))))
  (func (export "test") (result i32 i32 i32)
    (call $even (i32.const 1000)) (call $odd (i32.const 1000)) (call $fibonacci (i32.const 30))))
