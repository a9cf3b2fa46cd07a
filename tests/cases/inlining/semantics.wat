;; Inlined bodies have locals of their own that start at zero each time, return from within, branch to
;; their end, and give several results.
;;! check = "run"
;;! args = ["--invoke", "run"]
;;! run_args = ["5"]
;;! stdout = "5\n10\n15\n-1\n35\n"
(module
  ;; The local is zero on each call.
  (func $count (param i32) (result i32) (local i32)
    (local.set 1 (i32.add (local.get 1) (local.get 0)))
    (local.get 1))
  ;; Returns from inside a block; branches to the function's own frame.
  (func $sign (param i32) (result i32)
    (block
      (br_if 0 (i32.ge_s (local.get 0) (i32.const 0)))
      (return (i32.const -1)))
    (br_if 0 (i32.const 0) (i32.eqz (local.get 0)))
    (drop)
    (i32.const 1))
  ;; More results than registers.
  (func $three (param i32) (result i32 i32 i32)
    (local.get 0)
    (i32.mul (local.get 0) (i32.const 2))
    (i32.mul (local.get 0) (i32.const 3)))
  ;; Inlined in itself it would be without end.
  (func $even (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
  (func $odd (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $even (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
  (func (export "run") (param i32) (result i32 i32 i32 i32 i32) (local i32 i32)
    (call $three (local.get 0))
    (call $sign (i32.sub (i32.const 0) (local.get 0)))
    (loop
      (local.set 1 (i32.add (local.get 1) (call $count (local.get 0))))
      (local.set 2 (i32.add (local.get 2) (i32.const 1)))
      (br_if 0 (i32.lt_u (local.get 2) (i32.const 6))))
    (i32.add (local.get 1)
      (i32.add (call $even (local.get 0))
        (i32.add (call $sign (i32.const 0))
          (i32.mul (i32.const 5) (call $sign (local.get 0))))))))
