;; A difference of two halves whose borrow is a comparison is a subtraction with borrow.
;;! check = "asm"
;;! args = ["--invoke", "subtract"]
;;! targets = ["x86_64-linux"]
;;! contains = ["sbbq"]
;;! absent = ["setb", "setnb"]
(module
  (func (export "subtract") (param $a i64) (param $high i64) (param $b i64) (param $other i64) (result i64 i64)
    (i64.sub (local.get $a) (local.get $b))
    (i64.sub
      (i64.sub (local.get $high) (local.get $other))
      (i64.extend_i32_u (i64.lt_u (local.get $a) (local.get $b))))))
