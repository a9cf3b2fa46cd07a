;; Blocks, ifs and loops that take and leave several values of all types.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "3\n4\n1.5\n2.5\n7\n-7\n2\n1\n"
(module
  (func $swap_if (param i32) (result i32 i32)
    (i32.const 1) (i32.const 2)
    (if (param i32 i32) (result i32 i32) (local.get 0)
      (then)
      (else (drop) (drop) (i32.const 2) (i32.const 1))))
  (func (export "test") (result i32 i64 f32 f64 i32 i32 i32 i32)
    (block (result i32 i64 f32 f64)
      (br 0 (i32.const 3) (i64.const 4) (f32.const 1.5) (f64.const 2.5)))
    (i32.const 7)
    (loop (param i32) (result i32 i32) (i32.const -7))
    (call $swap_if (i32.const 0))))
